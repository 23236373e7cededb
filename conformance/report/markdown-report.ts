/** For a pull request's comment or a job's summary: a table of causes, each in full below it, folded. */
import type { Cause } from '../causes/cause.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { countedNoun } from '../counted-noun.ts';
import { adviceBasis, adviceLine, adviceTitle } from './advice-text.ts';
import { causeText, NO_PAINT } from './cause-text.ts';
import { OUTCOME_WORDS, assumedText, notRunByReason, paceText, reasonOf, totalsText } from './outcome-words.ts';

/** GitHub takes comments of 65,536 characters; a few are left for who posts it. */
const MOST_BYTES = 60_000;

const bytes = (text: string): number => Buffer.byteLength(text);

const inHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const cell = (text: string): string => inHtml(text).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

/** Longer than any run of backquotes inside. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}text\n${text}\n${fence}`;
}

const row = ({ number, level, title, failed, notJudged }: Cause): string =>
  `| ${number} | ${level.toUpperCase()} | ${cell(title)} | ${failed.length} | ${notJudged.length} |`;

const folded = (cause: Cause, report: Report, sources: Sources): string =>
  [
    `<details><summary>${cause.number}. ${inHtml(cause.title)}</summary>`,
    '',
    fenced(causeText(cause, report, sources, 'whole', NO_PAINT)),
    '',
    '</details>',
    '',
  ].join('\n');

function others({ results, stale }: Report): string[] {
  const lines = [
    ...results.flatMap((result) => {
      const { check, outcome } = result;
      return outcome.state === 'suite_error' || outcome.state === 'unreachable'
        ? [`- ${OUTCOME_WORDS[outcome.state]}: \`${check.id}\`: ${cell(reasonOf(result)!).slice(0, 300)}`]
        : [];
    }),
    ...stale.map(({ id, reason }) => `- \`${id}\` is listed as known failing, and does not fail (${cell(reason)})`),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

function notRun(report: Report): string[] {
  const reasons = notRunByReason(report);
  if (reasons.length === 0) return [];
  return [
    `<details><summary>Not run: ${countedNoun(report.totals.notRun, 'check')}</summary>`,
    '',
    ...reasons.map(([reason, count]) => `- ${count}: ${cell(reason)}`),
    '',
    '</details>',
    '',
  ];
}

function advice(report: Report, sources: Sources): string[] {
  const title = adviceTitle(report);
  if (title === undefined) return [];
  return [
    `<details><summary>${inHtml(title)}</summary>`,
    '',
    ...report.advice.map((one) => `- ${cell(adviceLine(one))}<br>${cell(adviceBasis(one, sources))}`),
    '',
    '</details>',
    '',
  ];
}

/** What stands before the details. */
const head = (report: Report): string =>
  [
    `## ${report.title} on ${report.target.name}`,
    '',
    `${report.causes.length === 0 ? '' : `**${countedNoun(report.causes.length, 'cause')}**: `}${totalsText(report.totals)}. ${paceText(report)}.`,
    '',
    ...(report.causes.length === 0
      ? []
      : [
          '| # | level | what is wrong | failed | not judged |',
          '|---|---|---|---|---|',
          ...report.causes.map(row),
          '',
        ]),
    ...(assumedText(report) === undefined ? [] : [`${assumedText(report)}.`, '']),
    ...others(report),
    ...notRun(report),
  ].join('\n');

export function markdownReport(reports: readonly Report[], sources: Sources): string {
  let room =
    MOST_BYTES - bytes('# Conformance\n\n') - reports.reduce((sum, report) => sum + bytes(head(report)) + 200, 0);
  const sections = reports.map((report) => {
    let left = 0;
    const advised = advice(report, sources).join('\n');
    const details = report.causes.flatMap((cause) => {
      const text = folded(cause, report, sources);
      if (left > 0 || bytes(text) > room) {
        left++;
        return [];
      }
      room -= bytes(text);
      return [text];
    });
    const more = left === 0 ? '' : `Left out for want of room: the details of ${countedNoun(left, 'cause')}.\n`;
    const fits = bytes(advised) <= room;
    if (fits) room -= bytes(advised);
    return `${head(report)}${details.join('\n')}${more}${fits ? advised : ''}`;
  });
  const whole = `# Conformance\n\n${sections.join('\n')}`;
  // So many contracts or suite errors that heads alone do not fit.
  return bytes(whole) <= MOST_BYTES
    ? whole
    : `${Buffer.from(whole)
        .subarray(0, MOST_BYTES - 10)
        .toString('utf8')
        .replace(/\uFFFD$/, '')}\n…\n`;
}
