/** A finding of lint, and its one line of text. */
import { relative } from 'node:path';
import type { ContractProblem, Level } from '../contract-problem.ts';

/** Something wrong with a contract, and the place in the file where it is wrong. */
export interface Finding extends ContractProblem {
  readonly level: Level;
  /** Path from the working directory if it lies below it, else absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** `file:line:column level rule message (suggestion)` */
export function formatFinding({ file, line, column, level, rule, message, suggestion }: Finding): string {
  return `${file}:${line}:${column} ${level} ${rule} ${message}${suggestion === undefined ? '' : ` (${suggestion})`}`;
}

/** A file as people know it from where they stand; a URL as it is. */
export function shownFile(absolute: string): string {
  if (/^https?:/i.test(absolute)) return absolute;
  const path = relative(process.cwd(), absolute);
  return path === '' || path.startsWith('..') ? absolute : path;
}

/** By file, then by place. */
export function byPlace(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}
