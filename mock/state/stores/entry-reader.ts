/**
 * Reads entries from their texts. What is asked for again and again, such as a key's record, says the same each time:
 * it is made of its text once, and anyone who remembers things by the very object (as the rendering of records does)
 * finds
 * it.
 */
import { liveEntry } from './entry-text.ts';
import type { Entry } from './entry-text.ts';

/** Entries that are remembered at most; more than a sandbox has keys and seeded records of each contract. */
const MOST = 1_024;
/** Characters of a text that is remembered at most. */
const LONGEST = 16_384;

interface Remembered {
  readonly text: string;
  readonly entry: Entry;
}

export type ReadEntry = (key: string, text: string | null | undefined) => Entry | undefined;

/** @param now the world's clock, in epoch milliseconds */
export function createEntryReader(now: () => number): ReadEntry {
  const known = new Map<string, Remembered>();
  return (key, text) => {
    if (text === null || text === undefined) return undefined;
    const remembered = known.get(key);
    if (remembered?.text === text) {
      const { entry } = remembered;
      return entry.expiresAt === undefined || entry.expiresAt > now() ? entry : undefined;
    }
    const entry = liveEntry(text, now);
    if (entry === undefined || text.length > LONGEST) return entry;
    if (known.size >= MOST) known.clear();
    known.set(key, { text, entry });
    return entry;
  };
}
