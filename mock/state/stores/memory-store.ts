/** State in this process: every verb answers at once, and so is atomic by itself. */
import type { Awaitable } from '../awaitable.ts';
import type { Bounds } from '../bounds.ts';
import { countedAs, resourceOf, restAfter } from '../counted-entries.ts';
import type { Counted } from '../counted-entries.ts';
import { BoundReached } from '../bound-reached.ts';
import type { Change, Count, Counter, SetOptions, Store, StoreBackend, Value, WithinLimits } from './store.ts';

interface Entry {
  readonly key: string;
  value: Value;
  /** Epoch milliseconds; Infinity for never. */
  expiresAt: number;
}

/** How many entries each write looks at for expired ones, so that memory stays bounded without a timer. */
const SWEPT_PER_WRITE = 2;

/** How many entries of a group there are. */
interface Tally {
  count: number;
  /** No entry of the group may go before; epoch milliseconds. */
  due: number;
}

/**
 * @param now the world's clock, in epoch milliseconds
 * @param bounds undefined for a store that nothing is too much for
 */
export function createMemoryStore(now: () => number, bounds?: Bounds): Store {
  const entries = new Map<string, Entry>();
  const tallies = new Map<string, Tally>();
  let sweeper = entries.values();

  const remove = (key: string): void => {
    entries.delete(key);
    const counted = countedAs(key);
    if (counted !== undefined) tallies.get(counted.group)!.count--;
  };

  /** Removes what has ended, or is only remembered, of a group. */
  const makeRoom = (group: string, tally: Tally): void => {
    const instant = now();
    let due = Infinity;
    for (const { key, expiresAt } of entries.values()) {
      const counted = countedAs(key);
      if (counted?.group !== group) continue;
      const goes = expiresAt - counted.remembered;
      if (goes <= instant) remove(key);
      else due = Math.min(due, goes);
    }
    tally.due = Math.max(due, instant + restAfter(entries.size));
  };

  /** Counts an entry that is new. @throws BoundReached */
  const admit = (counted: Counted, tally: Tally, seeded: boolean): void => {
    if (bounds !== undefined && !seeded && tally.count >= bounds[counted.bound]) {
      if (tally.due <= now()) makeRoom(counted.group, tally);
      if (tally.count >= bounds[counted.bound])
        throw new BoundReached(counted.bound, bounds[counted.bound], resourceOf(counted));
    }
    tally.count++;
  };

  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    // Most entries never expire, and reading a clock is dearer than finding one.
    if (entry === undefined || entry.expiresAt === Infinity || entry.expiresAt > now()) return entry;
    remove(key);
    return undefined;
  };

  const write = (key: string, value: Value, expiresAt = Infinity, seeded = false): void => {
    const counted = countedAs(key);
    if (counted !== undefined) {
      let tally = tallies.get(counted.group);
      if (tally === undefined) tallies.set(counted.group, (tally = { count: 0, due: Infinity }));
      if (!entries.has(key)) admit(counted, tally, seeded);
      tally.due = Math.min(tally.due, expiresAt - counted.remembered);
    }
    entries.set(key, { key, value, expiresAt });
    for (let i = 0; i < SWEPT_PER_WRITE; i++) {
      const next = sweeper.next();
      if (next.done) {
        sweeper = entries.values();
        return;
      }
      const { key: swept, expiresAt: end } = next.value;
      if (end !== Infinity && end <= now()) remove(swept);
    }
  };

  const add = (key: string, by: number, lastsMs: number): Counter => {
    const entry = live(key);
    if (entry === undefined) {
      const expiresAt = lastsMs === Infinity ? Infinity : now() + lastsMs;
      write(key, by, expiresAt);
      return { value: by, expiresAt: expiresAt === Infinity ? undefined : expiresAt };
    }
    const value = (entry.value as number) + by;
    entry.value = value;
    return { value, expiresAt: entry.expiresAt === Infinity ? undefined : entry.expiresAt };
  };

  const counted = (key: string): number => (live(key)?.value as number | undefined) ?? 0;

  return {
    get<T extends Value>(key: string): Awaitable<T | undefined> {
      return live(key)?.value as T | undefined;
    },

    set(key: string, value: Value, { expiresAt, ifAbsent, seeded }: SetOptions = {}) {
      if (ifAbsent && live(key)) return false;
      write(key, value, expiresAt, seeded);
      return true;
    },

    take<T extends Value>(key: string): Awaitable<T | undefined> {
      const entry = live(key);
      if (entry !== undefined) remove(key);
      return entry?.value as T | undefined;
    },

    incr: (key: string, by: number, lastsMs = Infinity): Counter => add(key, by, lastsMs),

    incrWithin(counts: readonly Count[]): WithinLimits {
      const within = counts.every(({ key, limit }) => counted(key) < limit);
      return {
        within,
        counters: counts.map(({ key, lastsMs }) =>
          within ? add(key, 1, lastsMs) : { value: counted(key), expiresAt: live(key)?.expiresAt },
        ),
      };
    },

    swap<T extends Value, R>(key: string, change: (current: T | undefined) => Change<T, R>) {
      const entry = live(key);
      const { value, expiresAt, result } = change(entry?.value as T | undefined);
      if (value !== undefined) write(key, value, expiresAt ?? entry?.expiresAt);
      return result;
    },

    clear(prefix: string) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) remove(key);
    },
  };
}

/** Worlds whose state lives and dies with this process. */
export function memoryBackend(bounds?: Bounds): StoreBackend {
  return {
    open: (_sandbox, _world, now) => createMemoryStore(now, bounds),
    shared: undefined,
    close: () => Promise.resolve(),
  };
}
