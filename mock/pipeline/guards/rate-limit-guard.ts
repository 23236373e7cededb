/**
 * The `rate_limit` guard: counts every request, refused ones too, and refuses over quota.
 *
 * @see [RFC 6585 §4](https://www.rfc-editor.org/rfc/rfc6585#section-4)
 */
import type { RateLimit } from '../../../specs/generated/vocabulary.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import type { Call, QuotaWindow, Refusal, Tally } from '../../request/call.ts';
import type { Count, Counter, Seen, Value, WithinLimits } from '../../state/stores/store.ts';
import { instant, span } from '../../state/instant-texts.ts';
import { credentialOf, quotaKey, windowKey, windowsInForce } from '../../sandboxes/quota-windows.ts';
import type { Bucket, Window } from '../../sandboxes/quota-windows.ts';
import { takePlace } from '../requests-in-flight.ts';
import { namedTenant } from './identifier-guard.ts';

/** Counts a request in every window, or where one is full in none. @returns one tally for each window */
type Algorithm = (call: Call, key: string, windows: readonly Window[]) => Awaitable<readonly Tally[]>;

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

const tallyOf = ({ now }: Call, { limit, windowMs }: Window, { value, expiresAt }: Counter): Tally => ({
  admitted: value <= limit,
  remaining: Math.max(0, limit - value),
  resetAt: Math.min(expiresAt ?? Infinity, now + windowMs),
});

const talliesOf = (call: Call, windows: readonly Window[], { within, counters }: WithinLimits): readonly Tally[] =>
  counters.map((counter, i) => ({
    ...tallyOf(call, windows[i]!, counter),
    admitted: within || counter.value < windows[i]!.limit,
  }));

const countsOf = (key: string, windows: readonly Window[]): readonly Count[] =>
  windows.map(({ limit, windowMs }, i) => ({ key: windowKey(key, i), limit, lastsMs: windowMs }));

const fixedWindow: Algorithm = (call, key, windows) => {
  const { store } = call.world;
  const [first] = windows;
  return windows.length === 1
    ? chain(store.incr(key, 1, first!.windowMs), (counter) => [tallyOf(call, first!, counter)])
    : chain(store.incrWithin(countsOf(key, windows)), (within) => talliesOf(call, windows, within));
};

/** What a window holds of earlier requests, what it holds with this one, and its tally in either case. */
interface Counted<T> {
  readonly admitted: boolean;
  readonly taken: T;
  readonly left: T;
  tally(kept: T): Tally;
}

type CountIn<T> = (call: Call, held: T | undefined, now: number, window: Window) => Counted<T>;

/** The instants of the requests in the window. */
const countTimes: CountIn<readonly number[]> = ({ now: came }, times = [], now, { limit, windowMs, leewayMs }) => {
  const recent = times.filter((time) => time > now - windowMs + leewayMs);
  const admitted = recent.length < limit;
  return {
    admitted,
    taken: [...recent, now],
    left: recent,
    tally: (kept) => ({
      admitted,
      remaining: Math.max(0, limit - kept.length),
      resetAt: Math.min(kept[0] ?? Infinity, came) + windowMs,
    }),
  };
};

const countTokens: CountIn<Bucket> = ({ now: came }, held, now, { limit, windowMs }) => {
  const bucket = held ?? { tokens: limit, at: now };
  const perToken = limit === 0 ? windowMs : windowMs / limit;
  const tokens = Math.min(limit, bucket.tokens + (now - bucket.at) / perToken);
  const admitted = tokens >= 1;
  return {
    admitted,
    taken: { tokens: tokens - 1, at: now },
    left: { tokens, at: now },
    tally(kept) {
      const missing = 1 - (kept.tokens - Math.floor(kept.tokens));
      return { admitted, remaining: Math.floor(kept.tokens), resetAt: came + missing * perToken };
    },
  };
};

/**
 * One entry of the store for all windows of a class, so that they change together. A refused request is not put down: it
 * does not make the wait longer.
 */
const counting =
  <T extends Value>(latest: (held: T) => number | undefined, count: CountIn<T>): Algorithm =>
  (call, key, windows) => {
    const [first] = windows;
    if (windows.length === 1)
      return call.world.store.swap<T, readonly Tally[]>(key, (held) => {
        const now = countedAt(call, held && latest(held));
        const { admitted, taken, left, tally } = count(call, held, now, first!);
        const value = admitted ? taken : left;
        return { value, expiresAt: now + first!.windowMs, result: [tally(value)] };
      });
    return call.world.store.swap<readonly T[], readonly Tally[]>(key, (held) => {
      const now = Math.max(...windows.map((_, i) => countedAt(call, held?.[i] && latest(held[i]))));
      const counted = windows.map((window, i) => count(call, held?.[i], now, window));
      const admitted = counted.every((one) => one.admitted);
      const value = counted.map(({ taken, left }) => (admitted ? taken : left));
      return {
        value,
        expiresAt: now + Math.max(...windows.map(({ windowMs }) => windowMs)),
        result: counted.map(({ tally }, i) => tally(value[i]!)),
      };
    });
  };

const ALGORITHMS: Readonly<Record<RateLimit['algorithm'], Algorithm>> = {
  fixed_window: fixedWindow,
  sliding_window: counting<readonly number[]>((times) => times.at(-1), countTimes),
  token_bucket: counting<Bucket>(({ at }) => at, countTokens),
};

/** The one that is to be told: of a refusal the full one with the longest wait, else the one with the fewest left. */
function nearest(tallied: readonly (QuotaWindow & Tally)[]): QuotaWindow & Tally {
  const full = tallied.filter(({ admitted }) => !admitted);
  return full.length > 0
    ? full.reduce((one, other) => (other.resetAt > one.resetAt ? other : one))
    : tallied.reduce((one, other) => (other.remaining <= one.remaining ? other : one));
}

function keyFor(call: Call, name: string, rule: RateLimit): string {
  const { identification, request } = call;
  const caller = identification.state === 'good' ? identification.caller : undefined;
  // Looked for only where the class counts by it: this is done for every request.
  return quotaKey(name, rule, {
    tenant: rule.key.includes('tenant') ? (namedTenant(call) ?? caller?.tenant) : undefined,
    credential: caller && rule.key.includes('credential') ? credentialOf(caller.credential, caller.id) : undefined,
    address: request.address,
  });
}

/** What the full window lets in, and when the next request is. */
function fullWindow(call: Call, name: string, { limit, windowMs, resetAt }: QuotaWindow, of = ''): Refusal {
  return refuse('rate_limited', 'the requests of a window must not be more than its quota', `#/x-rate-limits/${name}`, {
    expected: `at most ${limit} ${limit === 1 ? 'request' : 'requests'}${of} per ${windowMs / 1000} s`,
    got: `one more; the next is free at ${instant(resetAt)}, in ${span(resetAt - call.now)}`,
  });
}

/** Field by field: spreading two objects into a third is dearer than all else that is done for a quota. */
function talliedWindow(
  this: readonly Window[],
  { admitted, remaining, resetAt }: Tally,
  i: number,
): QuotaWindow & Tally {
  const { type, limit, windowMs } = this[i]!;
  return { type, limit, windowMs, admitted, remaining, resetAt };
}

/**
 * Counts a request whose caller is who this process last saw, before the guard judges it, in one round with a look at
 * whether the caller still is. The guard then finds it counted. Windows that are counted from what they held before take a
 * round of their own, and are left to the guard.
 *
 * @returns whether the entries are as they were seen; if not, nothing was counted
 */
export function countWhile(call: Call, seen: readonly Seen[]): Promise<boolean> {
  const { operation, world } = call;
  const lastSeen = world.store.lastSeen!;
  const name = operation.rateLimit;
  const rule = name === undefined ? undefined : world.contract.rateLimits.get(name);
  if (name === undefined || rule?.algorithm !== 'fixed_window') return lastSeen.still(seen);
  const windows = windowsInForce(world, name, rule);
  const [first] = windows;
  if (first === undefined) return lastSeen.still(seen);
  const key = keyFor(call, name, rule);
  const counted = (tallies: readonly Tally[] | undefined): boolean => {
    if (tallies !== undefined) call.counted = { windows, tallies };
    return tallies !== undefined;
  };
  return windows.length === 1
    ? lastSeen
        .incrWhile(seen, key, 1, first.windowMs)
        .then((counter) => counted(counter && [tallyOf(call, first, counter)]))
    : lastSeen
        .incrWithinWhile(seen, countsOf(key, windows))
        .then((within) => counted(within && talliesOf(call, windows, within)));
}

export function rateLimitGuard(call: Call): Awaitable<Refusal | undefined> {
  const name = call.operation.rateLimit;
  const rule = name === undefined ? undefined : call.world.contract.rateLimits.get(name);
  if (name === undefined || rule === undefined) return undefined;
  const { counted } = call;
  const inForce = counted?.windows ?? windowsInForce(call.world, name, rule);
  const most = rule.in_flight;
  if (inForce.length === 0 && most === undefined) return undefined;
  const key = keyFor(call, name, rule);
  const flying = (): Awaitable<Refusal | undefined> =>
    most === undefined ? undefined : takePlace(call, key, name, most, rule.type ?? name);
  if (inForce.length === 0) return flying();
  return chain(
    counted?.tallies ?? ALGORITHMS[rule.algorithm](call, key, inForce),
    (tallies) => judged(call, name, inForce, tallies) ?? flying(),
  );
}

/** Puts down where the quota stands. @returns a refusal if it is used up */
function judged(
  call: Call,
  name: string,
  inForce: readonly Window[],
  tallies: readonly Tally[],
  of?: string,
): Refusal | undefined {
  const tallied = tallies.map(talliedWindow, inForce);
  const told = tallied.length === 1 ? tallied[0]! : nearest(tallied);
  const { type, limit, windowMs, remaining, resetAt } = told;
  call.quota = { type, limit, windowMs, remaining, resetAt, class: name, windows: tallied };
  return told.admitted ? undefined : fullWindow(call, name, told, of);
}

/**
 * Counts what somebody is sent, in a class of its own. Answers tell of the caller's quota; of this one only its refusal
 * does.
 */
export function countRecipient(call: Call, name: string, recipient: string): Awaitable<Refusal | undefined> {
  const rule = call.world.contract.rateLimits.get(name)!;
  const inForce = windowsInForce(call.world, name, rule);
  if (inForce.length === 0) return undefined;
  const key = quotaKey(name, rule, {
    tenant: undefined,
    credential: undefined,
    recipient,
    address: call.request.address,
  });
  const { quota } = call;
  return chain(ALGORITHMS[rule.algorithm](call, key, inForce), (tallies) => {
    const refusal = judged(call, name, inForce, tallies, ' for one address');
    if (refusal === undefined) call.quota = quota;
    return refusal;
  });
}
