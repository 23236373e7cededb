/** Mutant wrappers that change what a store returns or keeps. */
import { chain } from '../../../mock/state/awaitable.ts';
import type { Awaitable } from '../../../mock/state/awaitable.ts';
import { after } from '../../machine-clock.ts';
import type { Seams } from '../../../mock/pipeline/seams.ts';
import type { Change, SetOptions, Store, Value } from '../../../mock/state/stores/store.ts';

type Wrap = (store: Store) => Store;

/** Stands for the entries of tokens, whose keys are digests without anything before them. */
export const TOKENS_KEPT = '<token>';

export const isToken = (key: string): boolean => /^[\w-]{43}$/.test(key);

const below = (prefix: string, key: string): boolean =>
  prefix === TOKENS_KEPT ? isToken(key) : key.startsWith(prefix);

/** Anyone who reads a record below `prefix` sees what `change` makes of it; undefined hides it. */
export function seeing<T extends Value>(prefix: string, change: (record: T) => T | undefined): Wrap {
  return (store) => {
    const seen = <V extends Value>(key: string, value: V | undefined): V | undefined =>
      value !== undefined && below(prefix, key) ? (change(value as unknown as T) as unknown as V | undefined) : value;
    return {
      ...store,
      get: <V extends Value>(key: string) => chain(store.get<V>(key), (value) => seen(key, value)),
      take: <V extends Value>(key: string) => chain(store.take<V>(key), (value) => seen(key, value)),
      swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
        store.swap<V, R>(key, (current) => next(seen(key, current))),
    };
  };
}

/** What is written below `prefix` is `change` of it; undefined writes nothing. */
export function keeping<T extends Value>(
  prefix: string,
  change: (record: T, options: SetOptions) => readonly [T, SetOptions] | undefined,
): Wrap {
  return (store) => ({
    ...store,
    set(key, value, options = {}) {
      if (!below(prefix, key)) return store.set(key, value, options);
      const kept = change(value as unknown as T, options);
      return kept === undefined ? true : store.set(key, ...kept);
    },
  });
}

/** Nothing is set below `prefix`. */
export const forgetting = (prefix: string): Wrap => keeping(prefix, () => undefined);

/** What is taken below `prefix` stays. */
export function notTaking(prefix: string): Wrap {
  return (store) => ({
    ...store,
    take: <V extends Value>(key: string) => (below(prefix, key) ? store.get<V>(key) : store.take<V>(key)),
  });
}

/** Entries below `prefix` stand under other keys. */
export function rekeyed(prefix: string, rename: (key: string) => string): Wrap {
  const name = (key: string): string => (below(prefix, key) ? rename(key) : key);
  return (store) => ({
    ...store,
    get: <V extends Value>(key: string) => store.get<V>(name(key)),
    set: (key, value, options) => store.set(name(key), value, options),
    take: <V extends Value>(key: string) => store.take<V>(name(key)),
    incr: (key, by, lastsMs) => store.incr(name(key), by, lastsMs),
    incrWithin: (counts) => store.incrWithin(counts.map((count) => ({ ...count, key: name(count.key) }))),
    swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
      store.swap<V, R>(name(key), next),
  });
}

/**
 * Turns of the event loop, a millisecond or more each: long enough for a twin that was sent at the same time to arrive.
 * Turns and not one wait of as many milliseconds, since a busy machine may stand still that long before it reads on.
 */
const MOMENT_TURNS = 20;

async function aMoment(): Promise<void> {
  for (let turn = 0; turn < MOMENT_TURNS; turn++) await new Promise<void>((resolve) => void after(1, resolve));
}

/** Read first, written a moment later: of two callers at once both win. */
export function racing(prefix: string): Wrap {
  return (store) => ({
    ...store,
    take: <V extends Value>(key: string): Awaitable<V | undefined> =>
      below(prefix, key)
        ? chain(store.get<V>(key), async (value) => (await aMoment(), await store.take<V>(key), value))
        : store.take<V>(key),
    swap<V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>): Awaitable<R> {
      if (!below(prefix, key)) return store.swap<V, R>(key, next);
      return chain(store.get<V>(key), async (value) => {
        await aMoment();
        return store.swap<V, R>(key, () => next(value));
      });
    },
  });
}

export const inStore = (...wraps: readonly Wrap[]): Seams => ({
  store: (store) => wraps.reduce((inner, wrap) => wrap(inner), store),
});
