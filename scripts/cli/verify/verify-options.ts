/** What `tollgate verify` is told, checked. */
import { InvalidArgumentError } from 'commander';
import type { Level } from '../../../conformance/check.ts';
import type { ReportFormat } from '../../../conformance/report/reporter.ts';
import type { Evidence } from '../../../specs/generated/vocabulary.ts';
import { formatAndFile, oneOf } from '../one-of.ts';

export interface VerifyOptions {
  readonly mock?: boolean;
  readonly baseUrl?: string;
  readonly target?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly level?: Level;
  readonly evidence?: readonly Evidence[];
  readonly assume?: readonly string[];
  readonly list?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly brief?: boolean;
  readonly verbose?: boolean;
  readonly bail?: boolean;
  readonly strict?: boolean;
  readonly onlyCause?: number;
  /** False for `--no-color`. */
  readonly color: boolean;
  readonly knownFailing?: string;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly seed?: string;
  readonly tls?: boolean;
  readonly allowRefs: readonly string[];
  readonly report: readonly ReportTo[];
}

export interface ReportTo {
  readonly format: ReportFormat;
  /** A path, or `-` for standard output. */
  readonly file: string;
}

export const LEVELS = ['must', 'should', 'may'] as const satisfies readonly Level[];
export const REPORT_FORMATS = [
  'tap',
  'junit',
  'html',
  'json',
  'sarif',
  'md',
  'github',
] as const satisfies readonly ReportFormat[];
export const EVIDENCE = [
  'documented',
  'sample',
  'public',
  'standard',
  'assumed',
] as const satisfies readonly Evidence[];

export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const parseLevel = (value: string): Level => oneOf(value, LEVELS, 'level');

/** Repeatable; a list with commas is taken too. */
export const parseEvidence = (value: string, before: readonly Evidence[] = []): readonly Evidence[] => [
  ...before,
  ...value.split(',').map((word) => oneOf(word.trim(), EVIDENCE, 'kind of evidence')),
];

/** Repeatable; a list with commas is taken too. */
export const parseFamilies = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value.split(',').map((word) => word.trim()),
];

export function parseReport(value: string, before: readonly ReportTo[]): readonly ReportTo[] {
  // Annotations are for the output of a job's step.
  const report = formatAndFile(
    value === 'github' ? 'github=-' : value,
    REPORT_FORMATS,
    'junit=report.xml, or tap=- for standard output',
  );
  if (report.file === '-' && before.some((other) => other.file === '-'))
    throw new InvalidArgumentError('only one report can go to standard output.');
  return [...before, report];
}

export function parseUrl(value: string): string {
  if (!/^https?:\/\/./.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError('a base URL starts with http:// or https:// and a host.');
  return value;
}

export function parseCause(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new InvalidArgumentError('the number of a cause, as the report counts them, is needed.');
  return Number(value);
}

export function parseConcurrency(value: string): number {
  const MOST = 256;
  if (!/^[1-9]\d*$/.test(value) || Number(value) > MOST)
    throw new InvalidArgumentError(`a whole number from 1 to ${MOST} is needed.`);
  return Number(value);
}
