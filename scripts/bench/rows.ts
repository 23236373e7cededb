/** What a run gives: rows, each one figure, what it is held against, and what it should be. */

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
  /** Requests per second of processor time, where a ratio comes from two of them. */
  readonly rates?: { readonly ours: number; readonly theirs: number };
}

export type Verdict = 'reached' | 'missed' | 'told' | 'not run';

export function verdict({ value, target, better }: Row): Verdict {
  if (value === null) return 'not run';
  if (target === null) return 'told';
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

/** What a row wants: `≥ 15`, `≤ 400 bytes`, or nothing. */
export function wanted({ target, better, unit }: Row): string {
  if (target === null) return '';
  return `${better === 'higher' ? '≥' : '≤'} ${target}${unit === 'ratio' ? '' : ` ${unit}`}`;
}
