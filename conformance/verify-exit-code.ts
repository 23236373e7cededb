/** The exit code of `tollgate verify`. */
import type { Report } from './verdict-report.ts';

export interface ExitOptions {
  /** What warns, and advice, fails the run too. */
  readonly strict?: boolean | undefined;
}

/** 0 clean, 1 failed checks (or stale entries, or suite errors), 3 target unreachable. */
export function exitCode({ totals, stale }: Report, { strict = false }: ExitOptions = {}): 0 | 1 | 3 {
  if (totals.unreachable > 0 && totals.passed === 0) return 3;
  const minor = strict ? totals.warned + totals.advice : 0;
  return totals.failed + totals.suiteErrors + totals.unreachable + stale.length + minor > 0 ? 1 : 0;
}
