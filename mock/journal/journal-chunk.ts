/** A few journal entries in columns: numbers in typed arrays, texts in slots of bytes. */
import type { Failure } from '../../specs/generated/vocabulary.ts';
import { createInterner } from './interner.ts';
import type { Interner } from './interner.ts';
import type { JournalEntry, RefusalNote } from './journal.ts';
import { createTextSlots, readText, writeText } from './fixed-width-texts.ts';
import type { TextSlots } from './fixed-width-texts.ts';

/** Few, because many sandboxes live for a handful of requests, and an entry is a kilobyte or more to fill with zeros. */
export const CHUNK_ENTRIES = 20;

/** Bytes of a slot. A URL with more is cut; the others hold all that is usual. */
const WIDTH = { url: 256, caller: 64, address: 46, requestId: 128, rule: 192, detail: 384 } as const;

/** Whether a row holds the whole URL. */
export const fitsSlot = (url: string): boolean => Buffer.byteLength(url) <= WIDTH.url;

/** Names of contracts, operations and methods, rules' pointers and failures: all of them are the contracts' own. */
const NAMES = 16_384;

export const createNames = (): Interner => createInterner(NAMES);

interface RefusalColumns {
  readonly failure: Uint16Array;
  readonly pointer: Uint16Array;
  readonly rule: TextSlots;
  readonly expected: TextSlots;
  readonly got: TextSlots;
}

export interface Chunk {
  readonly time: Float64Array;
  readonly duration: Float64Array;
  readonly status: Uint16Array;
  readonly contract: Uint16Array;
  readonly operation: Uint16Array;
  readonly method: Uint16Array;
  readonly credential: Uint16Array;
  readonly guards: Uint16Array;
  /** As JSON: a fault tells the same of most requests that it meets. */
  readonly fault: Uint16Array;
  /** NaN where nobody has moved the clock. */
  readonly clockAhead: Float64Array;
  readonly refused: Uint8Array;
  readonly url: TextSlots;
  readonly caller: TextSlots;
  readonly address: TextSlots;
  readonly requestId: TextSlots;
  /** Made with the first refusal: most sandboxes have few. */
  refusals: RefusalColumns | undefined;
}

const numbers = (): Uint16Array => new Uint16Array(CHUNK_ENTRIES);
const texts = (width: number): TextSlots => createTextSlots(CHUNK_ENTRIES, width);

export function createChunk(): Chunk {
  return {
    time: new Float64Array(CHUNK_ENTRIES),
    duration: new Float64Array(CHUNK_ENTRIES),
    status: numbers(),
    contract: numbers(),
    operation: numbers(),
    method: numbers(),
    credential: numbers(),
    guards: numbers(),
    fault: numbers(),
    clockAhead: new Float64Array(CHUNK_ENTRIES),
    refused: new Uint8Array(CHUNK_ENTRIES),
    url: texts(WIDTH.url),
    caller: texts(WIDTH.caller),
    address: texts(WIDTH.address),
    requestId: texts(WIDTH.requestId),
    refusals: undefined,
  };
}

function writeRefusal(chunk: Chunk, at: number, note: RefusalNote, names: Interner): void {
  chunk.refusals ??= {
    failure: numbers(),
    pointer: numbers(),
    rule: texts(WIDTH.rule),
    expected: texts(WIDTH.detail),
    got: texts(WIDTH.detail),
  };
  const { failure, pointer, rule, expected, got } = chunk.refusals;
  failure[at] = names.number(note.failure);
  pointer[at] = names.number(note.pointer);
  writeText(rule, at, note.rule);
  writeText(expected, at, note.expected);
  writeText(got, at, note.got);
}

function readRefusal({ refusals }: Chunk, at: number, names: Interner): RefusalNote | undefined {
  if (!refusals) return undefined;
  return {
    // Written by writeRefusal from a failure.
    failure: names.text(refusals.failure[at]!) as Failure,
    rule: readText(refusals.rule, at) ?? '',
    pointer: names.text(refusals.pointer[at]!) ?? '',
    expected: readText(refusals.expected, at),
    got: readText(refusals.got, at),
  };
}

/** Copies an entry into row `at`; nothing of the entry is kept. */
export function writeEntry(chunk: Chunk, at: number, entry: Omit<JournalEntry, 'id'>, names: Interner): void {
  chunk.time[at] = entry.time;
  chunk.duration[at] = entry.duration;
  chunk.status[at] = entry.status;
  chunk.contract[at] = names.number(entry.contract);
  chunk.operation[at] = names.number(entry.operation);
  chunk.method[at] = names.number(entry.method);
  chunk.credential[at] = names.number(entry.credential);
  chunk.guards[at] = names.number(entry.guards);
  chunk.fault[at] = names.number(entry.fault && JSON.stringify(entry.fault));
  chunk.clockAhead[at] = entry.clock_ahead ?? NaN;
  writeText(chunk.url, at, entry.url);
  writeText(chunk.caller, at, entry.caller);
  writeText(chunk.address, at, entry.address);
  writeText(chunk.requestId, at, entry.request_id);
  chunk.refused[at] = entry.refusal ? 1 : 0;
  if (entry.refusal) writeRefusal(chunk, at, entry.refusal, names);
}

const faultOf = (text: string | undefined): JournalEntry['fault'] =>
  text?.startsWith('{') !== true ? undefined : (JSON.parse(text) as JournalEntry['fault']);

export function readEntry(chunk: Chunk, at: number, id: number, names: Interner): JournalEntry {
  return {
    id,
    time: chunk.time[at]!,
    clock_ahead: Number.isNaN(chunk.clockAhead[at]) ? undefined : chunk.clockAhead[at],
    contract: names.text(chunk.contract[at]!) ?? '',
    operation: names.text(chunk.operation[at]!),
    method: names.text(chunk.method[at]!) ?? '',
    url: readText(chunk.url, at) ?? '',
    status: chunk.status[at]!,
    duration: chunk.duration[at]!,
    caller: readText(chunk.caller, at),
    credential: names.text(chunk.credential[at]!),
    guards: names.text(chunk.guards[at]!),
    fault: faultOf(names.text(chunk.fault[at]!)),
    address: readText(chunk.address, at) ?? '',
    request_id: readText(chunk.requestId, at),
    refusal: chunk.refused[at] === 1 ? readRefusal(chunk, at, names) : undefined,
  };
}
