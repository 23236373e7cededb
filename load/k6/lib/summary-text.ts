/** The summary on a terminal. */
import { profile } from './run-profile.ts';
import { pods } from './load-shapes.ts';
import type { EdgeFigures, Figures, OperationFigures, Refused, Span } from './figures.ts';

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const percent = (share: number): string => `${(share * 100).toFixed(share === 0 || share >= 0.1 ? 0 : 2)} %`;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd(),
  );
}

export const HEAD = ['operation', 'requests', 'per s', 'failed', 'p95', 'p99', 'max'] as const;

export const rowOf = ({ operation, requests, perSecond, failedShare, p95, p99, max }: OperationFigures): string[] => [
  operation,
  String(requests),
  perSecond.toFixed(1),
  percent(failedShare),
  ms(p95),
  ms(p99),
  ms(max),
];

/** Since when, by the run's clock and the world's; and until when, where it is more than one moment. */
function spanOf({ startedAt }: Figures, count: number, { first, last }: Span): string {
  const into = (at: number): string => ((at - startedAt) / 1000).toFixed(1);
  return `first ${into(first)} s into the run (${new Date(first).toISOString()})${count === 1 ? '' : `, last ${into(last)} s in`}`;
}

/** Which credential was refused, and since when. */
const stormOf =
  (figures: Figures) =>
  ({ credential, count, ...span }: Refused): string =>
    `  401: ${credential} was refused ${count} ${count === 1 ? 'time' : 'times'}, ${spanOf(figures, count, span)}`;

/** What failed, and since when. */
const failedOf = (figures: Figures): string[] =>
  Object.entries(figures.failures).map(([kind, count]) => {
    const span = figures.failedSince[kind];
    return `  failed: ${count} ${kind.replaceAll('_', ' ')}${span === undefined ? '' : `, ${spanOf(figures, count, span)}`}`;
  });

/** Where nothing succeeds, the load is seldom to blame. */
function nothingWorked({ operations, profile: name }: Figures): string[] {
  const isNone = operations.length > 0 && operations.every(({ failedShare }) => failedShare === 1);
  return isNone
    ? [
        `  not one request succeeded: see whether base_url (${profile.origins[0]!}) and the credentials are right${name === 'smoke' ? '' : ', with --profile smoke'}`,
      ]
    : [];
}

function verdictOf({ offered, faults }: EdgeFigures): string {
  if (offered === 0) return 'not tried';
  return faults === 0 ? 'exact' : `${faults} ${faults === 1 ? 'rule' : 'rules'} broken`;
}

const edgeLine = (edge: EdgeFigures): string =>
  `  quota ${edge.quota}: ${edge.offered} requests offered, ${edge.admitted} let in (${edge.limit} in ${edge.windowSeconds} s, ${edge.algorithm.replaceAll('_', ' ')}${edge.lent ? ', set for this run: the contract has no limit' : ''}), ${verdictOf(edge)}`;

const edgeLines = ({ edges, undriven }: Figures): string[] => [
  ...edges.map(edgeLine),
  ...undriven.map(({ quota, reason }) => `  quota ${quota}: not driven, ${reason}`),
];

export const headline = ({
  contract,
  scenario,
  profile: name,
  target,
  seconds,
  requests,
  iterations,
}: Figures): string =>
  `${contract} ${scenario} (${name}) on ${target}: ${requests} requests in ${seconds.toFixed(1)} s, ${iterations} iterations`;

/** What there is to say besides the table of operations and the thresholds. */
export function notesOf(figures: Figures): string[] {
  const { iterations, dropped, expected429, unexpected429, refusedExpected, unauthorized, renewed } = figures;
  return [
    ...(pods > 1 && iterations === 0
      ? [`  nothing fell to this pod: the run has fewer iterations than ${pods} pods`]
      : []),
    ...failedOf(figures),
    ...nothingWorked(figures),
    ...(expected429 + unexpected429 === 0 ? [] : [`  429: ${expected429} expected, ${unexpected429} not`]),
    ...(refusedExpected === 0 ? [] : [`  refused as it has to be: ${refusedExpected}`]),
    ...edgeLines(figures),
    ...unauthorized.map(stormOf(figures)),
    ...(renewed === 0 ? [] : [`  ${renewed} tokens renewed before they expired`]),
    ...(dropped === 0
      ? []
      : [
          `  ${dropped} ${dropped === 1 ? 'iteration' : 'iterations'} did not start: no virtual user was free, since all were waiting for answers`,
        ]),
  ];
}

export function textOf(figures: Figures): string {
  const { operations, thresholds } = figures;
  const broken = thresholds.filter(({ ok }) => !ok);
  return `${[
    '',
    headline(figures),
    ...table([HEAD, ...operations.map(rowOf)]),
    ...notesOf(figures),
    ...broken.map(({ metric, rule, got }) => `  broken: ${metric} ${rule} (${got})`),
    `  ${thresholds.length - broken.length} of ${thresholds.length} thresholds hold`,
  ].join('\n')}\n`;
}
