/**
 * Where a quota stands, in the facts that headers tell it by (`X-RateLimit-…`, `RateLimit`), and how long a refused client
 * waits (`Retry-After`).
 *
 * @see [RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)
 * @see [RateLimit header fields for HTTP](https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers)
 */
import type { Fact } from '../contract/fill-values.ts';
import type { Call, QuotaWindow } from '../request/call.ts';
import { isoSeconds } from '../state/clock.ts';
import type { Value } from '../state/stores/store.ts';

const secondsUntil = (call: Call, instant: number): number => Math.max(0, Math.ceil((instant - call.now) / 1000));

const SECOND = 1000;

/** Until that second is over, a client that reckons in seconds is too early. */
const wholeSecond = (instant: number): number => Math.ceil(instant / SECOND) * SECOND;

/** A text of a structured field (RFC 9651 §3.3.3). */
const quoted = (text: string): string => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;

/** A list of structured fields: one item for each window. */
const listed = (
  { quota }: Call,
  parameters: (window: QuotaWindow) => readonly (readonly [name: string, value: number])[],
): string | undefined =>
  quota?.windows
    .map(
      (window) =>
        quoted(window.type) +
        parameters(window)
          .map(([name, value]) => `;${name}=${value}`)
          .join(''),
    )
    .join(', ');

/** Facts of any answer to a caller who has a quota. */
export const QUOTA: Partial<Readonly<Record<Fact, (call: Call) => Value | undefined>>> = {
  'rate.limit': ({ quota }) => quota?.limit,
  'rate.remaining': ({ quota }) => quota?.remaining,
  'rate.reset_epoch': (call) => call.quota && Math.floor(call.now / 1000) + secondsUntil(call, call.quota.resetAt),
  'rate.reset_after': (call) => call.quota && secondsUntil(call, call.quota.resetAt),
  'rate.reset_epoch_ms': ({ quota }) => quota && Math.ceil(quota.resetAt),
  'rate.reset_after_ms': ({ quota, now }) => quota && Math.max(0, Math.ceil(quota.resetAt - now)),
  'rate.reset_iso': ({ quota }) => quota && isoSeconds(wholeSecond(quota.resetAt)),
  'rate.service_limits': (call) =>
    listed(call, ({ remaining, resetAt }) => [
      ['r', remaining],
      ['t', secondsUntil(call, resetAt)],
    ]),
  'rate.policies': (call) =>
    listed(call, ({ limit, windowMs }) => [
      ['q', limit],
      ['w', Math.max(1, Math.ceil(windowMs / SECOND))],
    ]),
};

/** A refused client is told to wait at least a second: 0 would invite it straight back. */
export const RATE_LIMITED: Partial<Readonly<Record<Fact, (call: Call) => Value | undefined>>> = {
  'rate.retry_after': (call) => call.quota && Math.max(1, secondsUntil(call, call.quota.resetAt)),
  'rate.retry_date': ({ quota, now }) =>
    quota && new Date(Math.max(wholeSecond(quota.resetAt), wholeSecond(now + 1))).toUTCString(),
  'rate.type': ({ quota }) => quota?.type,
};
