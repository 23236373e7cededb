/** The library: checks an implementation against a contract. */
import { quote, withControlToken } from '../mock/contract/shell-quote.ts';
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import { findCauses } from './causes/find-causes.ts';
import type { Check } from './check.ts';
import type { WorldMaker } from './driver/check-world.ts';
import { assumedIn, familiesFor, fittedFamilies, isAssumedOf, notRunCheck, ONLY_ASSUMED } from './assumed.ts';
import { staleEntries } from './known-failing.ts';
import { loadCompiled } from './load-for-suite.ts';
import { monotonic } from './machine-clock.ts';
import type { RunningTarget } from './mock-target.ts';
import { totalsOf } from './outcome.ts';
import type { Report } from './verdict-report.ts';
import { runChecks } from './runner.ts';
import { allChecks, feeding, fittedPatterns, selectChecks } from './all-checks.ts';
import { discover } from './target/discover.ts';
import { leaveOut } from './target/not-implemented.ts';
import { unoffered } from './target/unoffered-checks.ts';
import type { Target } from './target/target.ts';
import { checkVerifyOptions } from './checked-verify-options.ts';
import type { VerifyOptions } from './checked-verify-options.ts';

export { loadCompiled };
export type { VerifyOptions };

const CONCURRENCY = 8;
const TIMEOUT_MS = 60_000;

/** The command by which checks make their sandboxes anew; undefined where they had none. */
function anew({ contract, seed, tls, target: given }: VerifyOptions, target: Target): string | undefined {
  const command = `tollgate verify ${quote(contract)}`;
  if (given === 'mock')
    return [
      command,
      '--mock',
      ...(seed === undefined ? [] : [`--seed ${quote(String(seed))}`]),
      ...(tls === true ? ['--tls'] : []),
    ].join(' ');
  if (target.control === undefined) return undefined;
  if (target.file !== undefined) return `${command} --target ${quote(target.file.path)}`;
  return `${withControlToken(target.controlToken)}${command} --base-url ${quote(target.baseUrl)}`;
}

async function verifyTarget(
  compiled: CompiledContract,
  target: Target,
  options: VerifyOptions,
  worlds?: WorldMaker,
  further: readonly Check[] = [],
): Promise<Report> {
  const started = monotonic();
  const { knownFailing: known = new Map<string, string>(), onResult, onQuota, onStart } = options;
  const all = [...allChecks(compiled), ...further];
  const families = familiesFor(target, options.assume);
  /** What was merely assumed is a rule for the sandbox, and for those who say so. */
  const binds = (check: Check): boolean =>
    target.isMock || check.evidence !== 'assumed' || isAssumedOf(families, check);
  const { evidence } = options;
  const wanted = selectChecks(all, { ...options, evidence: undefined });
  const checks =
    evidence === undefined
      ? wanted.map((check) => (binds(check) ? check : notRunCheck(check, ONLY_ASSUMED)))
      : wanted.filter((check) => evidence.includes(check.evidence) || isAssumedOf(families, check));
  onStart?.(checks);
  const run = await runChecks({
    contract: compiled,
    target,
    worlds,
    checks,
    known,
    onResult,
    onQuota,
    unreported: feeding(all.filter(binds), checks, options.skip),
    concurrency: options.concurrency ?? (target.control === undefined ? 1 : CONCURRENCY),
    timeoutMs: options.timeout ?? TIMEOUT_MS,
    bail: options.bail,
    signal: options.signal,
  });
  const renewed = anew(options, target);
  const { causes, results } = findCauses(run.results, run.facts, compiled);
  return {
    contract: compiled.name,
    title: compiled.title,
    target: {
      name: target.name,
      baseUrl: target.baseUrl,
      ...(target.file && { file: target.file }),
      variables: [...new Set(target.variables?.values())],
      ...(renewed !== undefined && { anew: renewed }),
    },
    causes,
    results,
    advice: run.advice,
    assumed: assumedIn(target, results),
    totals: totalsOf(results, run.advice.length),
    stale: staleEntries(known, all, run.results),
    requests: run.requests,
    duration: monotonic() - started,
  };
}

/** Checks a sandbox that was started for this. */
export function verifyRunning(
  compiled: CompiledContract,
  { target, worlds }: RunningTarget,
  options: VerifyOptions,
): Promise<Report> {
  return verifyTarget(compiled, target, options, worlds);
}

/**
 * Checks an implementation.
 *
 * @throws {InputError} if an option does not exist or cannot be so, a pattern fits no check, there is no such contract,
 *   or nothing says where the endpoints are
 * @throws {ContractError} if it cannot be served
 */
export async function verify(options: VerifyOptions): Promise<Report> {
  checkVerifyOptions('verify', options);
  const compiled = options.compiled ?? (await loadCompiled(options.contract, options));
  const all = allChecks(compiled);
  fittedPatterns(all, options);
  fittedFamilies(all, options.assume ?? [], 'verify: the option assume');
  return verifyAsTold({ ...options, compiled });
}

/** Checks an implementation with options that were judged before, perhaps for several contracts at once. */
export async function verifyAsTold(options: VerifyOptions): Promise<Report> {
  const compiled = options.compiled ?? (await loadCompiled(options.contract, options));
  if (options.target !== 'mock') {
    const { assume = [], file } = options.target;
    fittedFamilies(allChecks(compiled), assume, `${file?.path ?? 'the target'}: "assume"`);
    const found = leaveOut(await discover(compiled, options.target));
    return verifyTarget(found.contract, found.target, options, undefined, unoffered(compiled, found));
  }
  const { startMockTarget } = await import('./mock-target.ts');
  const running = await startMockTarget(options.contract, compiled, {
    seed: options.seed,
    tls: options.tls ?? false,
    allowRefs: options.allowRefs,
  });
  try {
    return await verifyRunning(compiled, running, options);
  } finally {
    await running.close();
  }
}
