/** What k6 measured, as reports tell it. */
import { ALWAYS } from './options.ts';
import { KINDS } from './metrics.ts';
import { labels, profile, templates } from './profile.ts';
import { shape } from './shapes.ts';

export interface Metric {
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}

/** What k6 hands to `handleSummary`, as far as it is used. */
export interface SummaryData {
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly state: { readonly testRunDurationMs: number };
}

export interface Threshold {
  readonly metric: string;
  readonly rule: string;
  readonly ok: boolean;
  readonly got: string;
}

export interface OperationFigures {
  readonly operation: string;
  readonly requests: number;
  readonly perSecond: number;
  readonly failedShare: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Span {
  /** Epoch milliseconds. */
  readonly first: number;
  readonly last: number;
}

export interface Refused extends Span {
  readonly credential: string;
  readonly count: number;
}

export interface Figures {
  readonly contract: string;
  readonly scenario: string;
  readonly profile: string;
  readonly target: string;
  readonly seconds: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly requests: number;
  readonly iterations: number;
  /** Iterations that did not start, because all virtual users were still waiting for answers. */
  readonly dropped: number;
  readonly operations: readonly OperationFigures[];
  readonly failures: Readonly<Record<string, number>>;
  /** Kind of failure → the first and the last, epoch milliseconds. */
  readonly failedSince: Readonly<Record<string, Span>>;
  readonly expected429: number;
  readonly unexpected429: number;
  readonly unauthorized: readonly Refused[];
  readonly renewed: number;
  readonly edge: { readonly offered: number; readonly admitted: number; readonly faults: number } | null;
  readonly thresholds: readonly Threshold[];
}

function thresholdsOf({ metrics }: SummaryData): Threshold[] {
  return Object.entries(metrics).flatMap(([metric, { thresholds = {}, values }]) => Object.entries(thresholds)
    .filter(([rule]) => !ALWAYS.includes(rule))
    .map(([rule, { ok }]) => {
      const stat = /^[\w()]+/.exec(rule)?.[0] ?? '';
      const value = values[stat] ?? 0;
      return { metric, rule, ok, got: `${stat} is ${Number(value.toFixed(4))}` };
    }))
    .sort((a, b) => (a.metric < b.metric ? -1 : 1));
}

export function figuresOf(data: SummaryData, endedAt: number): Figures {
  const seconds = data.state.testRunDurationMs / 1000;
  const value = (metric: string, stat: string): number => data.metrics[metric]?.values[stat] ?? 0;
  const operations = templates().map(({ operation }): OperationFigures => {
    const of = (metric: string, stat: string): number => value(`${metric}{operation:${operation}}`, stat);
    const requests = of('http_reqs', 'count');
    return {
      operation, requests, perSecond: requests / seconds, failedShare: of('tollgate_failed', 'rate'),
      p95: of('http_req_duration', 'p(95)'), p99: of('http_req_duration', 'p(99)'), max: of('http_req_duration', 'max'),
    };
  });
  const unauthorized = labels().flatMap((credential): Refused[] => {
    const of = (stat: string): number => value(`tollgate_401_at{credential:${credential}}`, stat);
    return of('count') === 0 ? [] : [{ credential, count: of('count'), first: of('min'), last: of('max') }];
  });
  return {
    contract: profile.contract, scenario: profile.scenario, profile: shape.name, target: profile.target,
    seconds, startedAt: endedAt - data.state.testRunDurationMs,
    requests: operations.reduce((sum, { requests }) => sum + requests, 0),
    iterations: value('iterations', 'count'), dropped: value('dropped_iterations', 'count'),
    operations: operations.filter(({ requests }) => requests > 0),
    failures: Object.fromEntries(KINDS.flatMap((kind) => {
      const count = value(`tollgate_failures{kind:${kind}}`, 'count');
      return count === 0 ? [] : [[kind, count]];
    })),
    failedSince: Object.fromEntries(KINDS.flatMap((kind) => {
      const [first, last] = (['min', 'max'] as const).map((stat) => value(`tollgate_failed_at{kind:${kind}}`, stat));
      return first === undefined || first === 0 ? [] : [[kind, { first, last: last! }]];
    })),
    expected429: value('tollgate_429_expected', 'count'), unexpected429: value('tollgate_429_unexpected', 'count'),
    unauthorized, renewed: value('tollgate_renewed', 'count'),
    edge: profile.edge === null ? null : { offered: value('tollgate_edge_offered', 'count'), admitted: value('tollgate_edge_admitted', 'count'), faults: value('tollgate_edge_faults', 'count') },
    thresholds: thresholdsOf(data),
  };
}
