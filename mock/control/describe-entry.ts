/** Describes the journal's entries as the control plane tells them. */
import type { components } from '../../specs/generated/control.ts';
import { FAILURES } from '../contract/failures.ts';
import type { JournalEntry, KeptMessage, RefusalNote } from '../journal/journal.ts';
import { instant } from '../state/instant-texts.ts';

type Schemas = components['schemas'];

/** Whether what looks like a refusal is a fault's doing. */
export const isFaults = ({ fault }: Pick<JournalEntry, 'fault'>): boolean => fault?.answered === true;

const refusalOf = (note: RefusalNote, entry: JournalEntry): Schemas['Refusal'] => ({
  failure: note.failure,
  meaning: isFaults(entry)
    ? 'A fault that was asked for answered; no rule refused the request.'
    : FAILURES[note.failure].meaning,
  rule: note.rule,
  pointer: note.pointer,
  ...(note.expected !== undefined && { expected: note.expected }),
  ...(note.got !== undefined && { got: note.got }),
  ...(entry.details?.explanation !== undefined && { explanation: explanationOf(entry.details.explanation) }),
});

const explanationOf = ({
  mistake,
  finding,
  next,
  compared,
}: NonNullable<NonNullable<JournalEntry['details']>['explanation']>): Schemas['Explanation'] => ({
  mistake,
  finding,
  next: next.map(({ text, code, does }) => ({
    text,
    ...(code !== undefined && { code }),
    ...(does !== undefined && { does }),
  })),
  ...(compared !== undefined && { compared }),
});

function guardsOf(steps: string, refused: boolean): Schemas['Guards'] {
  const names = steps.split(' ');
  if (refused) return { passed: names.slice(0, -1), refused: names.at(-1)! };
  return { passed: names.filter((name) => name !== 'action') };
}

/** An entry as the list has it: without headers and bodies. */
export const describeEntry = (entry: JournalEntry): Schemas['JournalEntry'] => ({
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
  ...(entry.credential !== undefined && { credential: entry.credential }),
  ...(entry.guards !== undefined && {
    guards: guardsOf(entry.guards, entry.refusal !== undefined && !(isFaults(entry) && entry.fault?.effect === true)),
  }),
  ...(entry.fault && {
    fault: { id: entry.fault.id, did: entry.fault.did, lost: entry.fault.lost, effect: entry.fault.effect },
  }),
  ...(entry.clock_ahead !== undefined && { clock_ahead_ms: entry.clock_ahead }),
  address: entry.address,
  ...(entry.request_id !== undefined && { request_id: entry.request_id }),
  ...(entry.refusal && { refusal: refusalOf(entry.refusal, entry) }),
});

const describeMessage = ({ headers, body, bytes }: KeptMessage): Schemas['KeptMessage'] => ({
  headers: headers.map(([name, value]) => [name, value]),
  ...(body !== undefined && { body }),
  bytes,
});

type Detailed = Pick<Schemas['JournalEntry'], 'request' | 'answer' | 'came' | 'given'>;

/** What is kept of the newest entries only. */
export function describeDetails({ details }: JournalEntry): Detailed {
  if (details === undefined) return {};
  const { request, answer, came = [], given = [] } = details;
  return {
    request: describeMessage(request),
    answer: describeMessage(answer),
    came: came.map(([name, mark]) => [name, mark]),
    given: given.map(([name, mark]) => [name, mark]),
  };
}

export const describeWhole = (entry: JournalEntry): Schemas['JournalEntry'] => ({
  ...describeEntry(entry),
  ...describeDetails(entry),
});
