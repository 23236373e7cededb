/**
 * HMAC request signatures, by the recipe of the contract.
 *
 * @see [RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)
 */
import { timingSafeEqual } from 'node:crypto';
import type { HmacCredential } from '../../../specs/generated/vocabulary.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';
import { contractMs } from '../../contract/durations.ts';
import { clockNote, span } from '../../state/instant-texts.ts';
import { explainMismatch } from './signature-explanation.ts';
import { expectedSignature } from './signature-algorithm.ts';
import type { SignatureParts } from './signed-message.ts';
import { digest } from '../secret-digest.ts';
import { findKey } from '../api-keys/key-records.ts';
import type { KeyRecord } from '../api-keys/key-records.ts';

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

interface Limits {
  readonly windowSeconds: number;
  readonly futureSeconds: number;
}

const limits = new WeakMap<HmacCredential, Limits>();

function limitsOf(credential: HmacCredential): Limits {
  let found = limits.get(credential);
  if (found === undefined) {
    found = {
      windowSeconds: contractMs(credential.window) / 1000,
      futureSeconds: contractMs(credential.future ?? 'PT5M') / 1000,
    };
    limits.set(credential, found);
  }
  return found;
}

// A timestamp stands for the whole second in which it was made, so ages are counted in whole seconds.
function timestampRefusal(
  call: Call,
  credential: HmacCredential,
  { credential: name, timestamp, pointer }: SignatureParts,
): Refusal | undefined {
  if (timestamp === undefined || !/^\d{1,15}$/.test(timestamp)) {
    return refuse('malformed_credentials', 'the timestamp must be whole epoch seconds', pointer, {
      expected: 'digits',
      got: timestamp === undefined ? 'nothing' : `${timestamp.length} characters that are not 1 to 15 digits`,
    });
  }
  const { windowSeconds, futureSeconds } = limitsOf(credential);
  const clock = Math.floor(call.now / 1000);
  const age = clock - Number(timestamp);
  if (age > windowSeconds) {
    return refuse(
      'stale_timestamp',
      'the timestamp must not be older than the window',
      `#/x-credentials/${name}/window`,
      {
        expected: `${clock - windowSeconds} or later`,
        got: `${timestamp}, ${age} s old, which is ${span((age - windowSeconds) * 1000)} too old${clockNote(call.world.clock)}`,
      },
    );
  }
  if (-age > futureSeconds) {
    const hint = timestamp.length === 13 ? '; it looks like milliseconds' : '';
    return refuse(
      'future_timestamp',
      'the timestamp must not be too far ahead of the clock',
      `#/x-credentials/${name}/${credential.future === undefined ? 'window' : 'future'}`,
      {
        expected: `${clock + futureSeconds} or earlier`,
        got: `${timestamp}, ${-age} s ahead, which is ${span((-age - futureSeconds) * 1000)} too far${hint}${clockNote(call.world.clock)}`,
      },
    );
  }
  return undefined;
}

/** Marks the nonce, or the signature, as used until its timestamp leaves the window. */
function replayRefusal(
  { world }: Call,
  credential: HmacCredential,
  parts: SignatureParts,
): Awaitable<Refusal | undefined> {
  const { credential: name, id, nonce, signature, timestamp } = parts;
  const mode = (world.settings.hardened ? credential.hardened?.replay : undefined) ?? credential.replay ?? 'allow';
  if (mode === 'allow') return undefined;
  const once = credential.message.includes('nonce') ? 'nonce' : 'signature';
  const key = `sig:${name}:${digest(JSON.stringify([id, once === 'nonce' ? nonce : signature]))}`;
  const expiresAt = (Number(timestamp) + limitsOf(credential).windowSeconds + 1) * 1000;
  return chain(world.store.set(key, 1, { expiresAt, ifAbsent: true }), (fresh) =>
    fresh
      ? undefined
      : refuse(
          'replayed_signature',
          `a ${once} must not be used twice inside the window`,
          `#/x-credentials/${name}/replay`,
          { expected: `a new ${once}`, got: 'one that was used before' },
        ),
  );
}

/**
 * Checks the timestamp's window, then the signature with the secret of the key that the id names, then replay.
 * A blocked key is told only to anyone who holds its secret.
 */
export function verifySignature(
  call: Call,
  credential: HmacCredential,
  parts: SignatureParts,
): Awaitable<Refusal | { readonly key: KeyRecord }> {
  const refusal = timestampRefusal(call, credential, parts);
  if (refusal) return refusal;
  const { credential: name, pointer, id, nonce, signature } = parts;
  if (nonce === undefined && credential.message.includes('nonce')) {
    return refuse(
      'malformed_credentials',
      'the nonce must be sent, because it is part of the signed message',
      pointer,
      { expected: 'a nonce', got: 'nothing' },
    );
  }
  return chain(findKey(call.world, name, id), (key): Awaitable<Refusal | { readonly key: KeyRecord }> => {
    if (key === undefined || key.status === 'deleted')
      return refuse('invalid_credentials', 'the id must be that of a signing key', pointer, {
        expected: `a key of ${name}`,
        got: 'an unknown id',
      });
    const expected = expectedSignature(credential, key.secret, call, parts);
    if (!sameText(expected, signature)) {
      const { rule, ...details } = explainMismatch(call, credential, parts, expected);
      return refuse('invalid_signature', rule, `#/x-credentials/${name}/message`, details);
    }
    if (key.status === 'blocked')
      return refuse('blocked_key', 'the key must not be blocked', pointer, { got: `${key.id}, blocked` });
    return chain(replayRefusal(call, credential, parts), (replayed) => replayed ?? { key });
  });
}
