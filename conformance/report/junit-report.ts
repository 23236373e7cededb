/** JUnit XML as CI servers read it: one suite a contract. */
import type { Result } from '../check.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { adviceLine } from './advice-text.ts';
import { clip, gotText } from './cause-text.ts';
import { findingText } from './failure-text.ts';
import { assumedText, reasonOf } from './outcome-words.ts';

/** XML 1.0 has no way to write most control characters. */
const escape = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

function testcase(report: Report, result: Result, sources: Sources): string {
  const { contract, causes } = report;
  const { check, outcome, duration, known } = result;
  const open = `    <testcase classname="${escape(contract)}.${escape(check.id.split(/[.:]/)[0]!)}" name="${escape(`${check.id}: ${check.title}`)}" time="${(duration / 1000).toFixed(3)}"`;
  const reason = reasonOf(result) ?? '';
  if (known !== undefined && outcome.state === 'failed')
    return `${open}><skipped message="${escape(`known failing: ${known}`)}"/></testcase>`;
  switch (outcome.state) {
    case 'passed':
      return `${open}/>`;
    case 'not_run':
    case 'not_judged':
      return `${open}><skipped message="${escape(reason)}"/></testcase>`;
    case 'failed':
      return `${open}><failure type="${escape(causes.find(({ failed }) => failed.includes(check.id))?.title ?? 'failure')}" message="${escape(`expected ${outcome.finding.expected}, got ${clip(gotText(outcome.finding), 'screen')}`)}">${escape(findingText(result, outcome.finding, sources, report))}</failure></testcase>`;
    case 'warned':
    case 'informed':
      return `${open}><system-out>${escape(findingText(result, outcome.finding, sources, report))}</system-out></testcase>`;
    case 'unreachable':
    case 'suite_error':
      return `${open}><error message="${escape(reason)}"/></testcase>`;
  }
}

export function junitReport(reports: readonly Report[], sources: Sources): string {
  const suites = reports.map((report) => {
    const { contract, results, stale, totals, duration } = report;
    const cases = results.map((result) => testcase(report, result, sources));
    const leftovers = stale.map(
      ({ id, reason }) =>
        `    <testcase classname="${escape(contract)}.known-failing" name="${escape(id)}"><failure message="${escape(`listed as known failing, and does not fail (${reason})`)}"/></testcase>`,
    );
    const told = [
      ...[assumedText(report) ?? []].flat().map((text) => ['assumed', text] as const),
      ...report.advice.map((one) => ['advice', adviceLine(one)] as const),
    ];
    const properties =
      told.length === 0
        ? ''
        : `    <properties>${told.map(([name, value]) => `<property name="${name}" value="${escape(value)}"/>`).join('')}</properties>\n`;
    const errors = totals.unreachable + totals.suiteErrors;
    return `  <testsuite name="${escape(contract)}" tests="${results.length + stale.length}" failures="${totals.failed + stale.length}" errors="${errors}" skipped="${totals.notRun + totals.notJudged + totals.knownFailing}" time="${(duration / 1000).toFixed(3)}">\n${properties}${[...cases, ...leftovers].join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tollgate">\n${suites.join('\n')}\n</testsuites>\n`;
}
