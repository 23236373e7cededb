/** What `tollgate verify` is told, checked. */
import { InvalidArgumentError } from 'commander';
import type { Level } from '../../conformance/check.ts';
import type { ReportFormat } from '../../conformance/report/reporter.ts';
import type { Evidence } from '../../specs/generated/vocabulary.ts';

export interface VerifyOptions {
  readonly mock?: boolean;
  readonly baseUrl?: string;
  readonly target?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly level?: Level;
  readonly evidence?: readonly Evidence[];
  readonly list?: boolean;
  readonly json?: boolean;
  readonly knownFailing?: string;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly seed?: string;
  readonly tls?: boolean;
  readonly report: readonly ReportTo[];
}

export interface ReportTo {
  readonly format: ReportFormat;
  /** A path, or `-` for standard output. */
  readonly file: string;
}

export const LEVELS = ['must', 'should', 'may'] as const satisfies readonly Level[];
export const FORMATS = ['tap', 'junit', 'html', 'json', 'sarif', 'md'] as const satisfies readonly ReportFormat[];
const EVIDENCE = ['documented', 'sample', 'public', 'standard', 'assumed'] as const satisfies readonly Evidence[];

export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function one<T extends string>(value: string, choices: readonly T[], noun: string): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new InvalidArgumentError(`"${value}" is no ${noun}; there is ${choices.join(', ')}.`);
  return found;
}

export const parseLevel = (value: string): Level => one(value, LEVELS, 'level');

export const parseEvidence = (value: string): readonly Evidence[] => value.split(',').map((word) => one(word.trim(), EVIDENCE, 'kind of evidence'));

export function parseReport(value: string, before: readonly ReportTo[]): readonly ReportTo[] {
  const [, format, file] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (format === undefined || file === undefined) throw new InvalidArgumentError(`write a format and a file, such as ${FORMATS[1]}=report.xml, or ${FORMATS[0]}=- for standard output.`);
  const report = { format: one(format, FORMATS, 'report format'), file };
  if (file === '-' && before.some((other) => other.file === '-')) throw new InvalidArgumentError('only one report can go to standard output.');
  return [...before, report];
}

export function parseUrl(value: string): string {
  if (!/^https?:\/\/./.test(value) || !URL.canParse(value)) throw new InvalidArgumentError('a base URL starts with http:// or https:// and a host.');
  return value;
}

export function parseConcurrency(value: string): number {
  const MOST = 256;
  if (!/^[1-9]\d*$/.test(value) || Number(value) > MOST) throw new InvalidArgumentError(`a whole number from 1 to ${MOST} is needed.`);
  return Number(value);
}
