/** Instants and spans of time in words, for explanations: to the millisecond, since that is what decides. */
import type { Clock } from './clock.ts';

/** The last instant that a JavaScript date can carry. */
const LAST_DATE = 8.64e15;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Epoch milliseconds as an ISO 8601 instant with milliseconds; a number that no date can carry stays a number. */
export function instant(epochMs: number): string {
  return Math.abs(epochMs) <= LAST_DATE ? new Date(epochMs).toISOString() : `${epochMs / SECOND} s since 1970`;
}

/** How long something is: `0.3 s`, `2 min 5 s`, `1 h 1 min`, `3 d 2 h`. */
export function span(ms: number): string {
  const size = Math.abs(ms);
  if (size < 2 * MINUTE) return `${Number((size / SECOND).toFixed(3))} s`;
  const [large, small, names] =
    size < HOUR ? [MINUTE, SECOND, ['min', 's']] : size < DAY ? [HOUR, MINUTE, ['h', 'min']] : [DAY, HOUR, ['d', 'h']];
  const rest = Math.floor((size % large) / small);
  return `${Math.floor(size / large)} ${names[0]!}${rest === 0 ? '' : ` ${rest} ${names[1]!}`}`;
}

/** How long something is where a millisecond decides nothing: whole seconds from ten on, `1 min 2 s`, `1 h`. */
export function roughSpan(ms: number): string {
  const size = Math.abs(ms);
  if (size < 10 * SECOND) return span(size);
  const seconds = Math.floor(size / SECOND);
  if (seconds < 60 || seconds >= 120) return span(seconds * SECOND);
  return `1 min${seconds === 60 ? '' : ` ${seconds - 60} s`}`;
}

const ago = (ms: number): string => (ms <= 0 ? 'at this very instant' : `${span(ms)} ago`);

/** What to say of something that came too late. @param what ended: `the token` */
export function pastEnd(what: string, end: number, now: number): { readonly expected: string; readonly got: string } {
  return {
    expected: `a use before ${instant(end)}`,
    got: `a use at ${instant(now)}; ${what} expired ${ago(now - end)}`,
  };
}

/**
 * What a sandbox's clock has to do with a time that a client took from its own: nothing, unless somebody moved it.
 *
 * @returns to be put behind a sentence; empty where the clock shows the machine's time
 */
export function clockNote({ moved, frozen }: Clock): string {
  if (moved === undefined || (!frozen && Math.abs(moved.by) < SECOND)) return '';
  const difference =
    Math.abs(moved.by) < SECOND
      ? "shows the machine's time"
      : `is ${span(moved.by)} ${moved.by < 0 ? 'behind' : 'ahead of'} the machine's`;
  return `; the sandbox's clock was ${frozen ? 'stopped' : 'moved'} at ${instant(moved.at)} (machine's time) and ${difference}`;
}
