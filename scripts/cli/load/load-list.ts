/** `tollgate load --list`: the scenarios, and which contracts each applies to. */
import { seedCredentials } from '../../../conformance/target/from-seed.ts';
import type { Target, TargetCredentials } from '../../../conformance/target/target.ts';
import { loadCompiled } from '../../../conformance/verify.ts';
import { builtInNames } from '../../../mock/contract/built-in-contracts.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { buildProfile } from '../../../load/node/build-profile.ts';
import { reading } from '../allow-refs-option.ts';
import type { LoadOptions } from './load-options.ts';
import { NotApplicable } from '../../../load/node/profile-inputs.ts';
import { SCENARIOS } from '../../../load/node/scenarios.ts';

/** What stands for the keys that a sandbox makes when it starts. */
const MADE_LATER = { kty: 'EC', crv: 'P-256', d: 'a key that is made when the sandbox starts' };

function credentialsOf(contract: CompiledContract): TargetCredentials {
  const credentials = seedCredentials(contract);
  return {
    ...credentials,
    clients: credentials.clients.map((client) =>
      client.grants.includes('jwt_bearer') ? { ...client, assertion_key: MADE_LATER } : client,
    ),
  };
}

/** A sandbox as it would be, were it started. */
export const sandboxOf = (contract: CompiledContract): Target => ({
  name: 'mock',
  baseUrl: 'http://127.0.0.1',
  endpoints: {},
  credentials: credentialsOf(contract),
  control: 'http://127.0.0.1/_tollgate',
  otp: { kind: 'control' },
  consent: { kind: 'headless' },
  safety: { maxRequests: Infinity, exhaustRateLimits: true, destructive: true, paceMs: 0, longestWaitMs: 0 },
  isMock: true,
  timeoutMs: 0,
});

/** Why the scenario cannot be run; undefined where it can. */
export async function reasonAgainst(contract: CompiledContract, scenario: string): Promise<string | undefined> {
  try {
    await buildProfile({ contract, target: sandboxOf(contract), scenario, generous: true });
    return undefined;
  } catch (error) {
    if (error instanceof NotApplicable) return error.message;
    throw error;
  }
}

export async function printList(
  contract: string | undefined,
  { json: asJson = false, allowRefs }: Pick<LoadOptions, 'json' | 'allowRefs'>,
): Promise<void> {
  const options = reading({ allowRefs });
  const contracts = await Promise.all(
    (contract === undefined ? builtInNames() : [contract]).map((name) => loadCompiled(name, options)),
  );
  const listed = await Promise.all(
    Object.entries(SCENARIOS).map(async ([scenario, { about }]) => ({
      scenario,
      about,
      contracts: await Promise.all(
        contracts.map(async (contract) => {
          const reason = await reasonAgainst(contract, scenario);
          return { contract: contract.name, applies: reason === undefined, ...(reason !== undefined && { reason }) };
        }),
      ),
    })),
  );
  if (asJson) {
    console.log(JSON.stringify(listed, undefined, 2));
    return;
  }
  for (const { scenario, about, contracts } of listed) {
    const applying = contracts.filter(({ applies }) => applies).map(({ contract: name }) => name);
    console.log(`${scenario}: ${about}\n    applies to ${applying.length === 0 ? 'none' : applying.join(', ')}`);
    for (const { contract: name, reason } of contracts)
      if (reason !== undefined) console.log(`    not to ${name}: ${reason}`);
  }
}
