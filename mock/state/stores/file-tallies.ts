/**
 * How many entries of each kind a world has in the file, and in which order they may go: beside each counted entry stands
 * a key that begins with the instant from which it may. All of it is done inside transactions.
 */
import type { RootDatabase } from 'lmdb';
import { BoundReached } from '../bound-reached.ts';
import type { Bounds } from '../bounds.ts';
import { countedAs, resourceOf } from '../counted-entries.ts';
import type { Counted } from '../counted-entries.ts';

export interface FileTallies {
  /**
   * Counts an entry that is about to be written.
   *
   * @param place its key in the file
   * @param old what stands there
   * @throws BoundReached if it is new, and one too many
   */
  admit(counted: Counted, place: string, old: string | undefined, text: string, unrefused: boolean): void;
  /** An entry was removed. */
  gone(place: string, text: string): void;
}

/** No key of an entry begins with them. */
const COUNT = '#n:';
const ORDER = '#o:';

/** As wide as any instant gets. */
const DIGITS = 16;
const NEVER = Number.MAX_SAFE_INTEGER;

/** Entries that go at once at most: a write waits for no more of them. */
const MOST_AT_ONCE = 256;

export function createFileTallies(
  db: RootDatabase<string, string>,
  prefix: string,
  now: () => number,
  bounds: Bounds | undefined,
): FileTallies {
  const countOf = (group: string): number => Number(db.get(prefix + COUNT + group) ?? 0);
  const setCount = (group: string, count: number): void => {
    db.putSync(prefix + COUNT + group, String(count));
  };
  const instantText = (instant: number): string => String(Math.max(0, Math.ceil(instant))).padStart(DIGITS, '0');
  const orderOf = ({ group, remembered }: Counted, place: string, text: string): string => {
    const bar = text.indexOf('|');
    const goes = bar === 0 ? NEVER : Number(text.slice(0, bar)) - remembered;
    return `${prefix}${ORDER}${group}:${instantText(goes)}:${place.slice(prefix.length)}`;
  };

  /** Removes some of what has ended, or is only remembered, of a group. @returns how many are left */
  const makeRoom = (group: string, count: number): number => {
    const start = `${prefix}${ORDER}${group}:`;
    const ended = [...db.getKeys({ start, end: `${start}${instantText(Math.floor(now()) + 1)}`, limit: MOST_AT_ONCE })];
    for (const key of ended) {
      db.removeSync(key);
      db.removeSync(prefix + key.slice(start.length + DIGITS + 1));
    }
    if (ended.length > 0) setCount(group, count - ended.length);
    return count - ended.length;
  };

  return {
    admit(counted, place, old, text, unrefused) {
      const { bound, group } = counted;
      const before = old === undefined ? undefined : orderOf(counted, place, old);
      const order = orderOf(counted, place, text);
      if (before === order) return;
      // One that was written before there were bounds is not counted.
      const isNew = before === undefined || !db.removeSync(before);
      if (isNew) {
        const most = bounds?.[bound] ?? Infinity;
        let count = countOf(group);
        if (before === undefined && !unrefused && count >= most) {
          count = makeRoom(group, count);
          if (count >= most) throw new BoundReached(bound, most, resourceOf(counted));
        }
        setCount(group, count + 1);
      }
      db.putSync(order, '1');
    },
    gone(place, text) {
      const counted = countedAs(place.slice(prefix.length));
      if (counted !== undefined && db.removeSync(orderOf(counted, place, text)))
        setCount(counted.group, countOf(counted.group) - 1);
    },
  };
}
