/** How many entries of each kind a world has in the file. All of it is done inside transactions. */
import type { RootDatabase } from 'lmdb';
import type { Bounds } from '../bounds.ts';
import { countedAs, resourceOf, restAfter } from '../counted-entries.ts';
import type { Counted } from '../counted-entries.ts';
import { BoundReached } from '../bound-reached.ts';

export interface FileTallies {
  /** Counts an entry that is about to be written. @throws BoundReached if it is new, and one too many */
  admit(counted: Counted, isNew: boolean, expiresAt: number, seeded: boolean): void;
  /** An entry was removed. @param place its key in the file */
  gone(place: string): void;
}

/** How many there are, and when the first of them may go: epoch milliseconds, null for never. */
type Tally = readonly [count: number, due: number | null];

/** No key of an entry begins with it. */
const MARK = '#n:';

export function createFileTallies(
  db: RootDatabase<string, string>,
  prefix: string,
  now: () => number,
  bounds: Bounds | undefined,
): FileTallies {
  const places = new Map<string, string>();
  const placeOf = (group: string): string => {
    let place = places.get(group);
    if (place === undefined) places.set(group, (place = prefix + MARK + group));
    return place;
  };
  const read = (group: string): Tally => {
    const text = db.get(placeOf(group));
    return text === undefined ? [0, null] : (JSON.parse(text) as Tally);
  };
  const write = (group: string, count: number, due: number): void => {
    db.putSync(placeOf(group), JSON.stringify([count, due === Infinity ? null : due]));
  };

  /** Removes what has ended, or is only remembered, of a group, and counts what is left. */
  const makeRoom = (group: string): readonly [count: number, due: number] => {
    const instant = now();
    const ended: string[] = [];
    let [seen, count, due] = [0, 0, Infinity];
    for (const { key, value } of db.getRange({ start: prefix })) {
      if (!key.startsWith(prefix)) break;
      seen++;
      const counted = countedAs(key.slice(prefix.length));
      if (counted?.group !== group) continue;
      const bar = value.indexOf('|');
      const goes = bar === 0 ? Infinity : Number(value.slice(0, bar)) - counted.remembered;
      if (goes <= instant) ended.push(key);
      else {
        count++;
        due = Math.min(due, goes);
      }
    }
    for (const key of ended) db.removeSync(key);
    return [count, Math.max(due, instant + restAfter(seen))];
  };

  return {
    admit(counted, isNew, expiresAt, seeded) {
      const { bound, group, remembered } = counted;
      const tally = read(group);
      let [count, due] = [tally[0], tally[1] ?? Infinity];
      const most = bounds?.[bound] ?? Infinity;
      if (isNew && !seeded && count >= most) {
        if (due <= now()) {
          [count, due] = makeRoom(group);
          write(group, count, due);
        }
        if (count >= most) throw new BoundReached(counted.bound, most, resourceOf(counted));
      }
      const goes = Math.min(due, expiresAt - remembered);
      if (isNew || goes < due) write(group, count + (isNew ? 1 : 0), goes);
    },
    gone(place) {
      const counted = countedAs(place.slice(prefix.length));
      if (counted === undefined) return;
      const [count, due] = read(counted.group);
      write(counted.group, count - 1, due ?? Infinity);
    },
  };
}
