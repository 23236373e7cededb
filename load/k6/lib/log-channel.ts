/** What the script says beside its figures, one line of k6's log each; `load/node/k6-log.ts` is the other side. */
import { now } from './k6-clock.ts';

const PREFIX = 'tollgate:';

const say = (message: object): void => console.warn(PREFIX + JSON.stringify(message));

const told = new Set<string>();

/** Says once for each virtual user what went wrong; of a quota, each rule that is broken. */
export function tell(operation: string, caller: string, kind: string, status: number, says: string): void {
  const key = [operation, caller, kind, status, kind === 'quota' ? says : ''].join(' ');
  if (told.has(key)) return;
  told.add(key);
  say({ operation, caller, kind, status, says });
}

/** Milliseconds between two counts by one virtual user. */
const OFTEN_ENOUGH = 1000;

let failures = 0;
let toldAt = 0;

/** Counts a failure, for anyone who watches the run; not where nobody does. */
export function countFailure(): void {
  if (__ENV.TOLLGATE_LOAD_WATCHED === undefined) return;
  failures++;
  if (now() - toldAt < OFTEN_ENOUGH) return;
  say({ failures });
  [failures, toldAt] = [0, now()];
}

/** Says that the run cannot begin. */
export const tellUnreachable = (unreachable: string): void => say({ unreachable });
