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

function redacted({ expected, got, exchange, symptoms, steps, ...rest }: Finding, redaction: Redaction): Finding {
  // Exchanges first, as they happened: what is secret in them must not be quoted either.
  const before = steps?.map((step) =>
    'did' in step ? step : { ...step, exchange: redaction.exchange(step.exchange) },
  );
  const kept = exchange && redaction.exchange(exchange);
  return {
    ...rest,
    expected: redaction.text(expected),
    got: redaction.text(got),
    ...(kept && { exchange: kept }),
    ...(symptoms && { symptoms: symptoms.map((symptom) => ({ ...symptom, text: redaction.text(symptom.text) })) }),
    ...(before && {
      steps: before.map((step) => ('did' in step ? { did: redaction.text(step.did) } : step)),
    }),
  };
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
  not_judged: 'notJudged',
  unreachable: 'unreachable',
  suite_error: 'suiteErrors',
};

/** @param advice how much of it there is */
export function totalsOf(results: readonly Result[], advice = 0): Totals {
  const totals = {
    passed: 0,
    failed: 0,
    warned: 0,
    informed: 0,
    notRun: 0,
    notJudged: 0,
    unreachable: 0,
    suiteErrors: 0,
    knownFailing: 0,
    advice,
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
