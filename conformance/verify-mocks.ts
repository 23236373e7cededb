/** Checks the sandbox against several contracts at once, on as many threads as there are processors. */
import type { Plan } from '../mock/contract/plan.ts';
import type { Check, Result } from './check.ts';
import { knownReason, staleEntries } from './known-failing.ts';
import { loadPlan } from './load-plan.ts';
import { monotonic } from './machine.ts';
import { totalsOf } from './outcome.ts';
import { processors, runSlices } from './parallel/pool.ts';
import type { Slice } from './parallel/messages.ts';
import type { Report } from './report.ts';
import { allChecks, selectChecks } from './suite.ts';
import { CONCURRENCY, TIMEOUT_MS, verify } from './verify.ts';
import type { VerifyOptions } from './verify.ts';

/** So many checks are worth a thread's start. */
const FEW = 100;

/** Checks in a slice: small enough that all threads end at about the same time. */
const SLICE = 120;

interface Job {
  readonly options: VerifyOptions;
  readonly plan: Plan;
  readonly all: readonly Check[];
  readonly checks: readonly Check[];
}

async function jobOf(options: VerifyOptions): Promise<Job> {
  const plan = await loadPlan(options.contract);
  const all = allChecks(plan);
  return { options, plan, all, checks: selectChecks(all, options) };
}

/** Every n-th check, so that each slice has its share of the long ones. */
function slicesOf({ options: { contract, seed, timeout = TIMEOUT_MS }, checks }: Job, concurrency: number): Slice[] {
  const count = Math.ceil(checks.length / SLICE);
  return Array.from({ length: count }, (_, part) => ({ contract, seed, concurrency, timeoutMs: timeout, ids: checks.filter((_check, i) => i % count === part).map(({ id }) => id) }));
}

async function runJobs(jobs: readonly Job[], threads: number, concurrency: number): Promise<readonly Report[]> {
  const started = monotonic();
  const found = jobs.map(() => ({ results: new Map<string, Result>(), requests: 0, ended: started }));
  const place = new Map<Slice, number>();
  jobs.forEach((job, i) => slicesOf(job, concurrency).forEach((slice) => place.set(slice, i)));
  await runSlices([...place.keys()], threads, {
    onResult(slice, { index, outcome, duration }) {
      const i = place.get(slice)!;
      const { options: { knownFailing = new Map<string, string>(), onResult }, checks } = jobs[i]!;
      const check = checks.find(({ id }) => id === slice.ids[index])!;
      const known = knownReason(knownFailing, check);
      const result: Result = { check, outcome, duration, ...(known !== undefined && { known }) };
      found[i]!.results.set(check.id, result);
      found[i]!.ended = monotonic();
      onResult?.(result);
    },
    onRequests(slice, requests) {
      found[place.get(slice)!]!.requests += requests;
    },
  });
  return jobs.map(({ options: { knownFailing = new Map<string, string>() }, plan, all, checks }, i) => {
    const { results: byId, requests, ended } = found[i]!;
    const results = checks.map(({ id }) => byId.get(id)!);
    return { contract: plan.name, title: plan.title, target: { name: 'mock', baseUrl: 'mock' }, results, totals: totalsOf(results), stale: staleEntries(knownFailing, all, results), requests, duration: ended - started };
  });
}

/**
 * Checks the sandbox. Few checks, or one at a time, are run in this thread; many are dealt out.
 *
 * @param list with `target: 'mock'`
 * @returns a report for each, in their order; the same as {@link verify} gives
 * @throws {InputError} if there is no such contract
 * @throws {ContractError} if it cannot be served
 */
export async function verifyMocks(list: readonly VerifyOptions[]): Promise<readonly Report[]> {
  const jobs = await Promise.all(list.map(jobOf));
  const count = jobs.reduce((sum, { checks }) => sum + checks.length, 0);
  const concurrency = list[0]?.concurrency;
  const threads = Math.min(processors(), concurrency ?? Infinity);
  if (threads > 1 && count > FEW) {
    for (const { options, checks } of jobs) options.onStart?.(checks);
    return runJobs(jobs, threads, concurrency === undefined ? CONCURRENCY : Math.floor(concurrency / threads));
  }
  const reports: Report[] = [];
  for (const { options } of jobs) reports.push(await verify(options));
  return reports;
}
