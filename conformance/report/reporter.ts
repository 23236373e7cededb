/** What turns a report into a text: one for each format of `--report`. */
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { githubReport } from './github-report.ts';
import { htmlReport } from './html-report.ts';
import { jsonReport } from './json-report.ts';
import { junitReport } from './junit-report.ts';
import { markdownReport } from './markdown-report.ts';
import { sarifReport } from './sarif-report.ts';
import { tapReport } from './tap-report.ts';

export type Reporter = (reports: readonly Report[], sources: Sources) => string;

export const REPORTERS = {
  tap: tapReport,
  junit: junitReport,
  html: htmlReport,
  json: jsonReport,
  sarif: sarifReport,
  md: markdownReport,
  github: githubReport,
} as const satisfies Readonly<Record<string, Reporter>>;

export type ReportFormat = keyof typeof REPORTERS;
