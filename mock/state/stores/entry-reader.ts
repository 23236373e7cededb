/**
 * Reads entries from their texts. What is asked for again and again, such as a key's record, says the same each time:
 * it is made of its text once, and anyone who remembers things by the very object (as the rendering of records does)
 * finds it.
 */
import { liveEntry } from './entry-text.ts';
import type { Entry } from './entry-text.ts';

/** Entries that are remembered at most; more than a sandbox has keys and seeded records of each contract. */
const MOST = 1_024;
/** Characters of a text that is remembered at most. */
const LONGEST = 16_384;
/** Characters of the key of an entry that was not there. */
const LONGEST_KEY = 256;

export interface Remembered {
  /** Empty where the entry was not there. */
  readonly text: string;
  readonly entry: Entry | undefined;
}

const ABSENT: Remembered = { text: '', entry: undefined };

export interface EntryReader {
  (key: string, text: string | null | undefined): Entry | undefined;
  /** The entry as it was last read; undefined where it was not, is not remembered, or has ended since. */
  remembered(key: string): Remembered | undefined;
}

/** @param now the world's clock, in epoch milliseconds */
export function createEntryReader(now: () => number): EntryReader {
  const known = new Map<string, Remembered>();
  const lives = ({ entry }: Remembered): boolean => entry?.expiresAt === undefined || entry.expiresAt > now();
  const remember = (key: string, what: Remembered): void => {
    if (known.size >= MOST) known.clear();
    known.set(key, what);
  };
  const read = (key: string, text: string | null | undefined): Entry | undefined => {
    if (text === null || text === undefined) {
      if (key.length <= LONGEST_KEY) remember(key, ABSENT);
      return undefined;
    }
    const remembered = known.get(key);
    if (remembered?.text === text) return lives(remembered) ? remembered.entry : undefined;
    const entry = liveEntry(text, now);
    if (entry !== undefined && text.length <= LONGEST) remember(key, { text, entry });
    return entry;
  };
  return Object.assign(read, {
    remembered(key: string): Remembered | undefined {
      const found = known.get(key);
      return found !== undefined && lives(found) ? found : undefined;
    },
  });
}
