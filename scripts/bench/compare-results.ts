/** What changed from one run of the bench to another, beyond what two runs of the same code differ by. */
import type { Measured, Results } from './results.ts';
import { sameRow } from './results.ts';
import { figure } from './rows.ts';
import { chance } from './statistics.ts';

export type Verdict = 'better' | 'worse' | 'same' | 'not judged';

export interface Change {
  readonly row: Measured;
  readonly before: number;
  readonly verdict: Verdict;
  /** Of the figure before. */
  readonly by: number;
  /** Where it is not judged: why. */
  readonly reason?: string;
}

/** A share of the median: two starts of one server differ by as much, however still the rounds of each are. */
const BETWEEN_RUNS = 0.03;

function judge(before: Measured, row: Measured): Pick<Change, 'verdict' | 'reason'> {
  if (before.unit !== 'ratio') return { verdict: 'not judged', reason: 'a figure of one machine at one time' };
  if (before.spread === undefined || row.spread === undefined)
    return { verdict: 'not judged', reason: 'one of the runs tells no quartiles' };
  if (before.quick || row.quick) return { verdict: 'not judged', reason: 'one of the runs had short rounds' };
  const moved = row.spread.median - before.spread.median;
  const noise = Math.max(chance(before.spread) + chance(row.spread), BETWEEN_RUNS * Math.abs(before.spread.median));
  if (!(Math.abs(moved) > noise)) return { verdict: 'same' };
  return { verdict: moved > 0 === (row.better === 'higher') ? 'better' : 'worse' };
}

/** Rows that both have a figure for, in the order of the newer run. */
export function changes(before: Results, after: Results): Change[] {
  return after.rows.flatMap((row) => {
    const old = before.rows.find((other) => sameRow(other, row));
    if (row.value === null || old === undefined || old.value === null) return [];
    return [{ row, before: old.value, by: row.value / old.value - 1, ...judge(old, row) }];
  });
}

/** Figures that one of the runs does not have, of the groups that the newer one measured. */
function unmatched(before: Results, after: Results): string[] {
  const measured = new Set(after.rows.map(({ group }) => group));
  const hasFigure = (rows: readonly Measured[], row: Measured): boolean =>
    rows.some((other) => sameRow(other, row) && other.value !== null);
  const only = (rows: readonly Measured[], others: readonly Measured[], which: string): string[] =>
    rows
      .filter((row) => measured.has(row.group) && row.value !== null && !hasFigure(others, row))
      .map(
        ({ name, against }) =>
          `not compared: ${name}${against === '' ? '' : `, against ${against}`}: only the ${which} run has it`,
      );
  return [...only(before.rows, after.rows, 'older'), ...only(after.rows, before.rows, 'newer')];
}

const SAID: Readonly<Record<Verdict, string>> = {
  better: 'better',
  worse: 'WORSE',
  same: 'within the noise',
  'not judged': 'not judged',
};

/** @returns lines: what changed first */
export function changesText(before: Results, after: Results): string[] {
  const all = changes(before, after);
  const order: readonly Verdict[] = ['worse', 'better', 'same', 'not judged'];
  const lines = order.flatMap((wanted) =>
    all
      .filter(({ verdict }) => verdict === wanted)
      .map(({ row, before: old, by, reason }) => {
        const percent = `${by >= 0 ? '+' : ''}${(by * 100).toFixed(1)} %`;
        const against = row.against === '' ? '' : `, against ${row.against}`;
        const why = reason === undefined ? '' : `: ${reason}`;
        return `${SAID[wanted]}: ${row.name}${against}: ${figure(old, row.unit)} → ${figure(row.value!, row.unit)} (${percent})${why}`;
      }),
  );
  const machines =
    JSON.stringify(before.machine) === JSON.stringify(after.machine)
      ? []
      : ['The runs are of two machines, or two versions of Node: only ratios can be compared, with care.'];
  const rest = unmatched(before, after);
  return lines.length === 0 ? ['The two runs have no figure in common.', ...rest] : [...machines, ...lines, ...rest];
}
