/** What turns a report into a text: one for each format of `--report`. */
import type { Report } from '../report.ts';
import type { Sources } from '../sources.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';
import { tapReport } from './tap.ts';

export type Reporter = (reports: readonly Report[], sources: Sources) => string;

export const REPORTERS = {
  tap: tapReport,
  junit: junitReport,
  html: htmlReport,
  json: jsonReport,
  sarif: sarifReport,
  md: markdownReport,
} as const satisfies Readonly<Record<string, Reporter>>;

export type ReportFormat = keyof typeof REPORTERS;
