/** Whether a token that the sandbox issued is still good. */
import { findKey } from '../api-keys/key-records.ts';
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { isoSeconds } from '../../state/clock.ts';
import { contractMs } from '../../contract/durations.ts';
import { instant, pastEnd, span } from '../../state/instant-texts.ts';
import { stillThere } from '../grantor-exists.ts';
import { withinLeeway } from '../leeway.ts';
import { isActive } from './client-authentication.ts';
import { familyMark } from './token-families.ts';
import type { KeyRecord } from '../api-keys/key-records.ts';
import type { TokenRecord } from './token-records.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call, Refusal } from '../../request/call.ts';

/** A good token, and the key that acquired it, whose role and addresses it inherits. */
export interface LiveToken {
  readonly record: TokenRecord;
  readonly key?: KeyRecord | undefined;
}

const graces = new WeakMap<TokenCredential, number>();

/** Milliseconds that tokens go on after their key ended; none where the contract is silent. */
function grace(credential: TokenCredential): number {
  let ms = graces.get(credential);
  if (ms === undefined) {
    ms = credential.dies_with_key === undefined ? 0 : contractMs(credential.dies_with_key);
    graces.set(credential, ms);
  }
  return ms;
}

/** @param expiresAt epoch seconds */
export function expired({ now }: Call, credential: string, expiresAt: number): Refusal {
  return refuse('expired_token', 'the token must not have expired', `#/x-credentials/${credential}/lifetime`, {
    ...pastEnd('the token', expiresAt * 1000, now),
    facts: { 'failure.expired_at': isoSeconds(expiresAt * 1000) },
  });
}

const revoked = (credential: string, rule: string, got: string): Refusal =>
  refuse('revoked_token', rule, `#/x-credentials/${credential}`, { got });

function judgeKey(
  call: Call,
  credential: TokenCredential,
  record: TokenRecord,
  key: KeyRecord | undefined,
): LiveToken | Refusal {
  // A regenerated key is still active, and a blocked one that was unblocked is again: their tokens live on.
  if (key === undefined || (key.status !== 'active' && !withinLeeway(call.now, key.ended_at ?? 0, grace(credential)))) {
    const got =
      key === undefined
        ? 'a token of a key that is gone'
        : `a token of a key that was ${key.status} at ${instant(key.ended_at ?? 0)}, ${span(call.now - (key.ended_at ?? 0))} ago`;
    return revoked(record.credential, 'the key that acquired the token must not be blocked or deleted', got);
  }
  return { record, key };
}

function judgeOrigin(call: Call, credential: TokenCredential, record: TokenRecord): Awaitable<LiveToken | Refusal> {
  if (record.key_credential === null) {
    return isActive(call.world, { id: record.client, keyCredential: null })
      ? { record }
      : revoked(record.credential, 'the client of the token must be active', 'a token of a client that is inactive');
  }
  return chain(findKey(call.world, record.key_credential, record.client), (key) =>
    judgeKey(call, credential, record, key),
  );
}

/** @returns the token with its key, or why it is dead */
export function judgeToken(
  call: Call,
  credential: TokenCredential,
  record: TokenRecord,
): Awaitable<LiveToken | Refusal> {
  if (call.now >= record.expires_at * 1000) return expired(call, record.credential, record.expires_at);
  if (record.revoked || record.used)
    return revoked(
      record.credential,
      'the token must not have been revoked',
      record.revoked ? 'a token that was revoked' : 'a token that was used',
    );
  if (record.key_credential === null && !stillThere(call.world, record))
    return revoked(
      record.credential,
      'the client and the person behind the token must not have been deleted',
      'a token of a client or person that was deleted',
    );
  if (record.family === null) return judgeOrigin(call, credential, record);
  return chain(familyMark(call.world, record.family), (mark) =>
    mark === undefined
      ? judgeOrigin(call, credential, record)
      : revoked(
          record.credential,
          'the authorization behind the token must not have been revoked',
          'a token of an authorization that was revoked',
        ),
  );
}
