/** What of a world's state still fits when its contract is another one. */
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { at } from '../contract/openapi-document.ts';
import { planNames } from '../contract/price-plan-names.ts';
import { resourcePrefixes } from '../resources/record-keys.ts';
import type { Store } from '../state/stores/store.ts';
import type { Settings } from './sandbox.ts';

/** Settings without those that the contract does not speak of any more. */
export function fitSettings(settings: Readonly<Settings>, contract: CompiledContract): Readonly<Settings> {
  const isKnown = settings.plan === null || planNames(contract).includes(settings.plan);
  return {
    ...settings,
    plan: isKnown ? settings.plan : null,
    rate_limits: Object.fromEntries(
      Object.entries(settings.rate_limits).filter(([name]) => contract.rateLimits.has(name)),
    ),
    ...(settings.faults && {
      faults: settings.faults.filter(
        ({ operation, credential }) =>
          (operation === undefined || contract.operations.some(({ id }) => id === operation)) &&
          (credential === undefined || contract.credentials.has(credential)),
      ),
    }),
  };
}

/** Takes away the records of resources that are gone or defined otherwise: they are seeded anew when asked for. */
export async function forgetChanged(store: Store, before: CompiledContract, after: CompiledContract): Promise<void> {
  for (const [name, resource] of before.resources) {
    const now = after.resources.get(name);
    if (now !== undefined && definition(before, resource) === definition(after, now)) continue;
    for (const prefix of resourcePrefixes(name)) await store.clear(prefix);
  }
}

/** All that a node says, and what it refers to. */
function definition({ document }: CompiledContract, node: unknown): string {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const write = (part: unknown): void => {
    texts.push(
      JSON.stringify(part ?? null, (key, value: unknown) => {
        if (key === '$ref' && typeof value === 'string' && !seen.has(value)) {
          seen.add(value);
          write(at(document, value));
        }
        return value;
      }),
    );
  };
  write(node);
  return texts.join('\n');
}
