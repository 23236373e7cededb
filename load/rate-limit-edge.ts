/**
 * A quota driven past its limit, window after window: of all that is offered exactly as many requests are let in as there is room
 * for, the rest is refused, and the headers tell the same.
 *
 * One virtual user sends each window's requests side by side, because only who sees all the answers can count them.
 */
import http from 'k6/http';
import { ask, fault, judge, written } from './lib/ask.ts';
import { now } from './lib/clock.ts';
import { control } from './lib/control.ts';
import { faultsOf, figure } from './lib/edge.ts';
import { admitted, edgeFaults, offered } from './lib/metrics.ts';
import { optionsFor } from './lib/options.ts';
import { profile } from './lib/profile.ts';
import { begin, callSlots, guarded } from './lib/run.ts';
import type { Begun } from './lib/run.ts';
import { once, shape } from './lib/shapes.ts';
import { endsIn, nextWindow, opening } from './lib/window.ts';

const WINDOWS = shape.name === 'smoke' ? 2 : 5;
/** Past the limit by so much, and at least by so many. */
const MORE = 0.2;
const LEAST_MORE = 5;

export const options = optionsFor({ edge: once('default') }, { tollgate_edge_faults: ['count==0'], tollgate_edge_offered: ['count>0'], tollgate_edge_admitted: ['count>0'] });

export function setup(): Begun {
  // A window in which time stands still ends when the script says.
  control('PUT', '/clock', { frozen: true });
  return begin();
}

const edge = profile.edge!;
const { call, quota } = edge;
const { limit: most, windowSeconds } = profile.quotas[quota]!;
const limit = most!;

function amiss(words: string): void {
  edgeFaults.add(1);
  fault(call, call.caller, 'quota', words);
}

/** @returns seconds until the next window begins */
function drive(begun: Begun, window: number): number {
  const slots = callSlots(call, begun);
  if (slots === undefined) return 0;
  const asking = { caller: call.caller };
  const request = (): ReturnType<typeof ask> => ask(call, slots, asking);
  const first = profile.control === null ? opening({ edge, limit, windowSeconds }, request) : request();
  const began = now();
  offered.add(1);
  if (!first.good) {
    amiss(`window ${window}: the first request is answered ${first.status}`);
    return endsIn(first, edge.headers) ?? windowSeconds;
  }
  admitted.add(1);
  const room = figure(first, edge.headers.remaining) ?? limit - 1;
  const count = room + Math.max(LEAST_MORE, Math.ceil(limit * MORE));
  const responses = http.batch(Array.from({ length: count }, () => written(call, slots, asking)));
  for (const response of responses) judge(call, slots, asking, response);
  offered.add(count);
  admitted.add(responses.filter(({ status }) => call.good.includes(status)).length);
  const left = (endsIn(first, edge.headers) ?? windowSeconds) - (now() - began) / 1000;
  if (profile.control === null && left <= 0) amiss(`window ${window}: it ended before all of its ${count + 1} requests were answered, so nothing can be said of it`);
  else for (const words of faultsOf({ edge, limit, windowSeconds, window, first, responses, room })) amiss(words);
  return Math.max(0, left);
}

export default guarded((begun: Begun) => {
  for (let window = 1; window <= WINDOWS; window++) {
    const seconds = drive(begun, window);
    if (window === WINDOWS) return;
    if (profile.control !== null) control('POST', '/clock/advance', { by: `${windowSeconds}s` });
    else if (!nextWindow(seconds)) return;
  }
});
export { handleSummary } from './lib/summary.ts';
