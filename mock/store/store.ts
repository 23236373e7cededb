import type { Awaitable } from '../awaitable.ts';

/** Values are plain, JSON-able and never changed in place: a store may hand out the very object it was given. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value | undefined };

export interface SetOptions {
  /** Epoch milliseconds on the sandbox's clock from which the entry no longer exists. */
  readonly expiresAt?: number;
  /** Only if no live entry has this key. */
  readonly ifAbsent?: boolean;
}

export interface Counter {
  readonly value: number;
  /** Epoch milliseconds at which the count starts again. */
  readonly expiresAt: number | undefined;
}

/** What {@link Store.swap} is to put in place, and what it is to answer. */
export interface Change<T, R> {
  /** The new value; `undefined` leaves the entry as it is. Without a new `expiresAt` the old one stays. */
  readonly value?: T;
  readonly expiresAt?: number;
  readonly result: R;
}

/**
 * All state of one world. The verbs are the races of authentication, and each is atomic: two callers, in one process
 * or in several, never both win.
 *
 * Expiry is data, compared with the sandbox's clock at every call: an entry is live while `now < expiresAt`.
 */
export interface Store {
  get<T extends Value>(key: string): Awaitable<T | undefined>;
  /** @returns whether it was set; only `ifAbsent` can make it `false`. */
  set<T extends Value>(key: string, value: T, options?: SetOptions): Awaitable<boolean>;
  /** Reads and removes, so that of many callers exactly one gets the value: single-use codes, tokens, nonces. */
  take<T extends Value>(key: string): Awaitable<T | undefined>;
  /** Adds `by` to a counter; an absent or expired one starts from 0 and takes `expiresAt`: attempts and limits. */
  incr(key: string, by: number, expiresAt?: number): Awaitable<Counter>;
  /**
   * Replaces an entry by what `change` makes of it, if nobody replaced it meanwhile; else `change` is called again with
   * the newer value. `change` must be pure: rotation, sliding sessions, token buckets.
   */
  swap<T extends Value, R>(key: string, change: (current: T | undefined) => Change<T, R>): Awaitable<R>;
  /** Removes every entry whose key starts with `prefix`; all of them for the empty prefix. */
  clear(prefix: string): Awaitable<void>;
}

/** Where worlds keep their state: one per server. */
export interface StoreBackend {
  /** The state of one world, apart from every other. `now` is the world's clock, in epoch milliseconds. */
  open(world: string, now: () => number): Store;
  close(): Promise<void>;
}
