/** The scenarios: what each is, and what it takes of a contract and a target. */
import { contractMs } from '../../mock/durations.ts';
import type { Call, LoadProfile } from '../../load/profile.ts';
import { labelOf } from './calls.ts';
import { creates, retried } from './creates.ts';
import { edge } from './edge.ts';
import { otpFlow } from './otp.ts';
import { readAs, readsBy } from './reads.ts';
import { NotApplicable } from './scene.ts';
import type { Scene } from './scene.ts';
import { grantees, tokenSource } from './tokens.ts';
import type { Grantee } from './tokens.ts';

/** What of a profile a scenario decides. */
export type Share = Partial<Pick<LoadProfile, 'tokens' | 'reads' | 'signed' | 'kept' | 'idleSeconds' | 'creates' | 'retried' | 'otp' | 'edge'>>;

export interface Scenario {
  readonly about: string;
  /** Whether records are made, for which a target without a control plane has to give leave. */
  readonly changes: boolean;
  /** @throws {NotApplicable} */
  readonly share: (scene: Scene) => Promise<Share>;
}

function some<T extends readonly unknown[]>(list: T, reason: string): T {
  if (list.length === 0) throw new NotApplicable(reason);
  return list;
}

interface Getter extends Grantee {
  readonly label: string;
}

/** @param refreshed only those that get a refresh token too */
async function getters(scene: Scene, { refreshed = false } = {}): Promise<Getter[]> {
  const found: Getter[] = [];
  for (const one of grantees(scene)) {
    const token = await tokenSource(scene, one);
    const label = labelOf(one.credential, one.client.client_id);
    if ((refreshed && token.refresh === null) || found.some((other) => other.label === label)) continue;
    scene.callers.set(label, { token, login: null, hmac: null });
    found.push({ ...one, label });
  }
  return found;
}

const tokens = async (scene: Scene): Promise<string[]> => (await getters(scene)).map(({ label }) => label);

const NO_READ = 'the target has no credential for any operation that reads';

const reads = async (scene: Scene): Promise<readonly Call[]> => some(await readsBy(scene, 'token', 'session', 'key'), NO_READ);

async function keptSession(scene: Scene): Promise<Share> {
  const kept = some(await readsBy(scene, 'session'), 'the contract has no session that is opened by a login, or the target no user with a password');
  const name = kept[0]!.caller.split(' of ')[0]!;
  const credential = scene.plan.credentials.get(name);
  if (credential?.kind !== 'session' || !credential.sliding) throw new NotApplicable('sessions of the contract end at their time, however much they are used');
  return { kept, idleSeconds: contractMs(credential.idle) / 1000 };
}

const whatApplies = async <T>(share: Promise<T>): Promise<T | undefined> => share.catch((error: unknown) => {
  if (error instanceof NotApplicable) return undefined;
  throw error;
});

/** Everything at once that the contract has. */
async function mixed(scene: Scene): Promise<Share> {
  const shares = { reads: await reads(scene), tokens: await tokens(scene), signed: await readsBy(scene, 'hmac') };
  const kept = await whatApplies(keptSession(scene));
  const otp = await whatApplies(otpFlow(scene));
  return { ...shares, ...kept, otp: otp ?? null, creates: await creates(scene), retried: await retried(scene) };
}

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'token-issue': {
    about: 'tokens, one after the other, for every client that can get some',
    changes: false,
    share: async (scene) => ({ tokens: some(await tokens(scene), 'the contract issues no tokens, or the target has no client that can get one without a person (capabilities.consent)') }),
  },
  'refresh-storm': {
    about: 'every token expires at once, and all are refreshed',
    changes: false,
    share: async (scene) => {
      const clients = some(await getters(scene, { refreshed: true }), 'the contract gives no refresh tokens, or the target has no client that gets one without a person (capabilities.consent)');
      const uses = await Promise.all(clients.map((one) => readAs(scene, one)));
      return { tokens: clients.map(({ label }) => label), reads: uses.filter((call) => call !== undefined) };
    },
  },
  'authenticated-reads': { about: 'reads, with one token for each virtual user that is renewed before it expires', changes: false, share: async (scene) => ({ reads: await reads(scene) }) },
  'hmac-signed': { about: 'reads, each signed anew', changes: false, share: async (scene) => ({ signed: some(await readsBy(scene, 'hmac'), 'the contract has no signatures, or the target no key to sign with') }) },
  'otp-step-up': { about: 'a one-time password asked for, read, verified and used', changes: true, share: async (scene) => ({ otp: await otpFlow(scene) }) },
  'session-keepalive': { about: 'sessions that live as long as they are used', changes: false, share: keptSession },
  'rate-limit-edge': { about: 'a quota driven past its limit: exactly so many are let in, and the headers agree', changes: false, share: async (scene) => ({ edge: await edge(scene) }) },
  'idempotent-retry': { about: 'the same request with the same key, again and again: one record', changes: true, share: async (scene) => ({ retried: some(await retried(scene), 'the contract has no idempotency keys, or the target no credential for an operation that takes one') }) },
  'mixed-soak': { about: 'all that the contract has, mixed', changes: true, share: mixed },
  'spike': { about: 'reads, at a rate that rises twentyfold and falls again', changes: false, share: async (scene) => ({ reads: await reads(scene) }) },
};
