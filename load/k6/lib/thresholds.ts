/** Options of a run: its scenarios, and thresholds for each operation. */
import type { Options } from 'k6/options';
import { KINDS } from './metrics.ts';
import { labels, profile, templates } from './run-profile.ts';
import { pods, shape } from './load-shapes.ts';
import type { Executor } from './load-shapes.ts';

export type RunOptions = Omit<Options, 'scenarios'> & { readonly scenarios: Readonly<Record<string, Executor>> };

/** Holds always: it is there so that the summary has the figure by itself. */
export const ALWAYS = ['count>=0', 'min>=0'];

export function optionsFor(scenarios: Readonly<Record<string, Executor>>): RunOptions {
  const thresholds: Record<string, string[]> = {
    tollgate_failed: [`rate<=${shape.failed}`],
    // A run that sent nothing has shown nothing; of one that is shared out, some may fall to others.
    iterations: [pods === 1 ? 'count>0' : ALWAYS[0]!],
    tollgate_429_expected: [ALWAYS[0]!],
    tollgate_refused_expected: [ALWAYS[0]!],
    tollgate_429_unexpected: ['count==0'],
  };
  for (const { operation } of templates()) {
    thresholds[`tollgate_failed{operation:${operation}}`] = [`rate<=${shape.failed}`];
    thresholds[`http_req_duration{operation:${operation}}`] = [`p(95)<${shape.p95}`];
    thresholds[`http_reqs{operation:${operation}}`] = [ALWAYS[0]!];
  }
  for (const kind of KINDS) {
    thresholds[`tollgate_failures{kind:${kind}}`] = [ALWAYS[0]!];
    thresholds[`tollgate_failed_at{kind:${kind}}`] = [ALWAYS[1]!];
  }
  for (const { quota } of profile.edges) {
    thresholds[`tollgate_edge_faults{quota:${quota}}`] = ['count==0'];
    thresholds[`tollgate_edge_offered{quota:${quota}}`] = ['count>0'];
    thresholds[`tollgate_edge_admitted{quota:${quota}}`] = ['count>0'];
  }
  for (const label of labels()) thresholds[`tollgate_401_at{credential:${label}}`] = [ALWAYS[1]!];
  return {
    scenarios,
    thresholds,
    // Addresses are left out: they may carry credentials.
    systemTags: ['status', 'method', 'name', 'scenario', 'error_code', 'expected_response', 'proto'],
    summaryTrendStats: ['min', 'avg', 'med', 'p(95)', 'p(99)', 'max', 'count'],
    insecureSkipTLSVerify: profile.insecure,
    userAgent: 'tollgate-load',
    batch: 1000,
    batchPerHost: 50,
    setupTimeout: '5m',
  };
}
