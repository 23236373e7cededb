/** The summary on a terminal. */
import { profile } from './profile.ts';
import type { Figures, OperationFigures, Refused } from './figures.ts';

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const percent = (share: number): string => `${(share * 100).toFixed(share === 0 || share >= 0.1 ? 0 : 2)} %`;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) => `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd());
}

const rowOf = ({ operation, requests, perSecond, failedShare, p95, p99, max }: OperationFigures): string[] =>
  [operation, String(requests), perSecond.toFixed(1), percent(failedShare), ms(p95), ms(p99), ms(max)];

/** Which credential was refused, and since when. */
function storm({ startedAt }: Figures) {
  return ({ credential, count, first, last }: Refused): string => {
    const since = ((first - startedAt) / 1000).toFixed(1);
    const span = count === 1 ? '' : `, last ${((last - startedAt) / 1000).toFixed(1)} s in`;
    return `  401: ${credential} was refused ${count} ${count === 1 ? 'time' : 'times'}, first ${since} s into the run (${new Date(first).toISOString()})${span}`;
  };
}

function edgeLines({ edge }: Figures): string[] {
  if (edge === null) return [];
  const { limit, windowSeconds, algorithm } = profile.quotas[profile.edge!.quota]!;
  return [`  quota ${profile.edge!.quota}: ${edge.offered} requests offered, ${edge.admitted} let in (${limit} in ${windowSeconds} s, ${algorithm.replaceAll('_', ' ')}), ${edge.faults === 0 ? 'exact' : `${edge.faults} ${edge.faults === 1 ? 'rule' : 'rules'} broken`}`];
}

export function textOf(figures: Figures): string {
  const { contract, scenario, profile: name, target, seconds, requests, iterations, dropped, operations, failures, expected429, unexpected429, unauthorized, renewed, thresholds } = figures;
  const broken = thresholds.filter(({ ok }) => !ok);
  const kinds = Object.entries(failures).map(([kind, count]) => `${count} ${kind.replaceAll('_', ' ')}`);
  return `${[
    '', `${contract} ${scenario} (${name}) on ${target}: ${requests} requests in ${seconds.toFixed(1)} s, ${iterations} iterations`,
    ...table([['operation', 'requests', 'per s', 'failed', 'p95', 'p99', 'max'], ...operations.map(rowOf)]),
    ...(kinds.length === 0 ? [] : [`  failed: ${kinds.join(', ')}`]),
    ...(expected429 + unexpected429 === 0 ? [] : [`  429: ${expected429} expected, ${unexpected429} not`]),
    ...edgeLines(figures),
    ...unauthorized.map(storm(figures)),
    ...(renewed === 0 ? [] : [`  ${renewed} tokens renewed before they expired`]),
    ...(dropped === 0 ? [] : [`  ${dropped} iterations did not start: every virtual user was waiting for an answer`]),
    ...broken.map(({ metric, rule, got }) => `  broken: ${metric} ${rule} (${got})`),
    `  ${thresholds.length - broken.length} of ${thresholds.length} thresholds hold`,
  ].join('\n')}\n`;
}
