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
  unreachable: 'target unreachable',
  suite_error: 'suite error',
};

/** Why there is no verdict, where there is none. */
export function reasonOf({ outcome }: Result): string | undefined {
  switch (outcome.state) {
    case 'not_run':
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
    [totals.warned, 'warnings'],
    [totals.informed, 'notes'],
    [totals.knownFailing, 'known failing'],
    [totals.notRun, 'not run'],
    [totals.unreachable, 'target unreachable'],
    [totals.suiteErrors, 'suite errors'],
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
