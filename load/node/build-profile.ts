/** Compiles a load profile from contract and target, without sending a request. */
import { figures } from '../../conformance/checks/derived/support/read-quota.ts';
import { unsignedOf } from './hmac-recipe.ts';
import type { Target } from '../../conformance/target/target.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { LoadProfile, QuotaFigures } from '../k6/profile.ts';
import { edgeQuota } from './profile-quota-edge.ts';
import { oneForEachOrigin } from './origins.ts';
import { makeWithout } from './left-out.ts';
import { NotApplicable, createProfileInputs } from './profile-inputs.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { SCENARIOS } from './scenarios.ts';
import { slotted } from './placeholders.ts';
import type { Secret } from './placeholders.ts';

export interface ProfileOptions {
  readonly contract: CompiledContract;
  readonly target: Target;
  readonly scenario: string;
  /** The sandbox that the run has to itself. */
  readonly sandbox?: string | undefined;
  /** Whether quotas were lifted. */
  readonly generous: boolean;
}

export interface BuiltProfile {
  readonly profile: LoadProfile;
  /** What the profile's placeholders stand for. */
  readonly secrets: readonly Secret[];
  /** Ids of operations that it leaves out, since the target file says that they are not implemented. */
  readonly leftOut: readonly string[];
  /** Credentials whose requests k6 cannot sign. */
  readonly unsigned: readonly string[];
}

/** The contract's figures in force; a class without a limit that is driven past one has that of the run. */
function quotas(inputs: ProfileInputs, generous: boolean, edges: LoadProfile['edges']): Record<string, QuotaFigures> {
  const known = [...inputs.contract.rateLimits].map(
    ([name, { algorithm, in_flight: inFlight = null }]): [string, QuotaFigures] => {
      const inForce = figures(inputs.contract, name);
      if (edges.some(({ quota }) => quota === name)) return [name, edgeQuota(inputs, name)];
      return [
        name,
        {
          limit: generous || inForce === undefined ? null : inForce.limit,
          windowSeconds: (inForce?.windowMs ?? 0) / 1000,
          longer: [],
          algorithm,
          inFlight,
        },
      ];
    },
  );
  return Object.fromEntries(known);
}

/** Where a person would have to agree, no token can be had by k6. */
function consentOf({ consent }: Target): Target['consent'] {
  return consent.kind === 'headless' ? consent : { kind: 'none' };
}

/** k6 connects with no certificates here: clients that need theirs are left out, as those without one are. */
function withoutCertificates({ credentials }: Target): Target['credentials'] {
  const { clients } = credentials;
  return { ...credentials, clients: clients.map(({ certificate: _, ...client }) => client) };
}

/** @throws {NotApplicable} saying why the scenario cannot be run */
export async function buildProfile({
  contract,
  target: given,
  scenario: name,
  sandbox,
  generous,
}: ProfileOptions): Promise<BuiltProfile> {
  const scenario = SCENARIOS[name]!;
  const { target, secrets } = slotted({
    ...given,
    consent: consentOf(given),
    credentials: withoutCertificates(given),
  });
  if (scenario.changes && target.control === undefined && !target.safety.destructive)
    throw new NotApplicable(
      'it makes or changes records, and the target file gives no leave for that (safety.destructive)',
    );
  const {
    made: { inputs, share },
    leftOut,
  } = await makeWithout(
    contract,
    given.notImplemented ?? [],
    async (offered) => {
      const own = createProfileInputs(offered, target);
      return { inputs: own, share: await scenario.share(own) };
    },
    (one) => [one.share, [...one.inputs.callers]],
  );
  const profile: LoadProfile = {
    contract: contract.name,
    title: contract.title,
    scenario: name,
    target: target.name,
    control: target.control === undefined ? null : { url: target.control, sandbox: sandbox ?? null },
    origins: oneForEachOrigin(target),
    insecure: target.tls?.insecure ?? false,
    timeoutSeconds: target.timeoutMs / 1000,
    quotas: quotas(inputs, generous, share.edges ?? []),
    callers: Object.fromEntries(inputs.callers),
    tokens: [],
    reads: [],
    signed: [],
    kept: [],
    idleSeconds: null,
    creates: [],
    retried: [],
    otp: null,
    assertions: [],
    revocations: [],
    introspections: [],
    signOns: [],
    magicLinks: [],
    edges: [],
    undriven: [],
    ...share,
  };
  const text = JSON.stringify(profile);
  return {
    profile,
    secrets: secrets.filter(({ name: placeholder }) => text.includes(`__${placeholder}__`)),
    leftOut,
    unsigned: unsignedOf(contract),
  };
}
