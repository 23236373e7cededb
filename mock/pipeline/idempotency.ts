/**
 * Idempotency keys: the first answer to a key is given again to the same request, a different request with the key is
 * refused, and so is one that comes while the first is still being answered. Refusals are not remembered.
 */
import type { Awaitable } from '../state/awaitable.ts';
import { digest } from '../auth/secret-digest.ts';
import { refuse } from '../request/call.ts';
import type { Call, Refusal } from '../request/call.ts';
import { contractMs } from '../contract/durations.ts';
import { instant, span } from '../state/instant-texts.ts';

export type RememberedAnswer = { readonly status: number; readonly body: string; readonly location: string | null };

type Entry = {
  readonly request: string;
  readonly answer: RememberedAnswer | null;
  /** Epoch milliseconds at which the key was first used. */
  readonly since: number;
};

export type Claim =
  /** The request carries no key. */
  | { readonly state: 'free' }
  /** First of its key: to be settled once answered. */
  | { readonly state: 'claimed'; readonly key: string }
  | { readonly state: 'replay'; readonly answer: RememberedAnswer }
  | { readonly state: 'refused'; readonly refusal: Refusal };

/** How long a request that never ended blocks its key. */
const CLAIM_MS = 60_000;

const FREE: Claim = { state: 'free' };

export function claim(call: Call): Awaitable<Claim> {
  const parameter = call.operation.idempotency;
  const given = parameter && call.request.headers[parameter.name.toLowerCase()];
  if (parameter === undefined || typeof given !== 'string' || given === '') return FREE;
  const { world, request, operation, identification, now } = call;
  const caller =
    identification.state === 'good' ? `${identification.caller.credential}:${identification.caller.id}` : '';
  const key = `idem:${call.tenant ?? ''}:${caller}:${operation.id}:${digest(given)}`;
  const fingerprint = digest(
    `${request.method} ${request.path}?${request.queryString}\n${request.rawBody?.toString('base64') ?? ''}`,
  );
  return world.store.swap<Entry, Claim>(key, (entry) => {
    if (entry === undefined)
      return {
        value: { request: fingerprint, answer: null, since: now },
        expiresAt: now + CLAIM_MS,
        result: { state: 'claimed', key },
      };
    if (entry.request !== fingerprint)
      return {
        result: {
          state: 'refused',
          refusal: refuse('idempotency_mismatch', 'an idempotency key must stand for one request', parameter.pointer, {
            expected: `the request that used the key first, at ${instant(entry.since)}`,
            got: `another request, ${span(now - entry.since)} later`,
          }),
        },
      };
    if (entry.answer === null)
      return {
        result: {
          state: 'refused',
          refusal: refuse(
            'idempotency_in_flight',
            'the first request with this key must be answered first',
            parameter.pointer,
            {
              expected: 'a repetition after the first answer',
              got: `a repetition ${span(now - entry.since)} after the first request, at ${instant(entry.since)}`,
            },
          ),
        },
      };
    return { result: { state: 'replay', answer: entry.answer } };
  });
}

/** Remembers the answer, or with none (a refusal) frees the key. */
export function settle(call: Call, key: string, answer: RememberedAnswer | undefined): Awaitable<unknown> {
  const { store } = call.world;
  if (answer === undefined) return store.take(key);
  const expiresAt = call.now + contractMs(call.operation.idempotency!.idempotency!.remember);
  return store.swap<Entry, boolean>(key, (entry) =>
    entry === undefined ? { result: false } : { value: { ...entry, answer }, expiresAt, result: true },
  );
}
