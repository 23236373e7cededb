/** @see [TAP 14](https://testanything.org/tap-version-14-specification.html) */
import { stringify } from 'yaml';
import type { Result } from '../check.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { adviceBasis, adviceLine } from './advice-text.ts';
import { clip, gotText } from './cause-text.ts';
import { foundBasis, citationText } from './citation-text.ts';
import { reproduction } from './reproduce.ts';
import { assumedText, reasonOf } from './outcome-words.ts';

const comment = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');

const safe = (text: string): string => comment(text).replaceAll('#', '\\#');

function line(result: Result, number: number, name: string): string {
  const { check, outcome, known } = result;
  const bad = outcome.state === 'failed' || outcome.state === 'unreachable' || outcome.state === 'suite_error';
  const head = `${bad ? 'not ok' : 'ok'} ${number} - ${safe(`${name}${check.id}: ${check.title}`)}`;
  if (outcome.state === 'not_run' || outcome.state === 'not_judged') return `${head} # SKIP ${safe(outcome.reason)}`;
  return known !== undefined && bad ? `${head} # TODO ${safe(known)}` : head;
}

function diagnosis(result: Result, report: Report, sources: Sources): string {
  const { check, outcome } = result;
  const reason = reasonOf(result);
  if (outcome.state === 'passed' || outcome.state === 'not_run' || outcome.state === 'not_judged') return '';
  const data =
    'finding' in outcome
      ? {
          level: check.level,
          says: citationText(foundBasis(check, report), sources),
          expected: outcome.finding.expected,
          got: clip(gotText(outcome.finding), 'screen'),
          again: reproduction(report, { check: check.id, finding: outcome.finding })?.lines.join('\n'),
        }
      : { reason };
  return `  ---\n${stringify(data).replaceAll(/^/gm, '  ').trimEnd()}\n  ...\n`;
}

export function tapReport(reports: readonly Report[], sources: Sources): string {
  const lines = ['TAP version 14\n'];
  let number = 0;
  for (const report of reports) {
    const name = reports.length > 1 ? `${report.contract} ` : '';
    const assumed = assumedText(report);
    if (assumed !== undefined) lines.push(`# ${name}${assumed}\n`);
    for (const result of report.results)
      lines.push(`${line(result, ++number, name)}\n`, diagnosis(result, report, sources));
    for (const one of report.advice)
      lines.push(`# ${name}advice: ${comment(adviceLine(one))}; ${comment(adviceBasis(one, sources))}\n`);
    for (const { id, reason } of report.stale)
      lines.push(
        `not ok ${++number} - ${safe(`${name}${id} is listed as known failing, and does not fail (${reason})`)}\n`,
      );
  }
  lines.push(`1..${number}\n`);
  return lines.join('');
}
