/** The words for outcomes and totals, shared by every report format. */
import type { Outcome, Result } from '../check.ts';
import { countedNoun } from '../counted-noun.ts';
import type { Report, Totals } from '../verdict-report.ts';

export const OUTCOME_WORDS: Readonly<Record<Outcome['state'], string>> = {
  passed: 'passed',
  failed: 'failed',
  warned: 'warning',
  informed: 'note',
  not_run: 'not run',
  not_judged: 'not judged',
  unreachable: 'target unreachable',
  suite_error: 'suite error',
};

/** Why there is no verdict, where there is none. */
export function reasonOf({ outcome }: Result): string | undefined {
  switch (outcome.state) {
    case 'not_run':
    case 'not_judged':
    case 'unreachable':
      return outcome.reason;
    case 'suite_error':
      return outcome.error;
    default:
      return undefined;
  }
}

/** `120 passed, 2 failed, 14 not run` — what is nought is left out, but for passed and failed. */
export function totalsText(totals: Totals): string {
  const parts: [number, string][] = [
    [totals.warned, totals.warned === 1 ? 'warning' : 'warnings'],
    [totals.informed, totals.informed === 1 ? 'note' : 'notes'],
    [totals.knownFailing, 'known failing'],
    [totals.notJudged, 'not judged'],
    [totals.notRun, 'not run'],
    [totals.unreachable, 'target unreachable'],
    [totals.advice, totals.advice === 1 ? 'piece of advice' : 'pieces of advice'],
    [totals.suiteErrors, totals.suiteErrors === 1 ? 'suite error' : 'suite errors'],
  ];
  return [
    `${totals.passed} passed`,
    `${totals.failed} failed`,
    ...parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`),
  ].join(', ');
}

export function paceText({ results, requests, duration }: Report): string {
  const ran = results.filter(({ outcome }) => outcome.state !== 'not_run').length;
  const seconds = duration / 1000;
  return `${countedNoun(ran, 'check')}, ${countedNoun(requests, 'request')} in ${seconds.toFixed(1)} s (${Math.round(ran / Math.max(seconds, 0.001))} checks/s)`;
}

/** `Assumed, though no document says it: otp (12 checks), idempotency (1 check)`; undefined where nothing was. */
export const assumedText = ({ assumed }: Report): string | undefined =>
  assumed.length === 0
    ? undefined
    : `Assumed, though no document says it: ${assumed.map(({ family, checks }) => `${family} (${countedNoun(checks, 'check')})`).join(', ')}`;

/** What was not run, by reason, the commonest first. */
export function notRunByReason({ results }: Report): readonly (readonly [reason: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { outcome } of results)
    if (outcome.state === 'not_run') counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
