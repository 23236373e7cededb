/** The whole report as JSON, for programs. */
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { citationText } from './citation-text.ts';
import { curlLine } from './reproduce.ts';

export function jsonReport(reports: readonly Report[], sources: Sources): string {
  return `${JSON.stringify(
    reports.map(({ results, ...report }) => ({
      ...report,
      results: results.map(({ check, outcome, duration, known }) => ({
        id: check.id,
        title: check.title,
        level: check.level,
        evidence: check.evidence,
        citation: citationText(check, sources),
        needs: check.needs,
        ...outcome,
        ...('finding' in outcome && outcome.finding.exchange && { curl: curlLine(outcome.finding.exchange) }),
        duration: Math.round(duration),
        known,
      })),
    })),
    null,
    2,
  )}\n`;
}
