/** One world's state in the file. Reads answer at once; writes share the transaction of their turn. */
import type { RootDatabase } from 'lmdb';
import type { Awaitable } from '../awaitable.ts';
import type { Bounds } from '../bounds.ts';
import { countedAs } from '../counted-entries.ts';
import { createEntryReader } from './entry-reader.ts';
import { entryText, hasEnded, liveEntry } from './entry-text.ts';
import type { InTransaction } from './file-batch.ts';
import { fileKey } from './file-keys.ts';
import { createFileTallies } from './file-tallies.ts';
import { createSweepHorizon } from './sweep-horizon.ts';
import type { Change, Count, Counter, SetOptions, Store, Value, WithinLimits } from './store.ts';

/** How many entries each write looks at for expired ones, so that the file stays bounded without a timer. */
const SWEPT_PER_WRITE = 2;
/** Writes between two sweeps: finding one's place costs more than looking at an entry. */
const WRITES_PER_SWEEP = 32;

/**
 * @param prefix what the world's keys start with
 * @param bounds undefined for a store that nothing is too much for
 */
export function createFileStore(
  db: RootDatabase<string, string>,
  inTransaction: InTransaction,
  prefix: string,
  now: () => number,
  bounds?: Bounds,
): Store {
  const tallies = createFileTallies(db, prefix, now, bounds);
  const read = createEntryReader(now);
  const horizon = createSweepHorizon(now);
  let writes = 0;
  let sweptTo = prefix;

  /** Inside a transaction. */
  const sweep = (): void => {
    if (++writes < WRITES_PER_SWEEP) return;
    const ended: string[] = [];
    const instant = horizon();
    let last: string | undefined;
    for (const { key, value } of db.getRange({
      start: sweptTo,
      exclusiveStart: true,
      limit: writes * SWEPT_PER_WRITE,
    })) {
      if (!key.startsWith(prefix)) {
        last = undefined;
        break;
      }
      last = key;
      if (hasEnded(value, instant)) ended.push(key);
    }
    writes = 0;
    sweptTo = last ?? prefix;
    for (const key of ended) remove(key);
  };

  const remove = (place: string): void => {
    db.removeSync(place);
    tallies.gone(place);
  };

  const write = (place: string, text: string): void => {
    db.putSync(place, text);
    sweep();
  };

  /** Writes what may be counted. @throws BoundReached */
  const writeCounted = (key: string, place: string, text: string, expiresAt = Infinity, seeded = false): void => {
    const counted = countedAs(key);
    if (counted !== undefined) tallies.admit(counted, db.get(place) === undefined, expiresAt, seeded);
    write(place, text);
  };

  return {
    get<T extends Value>(key: string): Awaitable<T | undefined> {
      const place = fileKey(prefix, key);
      return read(place, db.get(place))?.value as T | undefined;
    },

    set(key: string, value: Value, { expiresAt, ifAbsent, seeded }: SetOptions = {}) {
      const [place, text] = [fileKey(prefix, key), entryText(value, expiresAt)];
      return inTransaction(() => {
        if (ifAbsent && liveEntry(db.get(place), now)) return false;
        writeCounted(key, place, text, expiresAt, seeded);
        return true;
      });
    },

    take<T extends Value>(key: string): Awaitable<T | undefined> {
      const place = fileKey(prefix, key);
      return inTransaction(() => {
        const entry = liveEntry(db.get(place), now);
        if (entry) remove(place);
        return entry?.value as T | undefined;
      });
    },

    incr(key: string, by: number, lastsMs?: number): Awaitable<Counter> {
      const place = fileKey(prefix, key);
      return inTransaction(() => {
        const instant = now();
        const entry = liveEntry(db.get(place), () => instant);
        const value = ((entry?.value as number | undefined) ?? 0) + by;
        const end = entry ? entry.expiresAt : lastsMs === undefined ? undefined : instant + lastsMs;
        write(place, entryText(value, end));
        return { value, expiresAt: end };
      });
    },

    incrWithin(counts: readonly Count[]): Awaitable<WithinLimits> {
      return inTransaction(() => {
        const instant = now();
        const found = counts.map(({ key }) => liveEntry(db.get(fileKey(prefix, key)), () => instant));
        const within = counts.every(({ limit }, i) => ((found[i]?.value as number | undefined) ?? 0) < limit);
        return {
          within,
          counters: counts.map(({ key, lastsMs }, i) => {
            const value = ((found[i]?.value as number | undefined) ?? 0) + (within ? 1 : 0);
            const expiresAt = found[i]?.expiresAt ?? (within ? instant + lastsMs : undefined);
            if (within) write(fileKey(prefix, key), entryText(value, expiresAt));
            return { value, expiresAt };
          }),
        };
      });
    },

    swap<T extends Value, R>(key: string, change: (current: T | undefined) => Change<T, R>): Awaitable<R> {
      const place = fileKey(prefix, key);
      return inTransaction(() => {
        const entry = liveEntry(db.get(place), now);
        const { value, expiresAt, result } = change(entry?.value as T | undefined);
        const end = expiresAt ?? entry?.expiresAt;
        if (value !== undefined) writeCounted(key, place, entryText(value, end), end);
        return result;
      });
    },

    clear: (start: string) =>
      inTransaction(() => {
        const from = fileKey(prefix, start);
        const keys: string[] = [];
        for (const key of db.getKeys({ start: from })) {
          if (!key.startsWith(from)) break;
          keys.push(key);
        }
        // The counts are among all entries.
        const forget = start === '' ? (key: string) => db.removeSync(key) : remove;
        for (const key of keys) forget(key);
      }),
  };
}
