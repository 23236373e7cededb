/** The scenarios: what each is, and what it takes of a contract and a target. */
import { contractMs } from '../../mock/contract/durations.ts';
import type { Call, LoadProfile } from '../k6/profile.ts';
import { creates, retried } from './profile-creates.ts';
import { assertions } from './profile-assertions.ts';
import { edges } from './profile-quota-edge.ts';
import { introspections } from './profile-introspections.ts';
import { revocations } from './profile-revocations.ts';
import { unsignedOf } from './hmac-recipe.ts';
import { drivenLinks } from './profile-magic-links.ts';
import { signOns } from './profile-sign-ons.ts';
import { otpFlow } from './profile-otp.ts';
import { readAs, readsBy } from './profile-reads.ts';
import { NotApplicable } from './profile-inputs.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { getters } from './token-getters.ts';

/** What of a profile a scenario decides. */
export type Share = Partial<
  Pick<
    LoadProfile,
    | 'tokens'
    | 'reads'
    | 'signed'
    | 'kept'
    | 'idleSeconds'
    | 'creates'
    | 'retried'
    | 'otp'
    | 'assertions'
    | 'revocations'
    | 'introspections'
    | 'signOns'
    | 'magicLinks'
    | 'edges'
    | 'undriven'
  >
>;

export interface Scenario {
  readonly about: string;
  /** Whether records are made, for which a target without a control plane has to give leave. */
  readonly changes: boolean;
  /** @throws {NotApplicable} */
  readonly share: (inputs: ProfileInputs) => Promise<Share>;
}

function some<T extends readonly unknown[]>(list: T, reason: string): T {
  if (list.length === 0) throw new NotApplicable(reason);
  return list;
}

const tokens = async (inputs: ProfileInputs): Promise<string[]> => (await getters(inputs)).map(({ label }) => label);

const NO_READ = 'the target has no credential for any operation that reads';

const reads = async (inputs: ProfileInputs): Promise<readonly Call[]> =>
  some(await readsBy(inputs, 'token', 'session', 'key'), NO_READ);

async function keptSession(inputs: ProfileInputs): Promise<Share> {
  const kept = some(
    await readsBy(inputs, 'session'),
    'the contract has no session that is opened by a login, or the target no user with a password',
  );
  const name = kept[0]!.caller.split(' of ')[0]!;
  const credential = inputs.contract.credentials.get(name);
  if (credential?.kind !== 'session' || !credential.sliding)
    throw new NotApplicable('sessions of the contract end at their time, however much they are used');
  return { kept, idleSeconds: contractMs(credential.idle) / 1000 };
}

const whatApplies = async <T>(share: Promise<T>): Promise<T | undefined> =>
  share.catch((error: unknown) => {
    if (error instanceof NotApplicable) return undefined;
    throw error;
  });

/** Everything at once that the contract has. */
async function mixed(inputs: ProfileInputs): Promise<Share> {
  const signed = await readsBy(inputs, 'hmac');
  const shares = {
    // Of a contract whose requests are all signed, those are the reads.
    reads: signed.length === 0 ? await reads(inputs) : ((await whatApplies(reads(inputs))) ?? []),
    tokens: await tokens(inputs),
    signed,
  };
  const kept = await whatApplies(keptSession(inputs));
  const otp = await whatApplies(otpFlow(inputs));
  const others = {
    assertions: await assertions(inputs),
    revocations: await revocations(inputs),
    introspections: await introspections(inputs),
    signOns: await signOns(inputs),
  };
  return {
    ...shares,
    ...kept,
    ...others,
    otp: otp ?? null,
    magicLinks: (await whatApplies(drivenLinks(inputs))) ?? [],
    creates: await creates(inputs),
    retried: await retried(inputs),
  };
}

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'token-issue': {
    about: 'tokens, one after the other, for every client that can get some',
    changes: false,
    share: async (inputs) => ({
      tokens: some(
        await tokens(inputs),
        'the contract issues no tokens, or the target has no client that can get one without a person (capabilities.consent)',
      ),
    }),
  },
  'jwt-bearer': {
    about: 'tokens for assertions, each signed anew; an expired one is refused',
    changes: false,
    share: async (inputs) => ({
      assertions: some(
        await assertions(inputs),
        'the contract takes no JWT bearer assertions, or the target has no client with a key to sign them',
      ),
    }),
  },
  'token-revocation': {
    about: 'a token taken, used and revoked; it is dead from then on',
    changes: false,
    share: async (inputs) => ({
      revocations: some(
        await revocations(inputs),
        'the contract revokes no tokens, or the target has no client that can get one without a person (capabilities.consent)',
      ),
    }),
  },
  'token-introspection': {
    about: 'live tokens are said to be alive, and others are not',
    changes: false,
    share: async (inputs) => ({
      introspections: some(
        await introspections(inputs),
        'the contract introspects no tokens, or the target has no client that may ask',
      ),
    }),
  },
  'sso-entry': {
    about: 'sign-on links, plain and encrypted, each made anew; one past its lifetime is refused',
    changes: true,
    share: async (inputs) => ({
      signOns: some(
        await signOns(inputs),
        'the contract has no sign-on links, or the target no key that one could be made with',
      ),
    }),
  },
  'refresh-storm': {
    about: 'every token expires at once, and all are refreshed',
    changes: false,
    share: async (inputs) => {
      const clients = some(
        await getters(inputs, { refreshed: true }),
        'the contract gives no refresh tokens, or the target has no client that gets one without a person (capabilities.consent)',
      );
      const uses = await Promise.all(clients.map((one) => readAs(inputs, one)));
      return { tokens: clients.map(({ label }) => label), reads: uses.filter((call) => call !== undefined) };
    },
  },
  'authenticated-reads': {
    about: 'reads, with one token for each virtual user that is renewed before it expires',
    changes: false,
    share: async (inputs) => ({ reads: await reads(inputs) }),
  },
  'hmac-signed': {
    about: 'reads, each signed anew',
    changes: false,
    share: async (inputs) => ({
      signed: some(
        await readsBy(inputs, 'hmac'),
        unsignedOf(inputs.contract).length > 0
          ? `k6 signs with shared secrets here, and with no key pairs or certificates: ${unsignedOf(inputs.contract).join(', ')}`
          : 'the contract has no signatures, or the target no key to sign with',
      ),
    }),
  },
  'otp-step-up': {
    about: 'a one-time password asked for, read, verified and used',
    changes: true,
    share: async (inputs) => ({ otp: await otpFlow(inputs) }),
  },
  'magic-link': {
    about: 'a link that signs in asked for, read and followed; followed again it is refused',
    changes: true,
    share: async (inputs) => ({ magicLinks: await drivenLinks(inputs) }),
  },
  'session-keepalive': { about: 'sessions that live as long as they are used', changes: false, share: keptSession },
  'rate-limit-edge': {
    about: 'each quota driven past its limit, one after the other: exactly so many are let in, and the headers agree',
    changes: false,
    share: edges,
  },
  'idempotent-retry': {
    about: 'the same request with the same key, again and again: one record',
    changes: true,
    share: async (inputs) => ({
      retried: some(
        await retried(inputs),
        'the contract has no idempotency keys, or the target no credential for an operation that takes one',
      ),
    }),
  },
  'mixed-soak': { about: 'all that the contract has, mixed', changes: true, share: mixed },
  spike: {
    about: 'reads, at a rate that rises twentyfold and falls again',
    changes: false,
    share: async (inputs) => ({ reads: await reads(inputs) }),
  },
};
