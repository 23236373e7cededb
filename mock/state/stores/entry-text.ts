/**
 * An entry as stores outside this process keep it: `<end>|<value>`, the end in epoch milliseconds or empty, the value
 * JSON.
 */
import type { Value } from './store.ts';

/** @param expiresAt undefined or Infinity for never */
export function entryText(value: Value, expiresAt: number | undefined): string {
  return `${expiresAt === undefined || expiresAt === Infinity ? '' : expiresAt}|${JSON.stringify(value)}`;
}

export interface Entry {
  readonly value: Value;
  /** Epoch milliseconds; undefined for never. */
  readonly expiresAt: number | undefined;
}

/** @returns undefined for an entry that is not there, or past its end */
export function liveEntry(text: string | null | undefined, now: () => number): Entry | undefined {
  if (text === null || text === undefined) return undefined;
  const bar = text.indexOf('|');
  const expiresAt = bar === 0 ? undefined : Number(text.slice(0, bar));
  // Most entries never expire, and reading a clock is dearer than finding one.
  if (expiresAt !== undefined && expiresAt <= now()) return undefined;
  return { value: JSON.parse(text.slice(bar + 1)) as Value, expiresAt };
}

/** Whether an entry is past its end, told without reading its value. */
export function hasEnded(text: string, now: number): boolean {
  const bar = text.indexOf('|');
  return bar > 0 && Number(text.slice(0, bar)) <= now;
}
