/**
 * Each quota driven past its limit, one after the other, window after window: of all that is offered exactly as many
 * requests are let in as there is room for, the rest is refused, and the headers tell the same.
 *
 * One virtual user sends each window's requests side by side, because only who sees all the answers can count them.
 */
import http from 'k6/http';
import type { Edge } from './profile.ts';
import { ask, fault, judge, written } from './lib/ask-operation.ts';
import type { Asking } from './lib/ask-operation.ts';
import { now } from './lib/k6-clock.ts';
import { control } from './lib/control-requests.ts';
import { faultsOf, figure, letIn } from './lib/judge-window.ts';
import { admitted, edgeFaults, offered } from './lib/metrics.ts';
import { optionsFor } from './lib/thresholds.ts';
import { profile } from './lib/run-profile.ts';
import { begin, callPlaceholders, guarded, renew } from './lib/scenario-run.ts';
import type { Begun } from './lib/scenario-run.ts';
import { once, shape } from './lib/load-shapes.ts';
import { endsIn, nextWindow, opening, roomAfter } from './lib/wait-for-window.ts';
import type { Quota } from './lib/wait-for-window.ts';

/**
 * Of a large quota one window is filled, and the next one opened: filling another would take as long and show no more.
 */
const LARGE = 200;
const MOST_WINDOWS = shape.name === 'smoke' ? 2 : 5;
/** Past the limit by so much, at least and at most by so many. */
const MORE = 0.2;
const LEAST_MORE = 5;
const MOST_MORE = 50;

export const options = optionsFor({ edge: once('default') });

export function setup(): Begun {
  // A window in which time stands still ends when the script says.
  control('PUT', '/clock', { frozen: true });
  return begin();
}

function amiss({ call, quota }: Edge, words: string): void {
  edgeFaults.add(1, { quota });
  fault(call, call.caller, 'quota', `${quota}: ${words}`);
}

/**
 * @param used how many requests earlier windows let in
 * @returns seconds until the next window begins
 */
function drive(begun: Begun, driven: Quota, window: number, used: number): number {
  const { edge, limit, windowSeconds, longer } = driven;
  const whole = roomAfter(driven, used);
  const { call, quota } = edge;
  const placeholders = callPlaceholders(call, begun);
  if (placeholders === undefined) return 0;
  const asking: Asking = { caller: call.caller };
  const request = (): ReturnType<typeof ask> => ask(call, placeholders, asking);
  const first = profile.control === null ? opening(driven, request) : request();
  const began = now();
  offered.add(1, { quota });
  if (!letIn(first.status)) {
    amiss(edge, `window ${window}: the first request is answered ${first.status}`);
    return endsIn(first, edge.headers) ?? windowSeconds;
  }
  admitted.add(1, { quota });
  const room = figure(first, edge.headers.remaining) ?? whole - 1;
  const count = room + Math.min(MOST_MORE, Math.max(LEAST_MORE, Math.ceil(limit * MORE)));
  // A signature is good for one request.
  const responses = http.batch(
    Array.from({ length: count }, () => written(call, callPlaceholders(call, begun) ?? placeholders, asking)),
  );
  for (const response of responses) judge(call, placeholders, asking, response);
  offered.add(count, { quota });
  admitted.add(responses.filter(({ status }) => letIn(status)).length, { quota });
  const left = (endsIn(first, edge.headers) ?? windowSeconds) - (now() - began) / 1000;
  if (profile.control === null && left <= 0)
    amiss(
      edge,
      `window ${window}: it ended before all of its ${count + 1} requests were answered, so nothing can be said of it`,
    );
  else
    for (const words of faultsOf({ edge, limit, windowSeconds, longer, whole, window, first, responses, room }))
      amiss(edge, words);
  return Math.max(0, left);
}

/** @returns false where the next window is too far away */
function passWindow({ edge: { call }, windowSeconds }: Quota, seconds: number): boolean {
  if (profile.control === null) return nextWindow(seconds);
  control('POST', '/clock/advance', { by: `${windowSeconds}s` });
  renew(call.caller, windowSeconds * MOST_WINDOWS);
  return true;
}

/** One request in the next window: it is let in, and there is a whole quota again. */
function reopen(begun: Begun, driven: Quota, used: number): void {
  const { edge } = driven;
  const limit = roomAfter(driven, used);
  const placeholders = callPlaceholders(edge.call, begun);
  if (placeholders === undefined) return;
  const { quota, headers } = edge;
  const first = ask(edge.call, placeholders, { caller: edge.call.caller });
  offered.add(1, { quota });
  if (letIn(first.status)) admitted.add(1, { quota });
  else amiss(edge, `the first request of the next window is answered ${first.status}`);
  const left = figure(first, headers.remaining);
  if (left !== undefined && left !== limit - 1)
    amiss(edge, `the first request of the next window leaves ${left} of ${limit}`);
}

function driveAll(begun: Begun, driven: Quota): void {
  const isLarge = driven.limit > LARGE;
  const windows = isLarge ? 1 : MOST_WINDOWS;
  let used = 0;
  for (let window = 1; window <= windows; window++) {
    const seconds = drive(begun, driven, window, used);
    used += roomAfter(driven, used);
    if (window === windows && !isLarge) return;
    // The next window has nothing of a longer one that is full.
    if (roomAfter(driven, used) <= 0) return;
    if (!passWindow(driven, seconds)) return;
  }
  reopen(begun, driven, used);
}

export default guarded((begun: Begun) => {
  for (const edge of profile.edges) {
    const { limit, windowSeconds, longer, algorithm } = profile.quotas[edge.quota]!;
    // A longer bucket fills up again meanwhile: what it has room for is not told by what was let in.
    driveAll(begun, { edge, limit: limit!, windowSeconds, longer: algorithm === 'token_bucket' ? [] : longer });
  }
});
export { handleSummary } from './lib/summary.ts';
