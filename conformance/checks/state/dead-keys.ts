/** A key that is dead is dead for whatever may be asked with it, and for what it has asked before. */
import type { Check, CheckFamily, Need } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { TargetKey } from '../../target/target.ts';
import { requestWithKey, withHeader } from '../common/change-request.ts';
import { freshKey } from '../common/fresh-key.ts';
import { basisOf, credentialPointer } from '../common/contract-citation.ts';
import { requirementOf } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import {
  expectWorks,
  knownDead,
  newKey,
  notServed,
  renewableKey,
  renewalNeed,
  subjectsOf,
} from '../keys/key-subject.ts';
import type { Subject } from '../keys/key-subject.ts';

/** One operation for each thing that is done with the key; of several the first without a second factor. */
function uses({ contract, name }: Subject): readonly CompiledOperation[] {
  const found = new Map<string, CompiledOperation>();
  for (const operation of contract.operations) {
    const { action, stepUp } = operation;
    if (requirementOf(operation, name) === undefined || operation.anonymous) continue;
    const known = found.get(action.type);
    if (known === undefined || (known.stepUp !== undefined && stepUp === undefined)) found.set(action.type, operation);
  }
  return [...found.values()];
}

const WAYS = [
  ['blocked', async (context: Context, key: TargetKey) => context.keys.block(key)],
  ['deleted', async (context: Context, key: TargetKey) => context.keys.remove(key)],
  ['renewed', async (context: Context, key: TargetKey) => void (await context.keys.regenerate(key))],
] as const;

/** What the target file calls such a key. */
const STATUS = { blocked: 'blocked', deleted: 'deleted', renewed: 'replaced' } as const;

/** By the API where the contract has an operation for it; else by a key that the target file names. */
function needOf(subject: Subject, way: keyof typeof STATUS): Need {
  if (way === 'blocked') return 'blocked_key';
  const renewal = renewalNeed(subject);
  return way === 'renewed' && renewal === 'renew_keys' ? renewal : 'dead_key';
}

const TITLES = {
  blocked: 'A blocked key is refused',
  deleted: 'A deleted key is refused',
  renewed: 'The old secret of a renewed key is refused',
} as const;

/** Renewing a key leaves its old secret good for a while. */
const overlaps = ({ credential: { rotation } }: Subject): boolean => rotation?.overlap !== undefined;

/** A request that was answered before: its memory is no way around. */
async function remembered(
  context: Context,
  subject: Subject,
  key: TargetKey,
): Promise<readonly [CompiledOperation, RequestParts][]> {
  const operation = uses(subject).find((one) => one.idempotency !== undefined && one.action.type === 'resource.create');
  if (operation === undefined) return [];
  const own = await requestWithKey(context, operation, requirementOf(operation, subject.name)!, key);
  const parts = withHeader(own, operation.idempotency!.name, freshKey());
  context.expect.success(await context.send(parts), operation);
  return [[operation, parts]];
}

const checksOf = (subject: Subject): readonly Check[] =>
  WAYS.filter(([way]) => way !== 'renewed' || !overlaps(subject)).map(([way, kill]) =>
    rule({
      id: `state.key-${way}:${subject.name}`,
      title: `${TITLES[way]} for everything that keys are for, and for a request that was answered before`,
      ...basisOf(
        subject.contract,
        subject.operation.refusals.get('blocked_key')?.pointer ?? credentialPointer(subject.name),
        { about: /blocked|deleted/i },
      ),
      needs: [needOf(subject, way), 'destructive'],
      async run(context: Context) {
        const known = needOf(subject, way) === 'renew_keys' ? undefined : knownDead(context, subject.name, STATUS[way]);
        const key = known ?? (await (way === 'renewed' ? renewableKey : newKey)(context, subject));
        if (known === undefined) await expectWorks(context, subject, key);
        const before = known === undefined ? await remembered(context, subject, key) : [];
        const requests = await Promise.all(
          uses(subject).map(
            async (operation) =>
              [
                operation,
                await requestWithKey(context, operation, requirementOf(operation, subject.name)!, key),
              ] as const,
          ),
        );
        if (known === undefined) await kill(context, key);
        for (const [operation, parts] of [...requests, ...before]) {
          const exchange = await context.send(parts);
          if (known !== undefined) notServed(context, known, exchange);
          refused(context, exchange, operation, ['blocked_key', 'invalid_credentials']);
        }
      },
    }),
  );

export const deadKeys: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
