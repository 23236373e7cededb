/** Windows of a quota at a target whose clock nobody can move: they have to be waited for. */
import { sleep } from 'k6';
import type { Edge, QuotaFigures } from '../profile.ts';
import type { Answer } from './ask-operation.ts';
import { now } from './k6-clock.ts';
import { figure, letIn } from './judge-window.ts';

/** Longer than this no window is waited for. */
export const LONGEST_WAIT_SECONDS = 150;

/** A told end is rounded to seconds. */
const ROUNDING_SECONDS = 1;

/** A window that ends within this share of it, or this time, may end among our requests. */
const MARGIN_SHARE = 0.25;
const MARGIN_SECONDS = 10;

const MOST_TRIES = 3;

/**
 * Seconds until the window of an answer ends, by its headers and the target's own time; undefined where they do not
 * tell.
 */
export function endsIn(answer: Answer, { retryAfter, resetAfter, resetEpoch }: Edge['headers']): number | undefined {
  const told = (answer.status === 429 ? figure(answer, retryAfter) : undefined) ?? figure(answer, resetAfter);
  if (told !== undefined) return told;
  const epoch = figure(answer, resetEpoch);
  const there = Date.parse(answer.header('date') ?? '');
  return epoch === undefined ? undefined : Math.max(0, epoch - (Number.isNaN(there) ? now() : there) / 1000);
}

/** Waits for the next window. @returns false where it is too far away */
export function nextWindow(seconds: number): boolean {
  if (seconds > LONGEST_WAIT_SECONDS) return false;
  sleep(seconds + ROUNDING_SECONDS);
  return true;
}

export interface Quota {
  readonly edge: Edge;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly longer: QuotaFigures['longer'];
}

/** How many requests the next window has room for, where so many were let in before it. */
export const roomAfter = ({ limit, longer }: Quota, used: number): number =>
  Math.min(limit, ...longer.map((window) => window.limit - used));

/**
 * The first request of a window that nobody has used yet, and that lasts. Others may have called before us, and windows
 * may begin by the clock on the wall, so a window that is used already or about to end is waited out.
 *
 * @param request sends one
 * @returns the last one tried, where none was the first of its window
 */
export function opening({ edge: { headers }, limit, windowSeconds }: Quota, request: () => Answer): Answer {
  let first = request();
  for (let i = 1; i < MOST_TRIES; i++) {
    const left = endsIn(first, headers) ?? windowSeconds;
    const isWhole = letIn(first.status) && (figure(first, headers.remaining) ?? limit - 1) === limit - 1;
    if (isWhole && left > Math.min(MARGIN_SECONDS, windowSeconds * MARGIN_SHARE)) break;
    if (!nextWindow(left)) break;
    first = request();
  }
  return first;
}
