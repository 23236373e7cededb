/** For a pull request's comment or a job's summary: what failed, in full; what was not run, by reason. */
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { findingText } from './failure-text.ts';
import { OUTCOME_WORDS, notRunByReason, paceText, reasonOf, totalsText } from './outcome-words.ts';

const BAD = ['failed', 'unreachable', 'suite_error', 'warned'] as const;

function section(report: Report, sources: Sources): string {
  const lines = [
    `## ${report.title} on ${report.target.name}`,
    '',
    `${totalsText(report.totals)}. ${paceText(report)}.`,
    '',
  ];
  for (const state of BAD) {
    for (const result of report.results.filter(
      ({ outcome, known }) => outcome.state === state && known === undefined,
    )) {
      const text =
        'finding' in result.outcome
          ? findingText(result, result.outcome.finding, sources)
          : `${result.check.id}: ${reasonOf(result)!}`;
      lines.push(`### ${OUTCOME_WORDS[state]}: ${result.check.title}`, '', '```', text, '```', '');
    }
  }
  for (const { id, reason } of report.stale)
    lines.push(`- \`${id}\` is listed as known failing, and does not fail (${reason})`, '');
  const notRun = notRunByReason(report);
  if (notRun.length > 0) lines.push('Not run:', '', ...notRun.map(([reason, count]) => `- ${count}: ${reason}`), '');
  return lines.join('\n');
}

export function markdownReport(reports: readonly Report[], sources: Sources): string {
  return `# Conformance\n\n${reports.map((report) => section(report, sources)).join('\n')}`;
}
