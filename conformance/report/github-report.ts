/**
 * Annotations that GitHub shows beside the target file: one line a cause, on the standard output of a step.
 *
 * @see [Workflow commands](https://docs.github.com/actions/reference/workflow-commands-for-github-actions)
 */
import type { Sources } from '../cited-facts.ts';
import type { Report } from '../verdict-report.ts';
import { adviceBasis, adviceLine } from './advice-text.ts';
import { clip, countText, gotText } from './cause-text.ts';
import { citationText } from './citation-text.ts';
import { assumedText, paceText, reasonOf, totalsText } from './outcome-words.ts';
import { pathBelow } from './sarif-report.ts';

const COMMANDS = { must: 'error', should: 'warning', may: 'notice' } as const;

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** @param where the report whose target file it stands beside, if there is one */
export function annotation(command: string, title: string, text: string, where?: Pick<Report, 'target'>): string {
  const file = where?.target.file;
  const place = file === undefined ? '' : `file=${property(pathBelow(file.path) ?? file.path)},line=${file.line},`;
  return `::${command} ${place}title=${property(title)}::${data(text)}`;
}

export function githubReport(reports: readonly Report[], sources: Sources): string {
  const lines = reports.flatMap((report) => [
    ...report.causes.map((cause) =>
      annotation(
        COMMANDS[cause.level],
        `${cause.title}${countText(cause)}`,
        `expected ${cause.finding.expected}\ngot ${clip(gotText(cause.finding), 'screen')}\n${cause.check}\n${citationText(cause, sources)}`,
        report,
      ),
    ),
    ...report.results.flatMap((result) =>
      result.outcome.state === 'suite_error' || result.outcome.state === 'unreachable'
        ? [annotation('error', result.check.id, reasonOf(result)!, report)]
        : [],
    ),
    ...report.stale.map(({ id, reason }) =>
      annotation('error', `${id} is listed as known failing, and does not fail`, reason, report),
    ),
    ...report.advice.map((one) =>
      annotation('notice', 'Advice', `${adviceLine(one)}\n${adviceBasis(one, sources)}`, report),
    ),
    `${report.title} on ${report.target.name}: ${totalsText(report.totals)}. ${paceText(report)}.${assumedText(report) === undefined ? '' : ` ${assumedText(report)}.`}`,
  ]);
  return `${lines.join('\n')}\n`;
}
