/** The control plane's operations on the journal of requests: list, clear. */
import { FAILURES } from '../contract/failures.ts';
import type { JournalEntry, RefusalNote } from '../journal/journal.ts';
import { instant } from '../state/instant-texts.ts';
import { NO_CONTENT } from './handler.ts';
import type { Handler } from './handler.ts';

const refusalOf = (note: RefusalNote) => ({
  failure: note.failure,
  meaning: FAILURES[note.failure].meaning,
  rule: note.rule,
  pointer: note.pointer,
  ...(note.expected !== undefined && { expected: note.expected }),
  ...(note.got !== undefined && { got: note.got }),
});

const describe = (entry: JournalEntry) => ({
  id: entry.id,
  time: instant(entry.time),
  epoch_ms: entry.time,
  contract: entry.contract,
  ...(entry.operation !== undefined && { operation: entry.operation }),
  method: entry.method,
  url: entry.url,
  status: entry.status,
  duration_ms: Number(entry.duration.toFixed(3)),
  ...(entry.caller !== undefined && { caller: entry.caller }),
  address: entry.address,
  ...(entry.request_id !== undefined && { request_id: entry.request_id }),
  ...(entry.refusal && { refusal: refusalOf(entry.refusal) }),
});

export const listJournal: Handler<'listJournal'> = async ({
  sandbox: { journal },
  query: { limit = 100, ...filter },
}) => ({
  status: 200,
  body: { capacity: journal.capacity, entries: (await journal.list({ ...filter, limit })).map(describe) },
});

export const clearJournal: Handler<'clearJournal'> = async ({ sandbox }) => {
  await sandbox.journal.clear();
  return NO_CONTENT;
};
