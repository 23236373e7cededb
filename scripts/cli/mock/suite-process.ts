/**
 * The process that checks a contract of the server that started it, which answers on meanwhile. It speaks to that server
 * as anybody does: over its port and its control plane.
 */
import { constants, setPriority } from 'node:os';
import type { Document } from '../../../mock/contract/openapi-document.ts';
import { compileContract } from '../../../mock/contract/compile/compile-contract.ts';
import { allChecks, fittedPatterns } from '../../../conformance/all-checks.ts';
import type { Cause } from '../../../conformance/causes/cause.ts';
import type { Result } from '../../../conformance/check.ts';
import { loadSources } from '../../../conformance/cited-facts.ts';
import { createHttpClient } from '../../../conformance/driver/http-client.ts';
import { totalsOf } from '../../../conformance/outcome.ts';
import { citationText } from '../../../conformance/report/citation-text.ts';
import { targetOfUrl } from '../../../conformance/target/from-seed.ts';
import type { Target } from '../../../conformance/target/target.ts';
import type { Report, Totals } from '../../../conformance/verdict-report.ts';
import { verifyAsTold } from '../../../conformance/verify.ts';
import { monotonic } from '../../../mock/state/clock.ts';
import { quote } from '../../../mock/contract/shell-quote.ts';
import { linesOf } from '../command-exit.ts';
import type { Order, Tells, Told } from './suite-messages.ts';

type Run = Extract<Tells, { is: 'ended' }>['report'];

/** Checks at a time: few, since the server has others to answer. */
const CONCURRENCY = 4;
const REQUEST_TIMEOUT_MS = 30_000;
/** Milliseconds between two reports of how far it is. */
const PACE_MS = 200;
const MOST_CAUSES = 100;
const MOST_REASONS = 100;
/** Characters of an answer that are shown. */
const MOST_ANSWER = 2_000;

/** The world of a check is gone when its cause is read. */
const WORLD = /\/~suite-[0-9a-f]+(?=\/)/g;

const tell = (message: Tells): void => void process.send!(message, () => undefined);

const inTotals = ({
  notRun,
  notJudged,
  suiteErrors,
  knownFailing: _,
  ...same
}: Totals): NonNullable<Run['totals']> => ({
  ...same,
  not_run: notRun,
  not_judged: notJudged,
  suite_errors: suiteErrors,
});

const clip = (text: string): string => (text.length > MOST_ANSWER ? `${text.slice(0, MOST_ANSWER)}…` : text);

function toldCause(cause: Cause, command: string): NonNullable<Run['causes']>[number] {
  const { number, title, level, check, finding, failed, notJudged } = cause;
  const { expected, got, exchange } = finding;
  const { pathname = '', search = '' } = exchange === undefined ? {} : new URL(exchange.url);
  return {
    number,
    title,
    level,
    says: citationText(cause, loadSources()),
    check,
    expected,
    got: got.replaceAll(WORLD, ''),
    ...(exchange && {
      request: `${exchange.method} ${(pathname + search).replaceAll(WORLD, '')} → ${exchange.status}`,
      answer: clip(exchange.answerBody),
    }),
    again: `${command} --only ${quote(check)}`,
    failed: [...failed],
    not_judged: [...notJudged],
  };
}

/** Why checks were not run or did not reach the server, the commonest reason first. */
function reasonsOf(results: readonly Result[]): NonNullable<Run['not_run']> {
  const counts = new Map<string, number>();
  for (const { outcome } of results)
    if (outcome.state === 'not_run' || outcome.state === 'unreachable')
      counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, checks]) => ({ reason, checks }))
    .sort((a, b) => b.checks - a.checks)
    .slice(0, MOST_REASONS);
}

const toldReport = ({ causes, results, totals, requests }: Report, command: string): Run => ({
  requests,
  totals: inTotals(totals),
  causes: causes.slice(0, MOST_CAUSES).map((cause) => toldCause(cause, command)),
  more_causes: Math.max(0, causes.length - MOST_CAUSES),
  not_run: reasonsOf(results),
});

async function find(order: Order, compiled: ReturnType<typeof compileContract>): Promise<Target> {
  // A certificate that it was given need not name the address that it is asked at here.
  const tls = { ca: order.certificate, insecure: order.certificate === undefined };
  const client = createHttpClient(tls);
  try {
    const target = await targetOfUrl(client, compiled, order.url, REQUEST_TIMEOUT_MS, order.token);
    // Where a public URL leads nowhere, it is said once, not by every check.
    const url = new URL('/_tollgate/health', target.baseUrl).href;
    await client.send({ method: 'GET', url, headers: [], body: undefined }, REQUEST_TIMEOUT_MS);
    return { ...target, tls };
  } finally {
    client.close();
  }
}

async function run(order: Order, signal: AbortSignal): Promise<void> {
  const { name, document, level, only, command } = order;
  const compiled = compileContract(name, document as Document);
  fittedPatterns(allChecks(compiled), { only, skip: [] });
  const target = await find(order, compiled);
  const results: Result[] = [];
  let told = monotonic();
  const report = await verifyAsTold({
    contract: name,
    compiled,
    target,
    level,
    only,
    skip: target.tls?.insecure === true ? ['transport.certificate'] : [],
    concurrency: CONCURRENCY,
    signal,
    onStart: (checks) => tell({ is: 'begun', checks: checks.length }),
    onResult(result) {
      results.push(result);
      if (monotonic() - told < PACE_MS) return;
      told = monotonic();
      tell({ is: 'so_far', done: results.length, totals: inTotals(totalsOf(results)) });
    },
  });
  tell({ is: 'ended', report: toldReport(report, command) });
}

const cancelling = new AbortController();
// The terminal's Ctrl-C reaches the whole group: the server ends this process.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (message: Told) => {
  if (message === 'cancel') {
    cancelling.abort();
    return;
  }
  run(message, cancelling.signal)
    .catch((error: unknown) => tell({ is: 'refused', why: linesOf(error).join('; ') }))
    .finally(() => process.disconnect());
});
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
tell({ is: 'listening' });
