/** What `tollgate load` is told, checked. */
import { InvalidArgumentError } from 'commander';
import { durationMs } from '../../../mock/contract/durations.ts';
import { formatAndFile, oneOf } from '../one-of.ts';

export const SHAPES = ['smoke', 'average', 'stress', 'soak', 'spike'] as const;
export type ShapeName = (typeof SHAPES)[number];

export const LOAD_FORMATS = ['html', 'json', 'junit'] as const;
export type LoadFormat = (typeof LOAD_FORMATS)[number];

export interface LoadReport {
  readonly format: LoadFormat;
  readonly file: string;
}

export interface LoadOptions {
  readonly mock?: boolean;
  readonly target?: string;
  readonly profile: ShapeName;
  readonly rate?: number;
  readonly duration?: number;
  readonly p95?: number;
  readonly tokenLifetime?: number;
  readonly report: readonly LoadReport[];
  readonly yesIMayLoadThisHost?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly setup?: boolean;
  readonly k8s?: boolean;
  readonly output?: string;
  readonly parallelism: number;
  readonly secret: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly allowRefs: readonly string[];
}

export const parseShape = (value: string): ShapeName => oneOf(value, SHAPES, 'profile');

export function parseLoadReport(value: string, before: readonly LoadReport[]): readonly LoadReport[] {
  const report = formatAndFile(value, LOAD_FORMATS, 'html=report.html');
  if (report.file === '-') throw new InvalidArgumentError('standard output has the summary already; name a file.');
  if (before.some(({ format }) => format === report.format))
    throw new InvalidArgumentError(
      `there is one ${report.format} report of a run, and a file for it is given already.`,
    );
  return [...before, report];
}

/** A positive number no greater than `most`. */
export function parseNumber(most: number) {
  return (value: string): number => {
    const number = Number(value);
    if (!/^\d+(\.\d+)?$/.test(value) || number <= 0 || number > most)
      throw new InvalidArgumentError(`a number above 0, up to ${most}, is needed.`);
    return number;
  };
}

/** A whole number above 0, no greater than `most`. */
export function parseCount(most: number) {
  return (value: string): number => {
    if (!/^[1-9]\d{0,8}$/.test(value) || Number(value) > most)
      throw new InvalidArgumentError(`a whole number from 1 to ${most} is needed.`);
    return Number(value);
  };
}

/** Milliseconds. */
export function parseMs(value: string): number {
  const ms = /[a-z]/i.test(value) ? durationMs(value) : undefined;
  if (ms === undefined || ms <= 0)
    throw new InvalidArgumentError('write a duration with its unit, such as 500ms, 30s or 2m.');
  return ms;
}

/** Names of Kubernetes objects (RFC 1123). */
export function parseK8sName(value: string): string {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value))
    throw new InvalidArgumentError('Kubernetes names are lower-case letters, digits and dashes, 63 at most.');
  return value;
}
