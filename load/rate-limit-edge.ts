/**
 * A quota driven past its limit, window after window: of all that is offered exactly as many requests are let in as there is room
 * for, the rest is refused, and the headers tell the same.
 *
 * One virtual user sends each window's requests side by side, because only who sees all the answers can count them.
 */
import { sleep } from 'k6';
import http from 'k6/http';
import { ask, fault, judge, written } from './lib/ask.ts';
import { control } from './lib/control.ts';
import { faultsOf, figure } from './lib/edge.ts';
import { admitted, edgeFaults, offered } from './lib/metrics.ts';
import { optionsFor } from './lib/options.ts';
import { profile } from './lib/profile.ts';
import { begin, callSlots, guarded } from './lib/run.ts';
import type { Begun } from './lib/run.ts';
import { once, shape } from './lib/shapes.ts';

const WINDOWS = shape.name === 'smoke' ? 2 : 5;
/** Past the limit by so much, and at least by so many. */
const MORE = 0.2;
const LEAST_MORE = 5;
/** Longer than this no window is waited for. */
const LONGEST_WAIT_SECONDS = 150;

export const options = optionsFor({ edge: once('default') }, { tollgate_edge_faults: ['count==0'], tollgate_edge_offered: ['count>0'], tollgate_edge_admitted: ['count>0'] });

export function setup(): Begun {
  // A window in which time stands still ends when the script says.
  control('PUT', '/clock', { frozen: true });
  return begin();
}

const edge = profile.edge!;
const { call, quota } = edge;
const { limit, windowSeconds } = profile.quotas[quota]!;

/** @returns seconds until the next window begins */
function drive(begun: Begun, window: number): number {
  const slots = callSlots(call, begun);
  if (slots === undefined) return 0;
  const asking = { caller: call.caller };
  const first = ask(call, slots, asking);
  offered.add(1);
  if (!first.good) {
    edgeFaults.add(1);
    fault(call, call.caller, 'quota', `window ${window}: the first request is answered ${first.status}`);
    return windowSeconds;
  }
  admitted.add(1);
  const room = figure(first, edge.headers.remaining) ?? limit! - 1;
  const count = room + Math.max(LEAST_MORE, Math.ceil(limit! * MORE));
  const responses = http.batch(Array.from({ length: count }, () => written(call, slots, asking)));
  for (const response of responses) judge(call, slots, asking, response);
  offered.add(count);
  const good = responses.filter(({ status }) => call.good.includes(status));
  admitted.add(good.length);
  const faults = faultsOf({ edge, limit: limit!, windowSeconds, window, first, responses, room });
  for (const words of faults) {
    edgeFaults.add(1);
    fault(call, call.caller, 'quota', words);
  }
  return figure(first, edge.headers.resetAfter) ?? windowSeconds;
}

export default guarded((begun: Begun) => {
  for (let window = 1; window <= WINDOWS; window++) {
    const seconds = drive(begun, window);
    if (window === WINDOWS) return;
    if (profile.control !== null) control('POST', '/clock/advance', { by: `${windowSeconds}s` });
    else if (seconds <= LONGEST_WAIT_SECONDS) sleep(seconds + 1);
    else return;
  }
});
export { handleSummary } from './lib/summary.ts';
