/** A ring in the file: one entry a key, and the last id and what is kept in keys of their own. */
import type { RootDatabase } from 'lmdb';
import type { InTransaction } from './file-batch.ts';
import type { Ring, RingEntry, RingSize, Value } from './store.ts';

const LAST = 'last';
const KEPT = 'kept';

/** Ids in keys, as wide as any id gets: read backwards they come newest first. */
const DIGITS = 16;

/** The oldest that is kept, how many bytes all of them have, and the last that was cleared away. */
type Kept = readonly [first: number, bytes: number, cleared: number];

export function createFileRing(
  db: RootDatabase<string, string>,
  inTransaction: InTransaction,
  prefix: string,
  { entries, bytes = Infinity }: RingSize,
): Ring {
  const place = (id: number): string => `${prefix}e${String(id).padStart(DIGITS, '0')}`;
  const last = (): number => Number(db.get(prefix + LAST) ?? 0);
  const kept = (): Kept => {
    const text = db.get(prefix + KEPT);
    if (text !== undefined) return JSON.parse(text) as Kept;
    // Written before this was kept.
    const first = Math.max(1, last() - entries + 1);
    return [first, 0, first - 1];
  };
  return {
    capacity: entries,
    append: (value) => {
      const text = JSON.stringify(value);
      return inTransaction(() => {
        const id = last() + 1;
        const [oldest, before, cleared] = kept();
        let [first, held] = [oldest, before + text.length];
        db.putSync(prefix + LAST, String(id));
        db.putSync(place(id), text);
        for (; first <= id && (id - first >= entries || (held > bytes && first < id)); first++) {
          held -= db.get(place(first))?.length ?? 0;
          db.removeSync(place(first));
        }
        db.putSync(prefix + KEPT, JSON.stringify([first, held, cleared]));
        return id;
      });
    },
    read(before, limit) {
      const found: RingEntry[] = [];
      const start = before === Infinity ? place(Number.MAX_SAFE_INTEGER) : place(before - 1);
      for (const { key, value } of db.getRange({ start, reverse: true, limit })) {
        if (!key.startsWith(`${prefix}e`)) break;
        found.push({ id: Number(key.slice(-DIGITS)), value: JSON.parse(value) as Value });
      }
      return found;
    },
    dropped() {
      const [first, , cleared] = kept();
      return first - 1 - cleared;
    },
    clear: () =>
      inTransaction(() => {
        const [end, [first]] = [last(), kept()];
        for (let id = first; id <= end; id++) db.removeSync(place(id));
        db.putSync(prefix + KEPT, JSON.stringify([end + 1, 0, end]));
      }),
  };
}
