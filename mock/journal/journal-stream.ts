/**
 * The journal as it is written, for who follows it. It is looked at every few moments: a request then pays nothing for who
 * watches, and entries that other processes write are seen as well.
 */
import { Readable } from 'node:stream';
import type { Journal, JournalEntry, JournalFilter } from './journal.ts';
import { after } from '../state/clock.ts';

const EVERY_MS = 200;
/** Keeps proxies from taking the connection for a dead one. */
const SILENT_LOOKS = 50;
/** Entries of one look at most; the next look goes on. */
const MOST = 500;

/**
 * @param describe what is told of an entry
 * @param from the id after which it begins
 */
export function journalStream(
  journal: Journal,
  filter: JournalFilter,
  describe: (entry: JournalEntry) => unknown,
  from: number,
  closing: AbortSignal,
): Readable {
  let last = from;
  let silent = 0;
  let cancel = (): void => undefined;
  const stream = new Readable({ read: () => undefined, destroy: (error, done) => (cancel(), done(error)) });
  const end = (): void => void stream.push(null);
  closing.addEventListener('abort', end, { once: true });
  stream.once('close', () => closing.removeEventListener('abort', end));

  async function look(): Promise<void> {
    const entries = await journal.detailed({ ...filter, after: last, limit: MOST });
    if (stream.destroyed || closing.aborted) return;
    for (const entry of entries) {
      last = entry.id;
      stream.push(`id: ${entry.id}\nevent: entry\ndata: ${JSON.stringify(describe(entry))}\n\n`);
    }
    silent = entries.length > 0 ? 0 : silent + 1;
    if (silent === SILENT_LOOKS) {
      silent = 0;
      stream.push(': still here\n\n');
    }
    cancel = after(EVERY_MS, () => void again());
  }
  const again = (): Promise<void> => look().catch((error: unknown) => void stream.destroy(error as Error));
  stream.push(': the journal\n\n');
  void again();
  return stream;
}
