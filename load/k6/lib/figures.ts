/** The figures of a run, read from k6's metrics for the reports. */
import type { LoadProfile } from '../profile.ts';
import { ALWAYS } from './thresholds.ts';
import { KINDS } from './metrics.ts';
import { labels, profile, templates } from './run-profile.ts';
import { shape } from './load-shapes.ts';

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

/** A quota that was driven past its limit. */
export interface EdgeFigures {
  readonly quota: string;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly algorithm: string;
  /** Whether the limit is the run's own, since the contract has none. */
  readonly lent: boolean;
  readonly offered: number;
  readonly admitted: number;
  /** Rules that were broken. */
  readonly faults: number;
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
  /** Refusals of what had to be refused. */
  readonly refusedExpected: number;
  readonly edges: readonly EdgeFigures[];
  readonly undriven: LoadProfile['undriven'];
  readonly thresholds: readonly Threshold[];
}

function thresholdsOf({ metrics }: SummaryData): Threshold[] {
  return Object.entries(metrics)
    .flatMap(([metric, { thresholds = {}, values }]) =>
      Object.entries(thresholds)
        .filter(([rule]) => !ALWAYS.includes(rule))
        .map(([rule, { ok }]) => {
          const stat = /^[\w()]+/.exec(rule)?.[0] ?? '';
          const value = values[stat] ?? 0;
          return { metric, rule, ok, got: `${stat} is ${Number(value.toFixed(4))}` };
        }),
    )
    .sort((a, b) => (a.metric < b.metric ? -1 : 1));
}

export function figuresOf(data: SummaryData, endedAt: number): Figures {
  const seconds = data.state.testRunDurationMs / 1000;
  const value = (metric: string, stat: string): number => data.metrics[metric]?.values[stat] ?? 0;
  const operations = templates().map(({ operation }): OperationFigures => {
    const of = (metric: string, stat: string): number => value(`${metric}{operation:${operation}}`, stat);
    const requests = of('http_reqs', 'count');
    return {
      operation,
      requests,
      perSecond: requests / seconds,
      failedShare: of('tollgate_failed', 'rate'),
      p95: of('http_req_duration', 'p(95)'),
      p99: of('http_req_duration', 'p(99)'),
      max: of('http_req_duration', 'max'),
    };
  });
  const unauthorized = labels().flatMap((credential): Refused[] => {
    const of = (stat: string): number => value(`tollgate_401_at{credential:${credential}}`, stat);
    return of('count') === 0 ? [] : [{ credential, count: of('count'), first: of('min'), last: of('max') }];
  });
  return {
    contract: profile.contract,
    scenario: profile.scenario,
    profile: shape.name,
    target: profile.target,
    seconds,
    startedAt: endedAt - data.state.testRunDurationMs,
    requests: operations.reduce((sum, { requests }) => sum + requests, 0),
    iterations: value('iterations', 'count'),
    dropped: value('dropped_iterations', 'count'),
    operations: operations.filter(({ requests }) => requests > 0),
    failures: Object.fromEntries(
      KINDS.flatMap((kind) => {
        const count = value(`tollgate_failures{kind:${kind}}`, 'count');
        return count === 0 ? [] : [[kind, count]];
      }),
    ),
    failedSince: Object.fromEntries(
      KINDS.flatMap((kind) => {
        const [first, last] = (['min', 'max'] as const).map((stat) => value(`tollgate_failed_at{kind:${kind}}`, stat));
        return first === undefined || first === 0 ? [] : [[kind, { first, last: last! }]];
      }),
    ),
    expected429: value('tollgate_429_expected', 'count'),
    unexpected429: value('tollgate_429_unexpected', 'count'),
    unauthorized,
    renewed: value('tollgate_renewed', 'count'),
    refusedExpected: value('tollgate_refused_expected', 'count'),
    edges: profile.edges.map(({ quota, lent }) => {
      const { limit, windowSeconds, algorithm } = profile.quotas[quota]!;
      const of = (metric: string): number => value(`tollgate_edge_${metric}{quota:${quota}}`, 'count');
      return {
        quota,
        limit: limit!,
        windowSeconds,
        algorithm,
        lent,
        offered: of('offered'),
        admitted: of('admitted'),
        faults: of('faults'),
      };
    }),
    undriven: profile.undriven,
    thresholds: thresholdsOf(data),
  };
}
