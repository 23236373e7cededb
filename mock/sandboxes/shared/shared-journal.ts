/** The journal of a sandbox that several processes serve: a ring in the store. */
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { createDetailsBudget } from '../../journal/kept-details.ts';
import { fitsFilter } from '../../journal/journal.ts';
import type { Journal, JournalEntry, JournalFilter } from '../../journal/journal.ts';
import type { Ring, RingEntry, Value } from '../../state/stores/store.ts';

/** Of the requests whose details a journal in memory keeps, how many are kept here: each goes to a store that may be far. */
const SHARE = 0.2;

/** Entries read at once while looking for those that fit. */
const PAGE = 500;

function fits(entry: JournalEntry, filter: JournalFilter): boolean {
  const { contract, operation, status, refused } = filter;
  return (
    (contract === undefined || entry.contract === contract) &&
    (operation === undefined || entry.operation === operation) &&
    (status === undefined || entry.status === status) &&
    (refused === undefined || (entry.refusal !== undefined) === refused) &&
    fitsFilter(entry, filter)
  );
}

// What `append` wrote, without the fields that were undefined.
const entryOf = ({ id, value }: RingEntry): JournalEntry => ({ ...(value as unknown as Omit<JournalEntry, 'id'>), id });

/** @param bytes that the ring has room for */
export function createSharedJournal(ring: Ring, bytes: number): Journal {
  /** Looks on from the newest not yet seen; `found` is newest first. */
  const look = (filter: JournalFilter, before: number, found: JournalEntry[]): Awaitable<JournalEntry[]> =>
    chain(ring.read(before, PAGE), (page) => {
      const { after = 0, limit = Infinity } = filter;
      for (const entry of page) {
        if (entry.id <= after || found.length >= limit) return found.reverse();
        const read = entryOf(entry);
        if (fits(read, filter)) found.push(read);
      }
      return page.length < PAGE ? found.reverse() : look(filter, page.at(-1)!.id, found);
    });
  return {
    capacity: ring.capacity,
    dropped: () => ring.dropped(),
    wantsDetails: createDetailsBudget(bytes, SHARE),
    append: (entry) => ring.append(entry as unknown as Value),
    ...(ring.reserve !== undefined && {
      reserve: () => ring.reserve!(),
      fill: (id: number, entry: Omit<JournalEntry, 'id'>) => ring.fill!(id, entry as unknown as Value),
    }),
    list: (filter = {}) =>
      chain(look(filter, Infinity, []), (entries) => entries.map(({ details: _, ...entry }) => entry)),
    detailed: (filter = {}) => look(filter, Infinity, []),
    find: (id) => chain(ring.read(id + 1, 1), ([entry]) => (entry?.id === id ? entryOf(entry) : undefined)),
    clear: () => ring.clear(),
  };
}
