/**
 * How many tokens of a tenant are alive, counted exactly where a contract has a ceiling (`max_live`).
 *
 * Kept as counts by the second in which tokens end: places free themselves as the clock moves, and one atomic swap
 * both counts and takes a place.
 */
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

/** Epoch second at which tokens end, and how many do. */
type Ending = readonly [second: number, count: number];

const liveKey = (credential: string, tenant: string): string => `live:${credential}:${tenant}`;

function add(endings: readonly Ending[], second: number, count: number): readonly Ending[] {
  const present = endings.some(([at]) => at === second);
  const changed = present
    ? endings.map(([at, n]): Ending => (at === second ? [at, n + count] : [at, n]))
    : [...endings, [second, count] as const];
  return changed.filter(([, n]) => n > 0);
}

const lastSecond = (endings: readonly Ending[]): number =>
  endings.reduce((last, [second]) => Math.max(last, second), 0);

/**
 * Takes a place for a token that ends at `expiresAt` (epoch seconds). @returns 0, or the epoch second at which the next
 * place is free
 */
export function takePlace(
  call: Call,
  credential: string,
  tenant: string,
  ceiling: number,
  expiresAt: number,
): Awaitable<number> {
  return call.world.store.swap<readonly Ending[], number>(liveKey(credential, tenant), (endings = []) => {
    const live = endings.filter(([second]) => call.now < second * 1000);
    const taken = live.reduce((sum, [, count]) => sum + count, 0);
    if (taken >= ceiling) return { result: Math.min(...live.map(([second]) => second)) };
    const value = add(live, expiresAt, 1);
    return { value, expiresAt: lastSecond(value) * 1000, result: 0 };
  });
}

/** Gives back the place of a token that was revoked before its end. */
export function freePlace(call: Call, credential: string, tenant: string, expiresAt: number): Awaitable<boolean> {
  return call.world.store.swap<readonly Ending[], boolean>(liveKey(credential, tenant), (endings) => {
    if (endings === undefined) return { result: false };
    const value = add(endings, expiresAt, -1);
    return { value, expiresAt: lastSecond(endings) * 1000, result: true };
  });
}
