/**
 * The journal in preallocated slabs. Ten thousand entries as plain objects live long enough to be copied and visited by
 * every garbage collection, which shows in the slowest answers; columns of bytes and numbers are neither.
 */
import { CHUNK_ENTRIES, createChunk, fitsSlot, createNames, readEntry, writeEntry } from './journal-chunk.ts';
import type { Chunk } from './journal-chunk.ts';
import { createDetailsBudget, createDetailsRing } from './kept-details.ts';
import { fitsFilter } from './journal.ts';
import type { Journal, JournalEntry, JournalFilter, JournalSize } from './journal.ts';

/** A multiple of {@link CHUNK_ENTRIES}. */
const ROUND = 100;

/** A journal that is this process's alone, and so answers at once. */
export interface OwnJournal extends Journal {
  append(entry: Omit<JournalEntry, 'id'>): number;
  list(filter?: JournalFilter): readonly JournalEntry[];
  detailed(filter?: JournalFilter): readonly JournalEntry[];
  find(id: number): JournalEntry | undefined;
  dropped(): number;
  clear(): void;
}

/**
 * A ring of the newest entries, in chunks made when they are first needed.
 *
 * @param entries rounded up to whole hundreds
 * @param bytes of headers and bodies
 */
export function createJournal({ entries, bytes }: JournalSize): OwnJournal {
  const names = createNames();
  const rows = Math.max(1, Math.ceil(entries / ROUND)) * ROUND;
  let chunks: Chunk[] = [];
  /** Ids count from 1 and go on over {@link Journal.clear}, so that `after` stays good. */
  let lastId = 0;
  let clearedTo = 0;
  let row = 0;
  const details = createDetailsRing(bytes);

  /** With what is kept of it beside its row. */
  const whole = (entry: JournalEntry): JournalEntry => ({
    ...entry,
    url: details.urlOf(entry.id) ?? entry.url,
    details: details.get(entry.id),
  });

  /** Whether the entry may fit, told from its numbers alone. */
  const matcher = ({
    contract,
    operation,
    status,
    refused,
  }: JournalFilter): ((chunk: Chunk, at: number) => boolean) | undefined => {
    const ofContract = contract === undefined ? 0 : names.find(contract);
    const ofOperation = operation === undefined ? 0 : names.find(operation);
    if (ofContract === undefined || ofOperation === undefined) return undefined;
    return (chunk, at) =>
      (ofContract === 0 || chunk.contract[at] === ofContract) &&
      (ofOperation === 0 || chunk.operation[at] === ofOperation) &&
      (status === undefined || chunk.status[at] === status) &&
      (refused === undefined || (chunk.refused[at] === 1) === refused);
  };

  const detailed = (filter: JournalFilter = {}): readonly JournalEntry[] => {
    const matches = matcher(filter);
    const found: JournalEntry[] = [];
    if (matches === undefined) return found;
    const oldest = Math.max(clearedTo, lastId - rows, filter.after ?? 0);
    const limit = filter.limit ?? Infinity;
    for (let id = lastId, place = row; id > oldest && found.length < limit; id--) {
      place = place === 0 ? rows - 1 : place - 1;
      const at = place % CHUNK_ENTRIES;
      const chunk = chunks[(place - at) / CHUNK_ENTRIES]!;
      if (!matches(chunk, at)) continue;
      const entry = whole(readEntry(chunk, at, id, names));
      if (fitsFilter(entry, filter)) found.push(entry);
    }
    return found.reverse();
  };

  return {
    capacity: rows,
    dropped: () => Math.max(0, lastId - clearedTo - rows),
    wantsDetails: createDetailsBudget(bytes),
    append(entry) {
      const at = row % CHUNK_ENTRIES;
      const chunk = (chunks[(row - at) / CHUNK_ENTRIES] ??= createChunk());
      writeEntry(chunk, at, entry, names);
      lastId++;
      row = row + 1 === rows ? 0 : row + 1;
      if (entry.details !== undefined) details.add(lastId, entry.details, fitsSlot(entry.url) ? undefined : entry.url);
      return lastId;
    },
    detailed,
    list: (filter) => detailed(filter).map(({ details: _, ...entry }) => entry),
    find(id) {
      if (!Number.isInteger(id) || id > lastId || id <= Math.max(clearedTo, lastId - rows)) return undefined;
      const place = (row - 1 - (lastId - id) + 2 * rows) % rows;
      const at = place % CHUNK_ENTRIES;
      const entry = readEntry(chunks[(place - at) / CHUNK_ENTRIES]!, at, id, names);
      return whole(entry);
    },
    clear() {
      clearedTo = lastId;
      chunks = [];
      details.clear();
      row = 0;
    },
  };
}
