/**
 * The journal in preallocated slabs. Ten thousand entries as plain objects live long enough to be copied and visited by
 * every garbage collection, which shows in the slowest answers; columns of bytes and numbers are neither.
 */
import { CHUNK_ENTRIES, createChunk, createNames, readEntry, writeEntry } from './journal-chunk.ts';
import type { Chunk } from './journal-chunk.ts';
import { JOURNAL_CAPACITY } from './journal.ts';
import type { Journal, JournalEntry, JournalFilter } from './journal.ts';

/** A journal that is this process's alone, and so answers at once. */
export interface OwnJournal extends Journal {
  append(entry: Omit<JournalEntry, 'id'>): void;
  list(filter?: JournalFilter): readonly JournalEntry[];
  clear(): void;
}

/**
 * A ring of the newest `capacity` entries, in chunks made when they are first needed.
 *
 * @param capacity rounded up to whole chunks of a hundred
 */
export function createJournal(capacity = JOURNAL_CAPACITY): OwnJournal {
  const names = createNames();
  const chunkCount = Math.max(1, Math.ceil(capacity / CHUNK_ENTRIES));
  const rows = chunkCount * CHUNK_ENTRIES;
  let chunks: Chunk[] = [];
  /** Ids count from 1 and go on over {@link Journal.clear}, so that `after` stays good. */
  let lastId = 0;
  let clearedTo = 0;
  let row = 0;

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

  return {
    capacity: rows,
    append(entry) {
      const at = row % CHUNK_ENTRIES;
      const chunk = (chunks[(row - at) / CHUNK_ENTRIES] ??= createChunk());
      writeEntry(chunk, at, entry, names);
      lastId++;
      row = row + 1 === rows ? 0 : row + 1;
    },
    list(filter = {}) {
      const matches = matcher(filter);
      const found: JournalEntry[] = [];
      if (matches === undefined) return found;
      const oldest = Math.max(clearedTo, lastId - rows, filter.after ?? 0);
      const limit = filter.limit ?? Infinity;
      for (let id = lastId, place = row; id > oldest && found.length < limit; id--) {
        place = place === 0 ? rows - 1 : place - 1;
        const at = place % CHUNK_ENTRIES;
        const chunk = chunks[(place - at) / CHUNK_ENTRIES]!;
        if (matches(chunk, at)) found.push(readEntry(chunk, at, id, names));
      }
      return found.reverse();
    },
    clear() {
      clearedTo = lastId;
      chunks = [];
      row = 0;
    },
  };
}
