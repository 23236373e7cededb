/** What a run found, for a person at a terminal or in a log. */
import type { Result } from '../../../conformance/check.ts';
import type { Report, Totals } from '../../../conformance/verdict-report.ts';
import { findingText } from '../../../conformance/report/failure-text.ts';
import { OUTCOME_WORDS, paceText, reasonOf, totalsText } from '../../../conformance/report/outcome-words.ts';
import type { Sources } from '../../../conformance/cited-facts.ts';

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function told(result: Result, sources: Sources): string[] {
  const { check, outcome, known } = result;
  if (known !== undefined && 'finding' in outcome) return [`Known failing: ${check.id} (${known})`];
  if ('finding' in outcome)
    return [`${upper(OUTCOME_WORDS[outcome.state])}: ${findingText(result, outcome.finding, sources)}`, ''];
  return outcome.state === 'suite_error' || outcome.state === 'unreachable'
    ? [`${upper(OUTCOME_WORDS[outcome.state])}: ${check.id}: ${reasonOf(result)!}`, '']
    : [];
}

/** Findings in full, what was not run by reason, and the totals. */
export function reportText(report: Report, sources: Sources): string {
  const reasons = new Map<string, number>();
  for (const result of report.results)
    if (result.outcome.state === 'not_run') reasons.set(reasonOf(result)!, (reasons.get(reasonOf(result)!) ?? 0) + 1);
  return [
    ...report.results.flatMap((result) => told(result, sources)),
    ...report.stale.map(({ id, reason }) => `Stale: ${id} is listed as known failing, and does not fail (${reason})`),
    ...[...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `Not run, ${count}: ${reason}`),
    `${report.title} on ${report.target.name}: ${totalsText(report.totals)}. ${paceText(report)}.`,
  ].join('\n');
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * The totals of several contracts together.
 *
 * @param duration milliseconds from first to last; contracts may have been checked at the same time
 */
export function summaryText(reports: readonly Report[], duration: number): string {
  const [first] = reports;
  if (first === undefined) return '';
  const names = Object.keys(first.totals) as (keyof Totals)[];
  const totals = Object.fromEntries(
    names.map((name) => [name, sum(reports.map((report) => report.totals[name]))]),
  ) as Record<keyof Totals, number>;
  const whole = {
    ...first,
    results: reports.flatMap(({ results }) => results),
    requests: sum(reports.map(({ requests }) => requests)),
    duration,
  };
  return `${reports.length} contracts: ${totalsText(totals)}. ${paceText(whole)}.`;
}
