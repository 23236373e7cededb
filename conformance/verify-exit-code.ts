/** The exit code of `tollgate verify`. */
import type { Report } from './verdict-report.ts';

/** 0 clean, 1 failed checks (or stale entries, or suite errors), 3 target unreachable. */
export function exitCode({ totals, stale }: Report): 0 | 1 | 3 {
  if (totals.unreachable > 0 && totals.passed === 0) return 3;
  return totals.failed + totals.suiteErrors + totals.unreachable + stale.length > 0 ? 1 : 0;
}
