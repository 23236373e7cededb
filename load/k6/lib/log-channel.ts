/** Messages from a script to the command that runs it: one line of the log of k6 each, read by `load/node/k6-log.ts`. */
import { now } from './k6-clock.ts';

const PREFIX = 'tollgate:';

const log = (message: object): void => console.warn(PREFIX + JSON.stringify(message));

const logged = new Set<string>();

/** Says once for each virtual user what went wrong; of a quota, each rule that is broken. */
export function logFailure(operation: string, caller: string, kind: string, status: number, reason: string): void {
  const key = [operation, caller, kind, status, kind === 'quota' ? reason : ''].join(' ');
  if (logged.has(key)) return;
  logged.add(key);
  log({ operation, caller, kind, status, reason });
}

/** Milliseconds between two counts by one virtual user. */
const OFTEN_ENOUGH = 1000;

let failures = 0;
let countedAt = 0;

/** Counts a failure, for anyone who watches the run; not where nobody does. */
export function countFailure(): void {
  if (__ENV.TOLLGATE_LOAD_WATCHED === undefined) return;
  failures++;
  if (now() - countedAt < OFTEN_ENOUGH) return;
  log({ failures });
  [failures, countedAt] = [0, now()];
}

/** Says that the run cannot begin. */
export const logUnreachable = (unreachable: string): void => log({ unreachable });
