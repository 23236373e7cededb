/** What a run had to say beside its figures: how refusals explained themselves, and what stopped k6. */
import { constants } from 'node:os';
import type { LoggedFailure } from '../../../load/node/k6-log.ts';
import type { K6Ended } from '../../../load/node/run-k6.ts';
import { EXIT_FINDINGS } from '../command-exit.ts';

const MOST = 10;
/** Of k6, where a threshold breaks. */
const THRESHOLDS_BROKEN = 99;
/** What shells add to a signal's number. */
const SIGNALLED = 128;

const line = ({ operation, caller, kind, status, reason, users }: LoggedFailure): string =>
  `  ${kind.replaceAll('_', ' ')}: ${operation}, ${caller}${status === 0 ? '' : `, status ${status}`}${reason === '' ? '' : `: ${reason}`} (${users} virtual ${users === 1 ? 'user' : 'users'})`;

function endLines({ code, stopped, summary }: K6Ended): string[] {
  if (stopped !== undefined)
    return [
      `  stopped by ${stopped}${summary === '' ? ', without a summary' : ': the figures are of what was done until then'}`,
    ];
  return code === 0 || code === THRESHOLDS_BROKEN
    ? []
    : [`  the run could not be carried out: k6 ended with ${code ?? 'a signal'}`];
}

export function diagnosisLines(ended: K6Ended): string[] {
  const most = [...ended.loggedFailures()].sort((a, b) => b.users - a.users);
  return [
    ...most.slice(0, MOST).map(line),
    ...(most.length > MOST ? [`  and ${most.length - MOST} more of the kind`] : []),
    ...ended.complaints().map((words) => `  k6: ${words}`),
    ...endLines(ended),
  ];
}

/**
 * @returns 0 all thresholds hold, 99 one is broken, 1 it could not be carried out, 128 and the signal's number where
 * one ended it
 */
export function exitCodeOf({ code, stopped }: K6Ended): number {
  if (stopped !== undefined) return SIGNALLED + constants.signals[stopped];
  return code === 0 || code === THRESHOLDS_BROKEN ? code : EXIT_FINDINGS;
}
