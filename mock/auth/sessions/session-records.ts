/** Sessions as the sandbox keeps them. */
import type { SessionCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import { contractMs } from '../../contract/durations.ts';
import { lineage } from '../grantor-exists.ts';
import { digest } from '../secret-digest.ts';

export type SessionRecord = {
  readonly id: string;
  readonly credential: string;
  /** Id of the user who signed in. */
  readonly user: string;
  /** Whom to greet, where that is somebody else than the user. */
  readonly name: string | null;
  readonly tenant: string;
  /** Tells its user from a later one of the same id; absent for the contract's own. */
  readonly lineage?: string;
  /** Epoch milliseconds. */
  readonly opened_at: number;
  readonly expires_at: number;
};

/** How long past its end a session is remembered, so that it is refused as expired and not as unknown. */
export const REMEMBERED_MS = 24 * 3_600_000;

/** Found by the token's hash: a token that was changed by one character is another token. */
export const sessionKey = (credential: string, token: string): string => `session:${credential}:${digest(token)}`;

const idleTimes = new WeakMap<SessionCredential, number>();

export function sessionCredential(contract: CompiledContract, name: string): SessionCredential {
  const credential = contract.credentials.get(name);
  if (credential?.kind !== 'session') throw new Error(`${name} is no session credential`);
  return credential;
}

/** Milliseconds after which an idle session dies. */
export function idleMs(credential: SessionCredential): number {
  let ms = idleTimes.get(credential);
  if (ms === undefined) idleTimes.set(credential, (ms = contractMs(credential.idle)));
  return ms;
}

export async function openSession(
  { world, now }: Call,
  name: string,
  user: string,
  tenant: string,
  greeted: string | null = null,
): Promise<{ readonly token: string; readonly record: SessionRecord }> {
  const credential = sessionCredential(world.contract, name);
  const token = world.ids.make(credential.id_format ?? { alphabet: 'base62', length: 32 });
  const id = world.ids.make({ alphabet: 'hex', length: 24 });
  const expiresAt = now + idleMs(credential);
  const born = lineage(world, { client: null, tenant, user });
  const record: SessionRecord = {
    ...(born && { lineage: born }),
    id,
    credential: name,
    user,
    name: greeted,
    tenant,
    opened_at: now,
    expires_at: expiresAt,
  };
  await world.store.set(sessionKey(name, token), record, { expiresAt: expiresAt + REMEMBERED_MS });
  return { token, record };
}
