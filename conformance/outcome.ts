/** Turns the way a check ended (returned, threw, timed out) into its outcome. */
import { CheckFailure, NotRun } from './check.ts';
import type { Check, Finding, Level, Outcome, Result } from './check.ts';
import { Unreachable } from './driver/unreachable.ts';
import type { Redaction } from './exchange-redaction.ts';
import type { Totals } from './verdict-report.ts';

const STATE: Readonly<Record<Level, 'failed' | 'warned' | 'informed'>> = {
  must: 'failed',
  should: 'warned',
  may: 'informed',
};

function redacted({ expected, got, exchange }: Finding, redaction: Redaction): Finding {
  // The exchange first: what is secret in it must not be quoted either.
  const kept = exchange && redaction.exchange(exchange);
  return { expected: redaction.text(expected), got: redaction.text(got), ...(kept && { exchange: kept }) };
}

/** @param error what the check threw; secrets are taken out of whatever is kept of it */
export function outcomeOf({ level }: Check, error: unknown, redaction: Redaction): Outcome {
  if (error instanceof CheckFailure) return { state: STATE[level], finding: redacted(error.finding, redaction) };
  if (error instanceof NotRun) return { state: 'not_run', reason: redaction.text(error.message) };
  if (error instanceof Unreachable) return { state: 'unreachable', reason: redaction.text(error.message) };
  return {
    state: 'suite_error',
    error: redaction.text(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  };
}

const COUNTED: Readonly<Record<Outcome['state'], keyof Totals>> = {
  passed: 'passed',
  failed: 'failed',
  warned: 'warned',
  informed: 'informed',
  not_run: 'notRun',
  unreachable: 'unreachable',
  suite_error: 'suiteErrors',
};

export function totalsOf(results: readonly Result[]): Totals {
  const totals = {
    passed: 0,
    failed: 0,
    warned: 0,
    informed: 0,
    notRun: 0,
    unreachable: 0,
    suiteErrors: 0,
    knownFailing: 0,
  };
  for (const {
    outcome: { state },
    known,
  } of results) {
    if (known !== undefined && (state === 'failed' || state === 'warned' || state === 'informed'))
      totals.knownFailing++;
    else totals[COUNTED[state]]++;
  }
  return totals;
}
