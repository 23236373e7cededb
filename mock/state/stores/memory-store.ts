/** State in this process: every verb answers at once, and so is atomic by itself. */
import type { Awaitable } from '../awaitable.ts';
import type { Change, Count, Counter, SetOptions, Store, StoreBackend, Value, WithinLimits } from './store.ts';

interface Entry {
  readonly key: string;
  value: Value;
  /** Epoch milliseconds; Infinity for never. */
  expiresAt: number;
}

/** How many entries each write looks at for expired ones, so that memory stays bounded without a timer. */
const SWEPT_PER_WRITE = 2;

/** @param now the world's clock, in epoch milliseconds */
export function createMemoryStore(now: () => number): Store {
  const entries = new Map<string, Entry>();
  let sweeper = entries.values();

  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    // Most entries never expire, and reading a clock is dearer than finding one.
    if (entry === undefined || entry.expiresAt === Infinity || entry.expiresAt > now()) return entry;
    entries.delete(key);
    return undefined;
  };

  const write = (key: string, value: Value, expiresAt = Infinity): void => {
    entries.set(key, { key, value, expiresAt });
    for (let i = 0; i < SWEPT_PER_WRITE; i++) {
      const next = sweeper.next();
      if (next.done) {
        sweeper = entries.values();
        return;
      }
      const { key: swept, expiresAt: end } = next.value;
      if (end !== Infinity && end <= now()) entries.delete(swept);
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

    set(key: string, value: Value, { expiresAt, ifAbsent }: SetOptions = {}) {
      if (ifAbsent && live(key)) return false;
      write(key, value, expiresAt);
      return true;
    },

    take<T extends Value>(key: string): Awaitable<T | undefined> {
      const entry = live(key);
      entries.delete(key);
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
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}

/** Worlds whose state lives and dies with this process. */
export function memoryBackend(): StoreBackend {
  return {
    open: (_sandbox, _world, now) => createMemoryStore(now),
    shared: undefined,
    close: () => Promise.resolve(),
  };
}
