/** The summary at the end of a run: text on the terminal, and the report files that were asked for. */
import { now } from './k6-clock.ts';
import { figuresOf } from './figures.ts';
import type { SummaryData } from './figures.ts';
import { junitOf } from './k6-junit.ts';
import { pageOf } from './summary-page.ts';
import { textOf } from './summary-text.ts';

export function handleSummary(data: SummaryData): Record<string, string> {
  const figures = figuresOf(data, now());
  const {
    TOLLGATE_LOAD_JSON: json,
    TOLLGATE_LOAD_JUNIT: junit,
    TOLLGATE_LOAD_PAGE: page,
    TOLLGATE_LOAD_TEXT: text = 'stdout',
  } = __ENV;
  return {
    [text]: textOf(figures),
    ...(json !== undefined && { [json]: `${JSON.stringify(figures, undefined, 2)}\n` }),
    ...(junit !== undefined && { [junit]: junitOf(figures) }),
    ...(page !== undefined && { [page]: pageOf(figures) }),
  };
}
