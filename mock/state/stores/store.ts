/** The interface of stores: what every place that keeps a sandbox's state can do. */
import type { Awaitable } from '../awaitable.ts';

/** Values are plain, JSON-able and never changed in place: a store may hand out the very object it was given. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value | undefined };

export interface SetOptions {
  /** Epoch milliseconds on the sandbox's clock from which the entry no longer exists. */
  readonly expiresAt?: number;
  /** Only if no live entry has this key. */
  readonly ifAbsent?: boolean;
  /** Counted, but never refused: what the contract has from the start, and what takes a right away. */
  readonly unrefused?: boolean;
}

export interface Counter {
  readonly value: number;
  /** Epoch milliseconds at which the count starts again. */
  readonly expiresAt: number | undefined;
}

/** One of the counters that {@link Store.incrWithin} adds to. */
export interface Count {
  readonly key: string;
  /** The most that it may come to. */
  readonly limit: number;
  /** How long a count lasts that starts now, as in {@link Store.incr}. */
  readonly lastsMs: number;
}

export interface WithinLimits {
  /** Whether each had room. */
  readonly within: boolean;
  /** As they stand afterwards, in the order of the counts; one that has not started is 0. */
  readonly counters: readonly Counter[];
}

/** An entry as this process last saw it, in the store's own writing; an empty text is one that was not there. */
export interface Seen {
  readonly hash: string;
  readonly key: string;
  readonly text: string;
}

/**
 * What a process can do at once by what it last saw of a store far away, and then have looked at in one round with what
 * it wants done: whoever changed an entry meanwhile, nothing is done by what it was before.
 */
export interface LastSeen {
  /**
   * Does work whose {@link Store.get} answers at once with what was last seen, where anything was.
   *
   * @returns what the work gave, and the entries that it is good for
   */
  recalling<T>(work: () => T): { readonly result: T; readonly seen: readonly Seen[] };
  /** Whether entries still are as they were seen. */
  still(seen: readonly Seen[]): Promise<boolean>;
  /** {@link Store.incr} if they are. @returns undefined, and nothing is counted, if they are not */
  incrWhile(seen: readonly Seen[], key: string, by: number, lastsMs: number): Promise<Counter | undefined>;
  /** {@link Store.incrWithin} if they are. */
  incrWithinWhile(seen: readonly Seen[], counts: readonly Count[]): Promise<WithinLimits | undefined>;
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
 *
 * Entries of a kind are counted (`counted-entries.ts`), and there are never more than the bounds have it. Before one more
 * is refused, those go that have ended, or are only remembered.
 */
export interface Store {
  get<T extends Value>(key: string): Awaitable<T | undefined>;
  /** Several at once, in the order of their keys; where it is absent, asking for each costs no more. */
  getMany?<T extends Value>(keys: readonly string[]): Awaitable<(T | undefined)[]>;
  /**
   * @returns whether it was set; only `ifAbsent` can make it `false`
   * @throws BoundReached for a new entry of a kind of which there are as many as there may be; {@link swap} does so too
   */
  set<T extends Value>(key: string, value: T, options?: SetOptions): Awaitable<boolean>;
  /** Reads and removes, so that of many callers exactly one gets the value: single-use codes, tokens, nonces. */
  take<T extends Value>(key: string): Awaitable<T | undefined>;
  /**
   * Adds `by` to a counter; an absent or expired one starts from 0. A started one ends `lastsMs` after this call on the
   * very clock that this call found the old one over by, so that no count starts which has ended already; without
   * `lastsMs` it never ends.
   */
  incr(key: string, by: number, lastsMs?: number): Awaitable<Counter>;
  /** Adds 1 to each of several counters, or to none of them where one has no room left: quotas of several windows. */
  incrWithin(counts: readonly Count[]): Awaitable<WithinLimits>;
  /**
   * Replaces an entry by what `change` makes of it, if nobody replaced it meanwhile; else `change` is called again with
   * the newer value. `change` must be pure: rotation, sliding sessions, token buckets.
   */
  swap<T extends Value, R>(key: string, change: (current: T | undefined) => Change<T, R>): Awaitable<R>;
  /** Removes every entry whose key starts with `prefix`; all of them for the empty prefix. */
  clear(prefix: string): Awaitable<void>;
  /** Absent where the store is so near that nothing is gained. */
  readonly lastSeen?: LastSeen;
}

/** How much a {@link Ring} keeps. */
export interface RingSize {
  readonly entries: number;
  /** Of their JSON; default as many as there are. */
  readonly bytes?: number;
}

/** A bounded list that every process adds to: the newest entries, each with an id that counts from 1. */
export interface Ring {
  readonly capacity: number;
  /** @returns the new entry's id; ids go on over {@link Ring.clear}. */
  append(value: Value): Awaitable<number>;
  /**
   * Takes the next id for an entry that is written later, so that nobody has to wait for that; absent where writing
   * costs no waiting. Anyone who reads meanwhile waits for the entry, for two seconds at most.
   */
  reserve?(): Reserved;
  /** Writes the entry of an id that was reserved, unless the list was cleared since. Nobody is told if that fails. */
  fill?(id: number, value: Value): void;
  /** Newest first: at most `limit` entries with an id below `before`. */
  read(before: number, limit: number): Awaitable<readonly RingEntry[]>;
  /** How many were dropped for newer ones, since the list was last cleared. */
  dropped(): Awaitable<number>;
  clear(): Awaitable<void>;
}

/** A place in a {@link Ring}. */
export interface Reserved {
  /** Known once anything is answered that was asked of the store in the same turn; undefined where that failed. */
  readonly id: number | undefined;
}

export interface RingEntry {
  readonly id: number;
  readonly value: Value;
}

/** What a store has besides that several processes have open at once. */
export interface SharedState {
  /** Tells this process from every other that opens or ever opened the store; counts from 1. */
  readonly process: number;
  /** Lists of a sandbox are apart from its worlds, whatever their names. */
  ring(sandbox: string, name: string, size: RingSize): Ring;
  /** Sees to it that what is read from here on is at least as new as this instant. */
  refresh(): void;
}

/** Where worlds keep their state: one per server. */
export interface StoreBackend {
  /** The state of one world of a sandbox, apart from every other. `now` is its clock, in epoch milliseconds. */
  open(sandbox: string, world: string, now: () => number): Store;
  /** Undefined where the state is this process's alone. */
  readonly shared: SharedState | undefined;
  close(): Promise<void>;
}
