/**
 * Records that change their state by themselves. Nothing is written when they do: a record and the clock say together
 * what state it is in, so that every process and every store agrees on it to the millisecond.
 */
import type { Move } from '../../specs/generated/vocabulary.ts';
import type { Document } from '../contract/openapi-document.ts';
import type { CompiledResource } from '../contract/compiled-contract.ts';
import { contractMs } from '../contract/durations.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import { stamp } from './server-properties.ts';
import { shapeOf } from './schema-properties.ts';

/** A move that a record makes, and when. */
export interface Due {
  readonly move: Move;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The record as it is from then on. */
  readonly record: RecordValue;
}

const fits = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(wanted) ? wanted.includes(value) : value === wanted;

/** Epoch milliseconds of a property that holds an instant. */
function instant(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value * 1_000 : typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(ms) ? ms : undefined;
}

/** The next move of a record as it stands; undefined where it stays. */
export function nextMove(
  document: Document,
  { moves = [], schema }: CompiledResource,
  record: RecordValue,
): Due | undefined {
  const move = moves.find(
    ({ field, from, when = {} }) =>
      record[field] === from && Object.entries(when).every(([name, wanted]) => fits(record[name], wanted)),
  );
  const since = move && instant(record[move.since]);
  if (move === undefined || since === undefined) return undefined;
  const at = since + contractMs(move.after);
  const stamped = move.stamp === undefined ? undefined : shapeOf(document, schema).properties.get(move.stamp);
  return {
    move,
    at,
    record: {
      ...record,
      [move.field]: move.to,
      ...(move.stamp !== undefined && { [move.stamp]: stamp(stamped ?? {}, at) }),
    },
  };
}

/** Moves that lead back to where they came from end here. */
const MOST_MOVES = 100;

/** The moves that a record has made by an instant, in their order. */
export function movesUntil(
  document: Document,
  resource: CompiledResource,
  record: RecordValue,
  now: number,
): readonly Due[] {
  if (resource.moves === undefined) return [];
  const made: Due[] = [];
  for (
    let due = nextMove(document, resource, record);
    due !== undefined && due.at <= now && made.length < MOST_MOVES;
    due = nextMove(document, resource, due.record)
  )
    made.push(due);
  return made;
}

/** A record as it stands at an instant. */
export function movedRecord(
  document: Document,
  resource: CompiledResource,
  record: RecordValue,
  now: number,
): RecordValue {
  return resource.moves === undefined ? record : (movesUntil(document, resource, record, now).at(-1)?.record ?? record);
}
