/** The whole report as JSON, for programs; `report.schema.json` says what is in it. */
import type { Advice } from '../advice.ts';
import type { Cause } from '../causes/cause.ts';
import type { Exchange } from '../exchange.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { adviceBasis } from './advice-text.ts';
import { foundBasis, citationText } from './citation-text.ts';
import { commandFor, curlLine, reproduction } from './reproduce.ts';
import { tool } from './tool.ts';

/** Path, from the package. */
const SCHEMA = 'node_modules/tollgate/dist/conformance/report/report.schema.json';

/** Goes up when a program that read the last one could not read this one. */
const VERSION = 1;

function causeObject(cause: Cause, report: Report, sources: Sources): object {
  const { number, key, title, level, evidence, check, finding, failed, notJudged } = cause;
  const { expected, got, exchange, steps } = finding;
  return {
    number,
    key,
    title,
    level,
    evidence,
    citation: citationText(cause, sources),
    check,
    expected,
    got,
    exchange,
    steps,
    script: reproduction(report, cause)?.lines,
    failed,
    notJudged,
  };
}

const adviceObject = ({ basis, ...advice }: Advice, sources: Sources): object => ({
  ...advice,
  evidence: basis?.evidence,
  citation: adviceBasis({ ...advice, basis }, sources),
});

/** How to see it oneself: a command where the check had a sandbox of its own, which is gone. */
function again(report: Report, check: string, exchange: Exchange | undefined): object {
  const command = commandFor(report, check);
  return command === undefined ? (exchange === undefined ? {} : { curl: curlLine(exchange) }) : { command };
}

export function jsonReport(reports: readonly Report[], sources: Sources): string {
  const whole = {
    $schema: SCHEMA,
    version: VERSION,
    tool: tool(),
    reports: reports.map(({ results, causes, advice, target: { name, baseUrl, file }, ...report }, i) => ({
      ...report,
      target: { name, baseUrl, file: file?.path },
      causes: causes.map((cause) => causeObject(cause, reports[i]!, sources)),
      advice: advice.map((one) => adviceObject(one, sources)),
      results: results.map(({ check, outcome, duration, known }) => ({
        id: check.id,
        title: check.title,
        level: check.level,
        evidence: check.evidence,
        citation: citationText(foundBasis(check, reports[i]!), sources),
        needs: check.needs,
        state: outcome.state,
        ...('reason' in outcome && { reason: outcome.reason }),
        ...('error' in outcome && { error: outcome.error }),
        ...('finding' in outcome && {
          finding: {
            expected: outcome.finding.expected,
            got: outcome.finding.got,
            exchange: outcome.finding.exchange,
          },
          ...again(reports[i]!, check.id, outcome.finding.exchange),
          causes: causes.flatMap(({ number, failed }) => (failed.includes(check.id) ? [number] : [])),
        }),
        duration: Math.round(duration),
        known,
      })),
    })),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
