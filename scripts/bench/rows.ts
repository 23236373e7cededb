/** What a run gives: rows, each one figure, what it is held against, and what it should be. */

import { width } from './statistics.ts';
import type { Spread } from './statistics.ts';

/** Ratios stand for themselves; the other units are this machine's. */
export type Unit = 'ratio' | 'ms' | 'MiB' | 'bytes';

export interface Row {
  /** The part of the bench that it comes from. */
  readonly group: string;
  /** What is measured. */
  readonly name: string;
  /** What it is held against; empty where it stands for itself. */
  readonly against: string;
  /** Null if it was not measured; the note then says why. */
  readonly value: number | null;
  readonly unit: Unit;
  /** Null where the figure is only told. */
  readonly target: number | null;
  readonly better: 'higher' | 'lower';
  readonly note: string;
  /** Of the value, where it is the median of rounds. */
  readonly spread?: Spread;
  /** Requests per second of processor time, where a ratio comes from two of them. */
  readonly rates?: { readonly ours: number; readonly theirs: number };
  /** The same in microseconds of the server's processor time that one request takes. */
  readonly cost?: { readonly ours: Spread; readonly theirs: Spread };
  /** The ratio by the clock, on which everything else that the machine does tells too. */
  readonly clock?: Spread;
}

export type Verdict = 'reached' | 'missed' | 'unclear' | 'told' | 'not run';

/** Of the median: a figure whose quartiles lie further apart says little. */
const WIDEST = 0.1;

/** Whether the rounds disagree so much that the run should be made again, on a quieter machine. */
export const isWide = ({ spread }: Row): boolean => spread !== undefined && !(width(spread) <= WIDEST);

export function verdict(row: Row): Verdict {
  const { value, target, better, spread } = row;
  if (value === null) return 'not run';
  if (target === null) return 'told';
  // Wide as it is, it is clear where all of it lies on one side.
  if (isWide(row) && spread!.q1 <= target && target <= spread!.q3) return 'unclear';
  return (better === 'higher' ? value >= target : value <= target) ? 'reached' : 'missed';
}

export const ratioRow = (row: Omit<Row, 'unit'>): Row => ({ ...row, unit: 'ratio' });

/** @param reason what is missing, or what a peer cannot do */
export const notRun = (group: string, name: string, against: string, reason: string): Row => ({
  group,
  name,
  against,
  value: null,
  unit: 'ratio',
  target: null,
  better: 'higher',
  note: reason,
});

const DIGITS: Readonly<Record<Unit, number>> = { ratio: 2, ms: 0, MiB: 0, bytes: 0 };
const LARGE = 10;

/** A figure as it is printed: `1.53`, `18.2`, `412 ms`. */
export function figure(value: number, unit: Unit): string {
  if (unit === 'ratio') return value.toFixed(value >= LARGE ? 1 : DIGITS.ratio);
  return `${value.toFixed(DIGITS[unit])} ${unit}`;
}

/** The quartiles of a row: `0.74–0.79`, with a mark where they lie too far apart; empty where there are none. */
export function quartiles(row: Row): string {
  if (row.spread === undefined) return '';
  const { q1, q3 } = row.spread;
  const text = `${figure(q1, row.unit)}–${figure(q3, row.unit)}`;
  return isWide(row) ? `${text}, wide` : text;
}

/** What a row wants: `≥ 15`, `≤ 400 bytes`, or nothing. */
export function wanted({ target, better, unit }: Row): string {
  if (target === null) return '';
  return `${better === 'higher' ? '≥' : '≤'} ${target}${unit === 'ratio' ? '' : ` ${unit}`}`;
}
