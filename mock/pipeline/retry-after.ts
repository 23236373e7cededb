/**
 * What an answer tells of the caller's quota: limit, remaining, reset, and how long a refused client waits
 * (`Retry-After`).
 *
 * @see [RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
 */
import type { Fact } from '../contract/fill-values.ts';
import type { Call } from '../request/call.ts';
import type { Value } from '../state/stores/store.ts';

const secondsUntil = (call: Call, instant: number): number => Math.max(0, Math.ceil((instant - call.now) / 1000));

/** Facts of any answer to a caller who has a quota. */
export const QUOTA: Partial<Readonly<Record<Fact, (call: Call) => Value | undefined>>> = {
  'rate.limit': ({ quota }) => quota?.limit,
  'rate.remaining': ({ quota }) => quota?.remaining,
  'rate.reset_epoch': (call) => call.quota && Math.floor(call.now / 1000) + secondsUntil(call, call.quota.resetAt),
  'rate.reset_after': (call) => call.quota && secondsUntil(call, call.quota.resetAt),
};

/** A refused client is told to wait at least a second: 0 would invite it straight back. */
export const RATE_LIMITED: Partial<Readonly<Record<Fact, (call: Call) => Value | undefined>>> = {
  'rate.retry_after': (call) => call.quota && Math.max(1, secondsUntil(call, call.quota.resetAt)),
  'rate.type': ({ quota }) => quota?.type,
};
