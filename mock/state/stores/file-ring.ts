/** A ring in the file: one entry a key, and the last id in a key of its own. */
import type { RootDatabase } from 'lmdb';
import type { InTransaction } from './file-batch.ts';
import type { Ring, RingEntry, Value } from './store.ts';

const LAST = 'last';

/** Ids in keys, as wide as any id gets: read backwards they come newest first. */
const DIGITS = 16;

export function createFileRing(
  db: RootDatabase<string, string>,
  inTransaction: InTransaction,
  prefix: string,
  capacity: number,
): Ring {
  const place = (id: number): string => `${prefix}e${String(id).padStart(DIGITS, '0')}`;
  return {
    capacity,
    append: (value) => {
      const text = JSON.stringify(value);
      return inTransaction(() => {
        const id = Number(db.get(prefix + LAST) ?? 0) + 1;
        db.putSync(prefix + LAST, String(id));
        db.putSync(place(id), text);
        if (id > capacity) db.removeSync(place(id - capacity));
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
    clear: () =>
      inTransaction(() => {
        const last = Number(db.get(prefix + LAST) ?? 0);
        for (let id = Math.max(1, last - capacity + 1); id <= last; id++) db.removeSync(place(id));
      }),
  };
}
