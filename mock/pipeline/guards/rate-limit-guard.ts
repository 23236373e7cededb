/**
 * The `rate_limit` guard: counts every request, refused ones too, and refuses over quota.
 *
 * @see [RFC 6585 §4](https://www.rfc-editor.org/rfc/rfc6585#section-4)
 */
import type { RateLimit } from '../../../specs/generated/vocabulary.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import type { Call, Quota, Refusal } from '../../request/call.ts';
import { contractMs } from '../../contract/durations.ts';
import { instant, span } from '../../state/instant-texts.ts';
import { QUOTA_KEYS } from '../../sandboxes/quotas-anew.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import { namedTenant } from './identifier-guard.ts';

/** A count of requests, and whether this one is within the limit. */
interface Tally {
  readonly admitted: boolean;
  readonly remaining: number;
  readonly resetAt: number;
}

/** @param leewayMs what calls may arrive closer together than they were sent; sliding windows alone have any */
type Algorithm = (call: Call, key: string, limit: number, windowMs: number, leewayMs: number) => Awaitable<Tally>;

/**
 * When a request counts: not when it came, since the clock may have been moved meanwhile, and the store calls ended what
 * is over now. Another process may know of a later time than this one: what it counted by then stays counted.
 *
 * What a caller is told of the window's end is told from when its request came: a window that starts with it is a whole
 * one, though it is counted a moment later.
 *
 * @param latest the latest instant that the window holds
 */
const countedAt = ({ world }: Call, latest = 0): number => Math.max(world.clock.now(), latest);

const fixedWindow: Algorithm = ({ world, now }, key, limit, windowMs) =>
  chain(world.store.incr(key, 1, windowMs), ({ value, expiresAt }) => ({
    admitted: value <= limit,
    remaining: Math.max(0, limit - value),
    resetAt: Math.min(expiresAt ?? Infinity, now + windowMs),
  }));

/** A refused request is not put down: it does not make the wait longer. */
const slidingWindow: Algorithm = (call, key, limit, windowMs, leewayMs) =>
  call.world.store.swap<readonly number[], Tally>(key, (times = []) => {
    const now = countedAt(call, times.at(-1));
    const recent = times.filter((time) => time > now - windowMs + leewayMs);
    const admitted = recent.length < limit;
    const kept = admitted ? [...recent, now] : recent;
    return {
      value: kept,
      expiresAt: now + windowMs,
      result: {
        admitted,
        remaining: Math.max(0, limit - kept.length),
        resetAt: Math.min(kept[0] ?? Infinity, call.now) + windowMs,
      },
    };
  });

type Bucket = { readonly tokens: number; readonly at: number };

const tokenBucket: Algorithm = (call, key, limit, windowMs) =>
  call.world.store.swap<Bucket, Tally>(key, (found) => {
    const now = countedAt(call, found?.at);
    const bucket = found ?? { tokens: limit, at: now };
    const perToken = limit === 0 ? windowMs : windowMs / limit;
    const tokens = Math.min(limit, bucket.tokens + (now - bucket.at) / perToken);
    const admitted = tokens >= 1;
    const left = admitted ? tokens - 1 : tokens;
    const missing = 1 - (left - Math.floor(left));
    return {
      value: { tokens: left, at: now },
      expiresAt: now + windowMs,
      result: { admitted, remaining: Math.floor(left), resetAt: call.now + missing * perToken },
    };
  });

const ALGORITHMS: Readonly<Record<RateLimit['algorithm'], Algorithm>> = {
  fixed_window: fixedWindow,
  sliding_window: slidingWindow,
  token_bucket: tokenBucket,
};

const windows = new Map<string, number>();

function millisecondsOf(duration: string): number {
  let ms = windows.get(duration);
  if (ms === undefined) windows.set(duration, (ms = contractMs(duration)));
  return ms;
}

/** Of a window that was set to something short, at most half. */
const leewayMs = ({ leeway }: RateLimit, span: number): number =>
  leeway === undefined ? 0 : Math.min(millisecondsOf(leeway), span / 2);

/** The figures in force: what the control plane set, else the price plan's, else the class's own. */
export function quotaFigures(
  { settings, contract }: World,
  name: string,
  rule: RateLimit,
): { limit: number | null; windowMs: number } {
  const set = settings.rate_limits[name];
  if (set) return { limit: set.limit, windowMs: set.window_seconds * 1000 };
  const inForce = settings.plan ?? contract.seed.plan;
  const figures = (inForce === undefined ? undefined : rule.plans?.[inForce]) ?? rule;
  return { limit: figures.limit, windowMs: millisecondsOf(figures.window) };
}

function quotaKey(call: Call, name: string, rule: RateLimit): string {
  const { identification, request } = call;
  const caller = identification.state === 'good' ? identification.caller : undefined;
  let key = `${QUOTA_KEYS}${name}`;
  for (const part of rule.key) {
    const who =
      part === 'tenant'
        ? (namedTenant(call) ?? caller?.tenant)
        : part === 'credential'
          ? caller && `${caller.credential}:${caller.id}`
          : undefined;
    key += who === undefined ? `|@${request.address}` : `|${who}`;
  }
  return key;
}

export function rateLimitGuard(call: Call): Awaitable<Refusal | undefined> {
  const name = call.operation.rateLimit;
  const rule = name === undefined ? undefined : call.world.contract.rateLimits.get(name);
  if (name === undefined || rule === undefined) return undefined;
  const { limit, windowMs } = quotaFigures(call.world, name, rule);
  if (limit === null) return undefined;
  return chain(
    ALGORITHMS[rule.algorithm](call, quotaKey(call, name, rule), limit, windowMs, leewayMs(rule, windowMs)),
    ({ admitted, remaining, resetAt }) => {
      const quota: Quota = { class: name, type: rule.type ?? name, limit, remaining, resetAt };
      call.quota = quota;
      return admitted
        ? undefined
        : refuse(
            'rate_limited',
            'the requests of a window must not be more than its quota',
            `#/x-rate-limits/${name}`,
            {
              expected: `at most ${limit} ${limit === 1 ? 'request' : 'requests'} per ${windowMs / 1000} s`,
              got: `one more; the next is free at ${instant(resetAt)}, in ${span(resetAt - call.now)}`,
            },
          );
    },
  );
}
