/**
 * Reads every entry of a file store in a process of its own, and prints what it found as JSON: a damaged file ends the
 * process that reads it (a bus error, a segmentation fault), which must not be the one that serves.
 *
 * `node examine-file-store.js DIRECTORY`
 */
import { open } from 'lmdb';
import { FORMAT_KEY } from './file-keys.ts';

export interface Examined {
  /** How the store was written; null where it does not say. */
  readonly format: string | null;
  readonly entries: number;
  /** Entries that are not what a store writes. */
  readonly damaged: number;
}

/** An entry is `<end>|<JSON>`; a number, or an entry of the journal, is JSON alone. */
function isSound(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\d*(?:\.\d+)?\|/, ''));
    return true;
  } catch {
    return false;
  }
}

const db = open<string, string>({
  path: process.argv[2]!,
  encoding: 'string',
  noSubdir: false,
  readOnly: true,
});
let [entries, damaged] = [0, 0];
for (const { value } of db.getRange({})) {
  entries++;
  if (!isSound(value)) damaged++;
}
const examined: Examined = { format: db.get(FORMAT_KEY) ?? null, entries, damaged };
console.log(JSON.stringify(examined));
await db.close();
