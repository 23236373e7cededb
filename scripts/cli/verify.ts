import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Check } from '../../conformance/check.ts';
import type { MockThread } from '../../conformance/mock-thread/start-mock-thread.ts';
import type { Report } from '../../conformance/verdict-report.ts';
import type { VerifyOptions as Wanted } from '../../conformance/verify.ts';
import type { Sources } from '../../conformance/cited-facts.ts';
import { durationMs } from '../../mock/contract/durations.ts';
import { allowRefsOption } from './allow-refs-option.ts';
import { EXIT_FINDINGS, EXIT_UNREACHABLE } from './command-exit.ts';
import type { Job } from './verify/verify-jobs.ts';
import {
  EVIDENCE,
  LEVELS,
  REPORT_FORMATS,
  collect,
  parseCause,
  parseConcurrency,
  parseEvidence,
  parseFamilies,
  parseLevel,
  parseReport,
  parseUrl,
} from './verify/verify-options.ts';
import type { VerifyOptions } from './verify/verify-options.ts';
import type { Telling } from './verify/verify-summary.ts';

export function verifyCommand(command: Command): void {
  command
    .option('--mock', 'check the sandbox, started for this run')
    .addOption(
      new Option(
        '--base-url <url>',
        "check the server at this URL, with the credentials of the contract's seed",
      ).argParser(parseUrl),
    )
    .option('-t, --target <file>', 'check what a target file describes ("tollgate init" writes one)')
    .addOption(
      new Option('--only <pattern>', 'run checks with this id, below it, or matching it (* is any text); repeatable')
        .argParser(collect)
        .default([], 'all'),
    )
    .addOption(new Option('--skip <pattern>', 'leave checks out; repeatable').argParser(collect).default([], 'none'))
    .addOption(
      new Option('--level <level>', `lowest level to run: ${LEVELS.join(', ')} (default: may, which is all)`).argParser(
        parseLevel,
      ),
    )
    .addOption(
      new Option(
        '--evidence <kind>',
        `run only checks with this evidence: ${EVIDENCE.join(', ')}; repeatable (default: all at the sandbox, else all but assumed)`,
      ).argParser(parseEvidence),
    )
    .addOption(
      new Option(
        '--assume <families>',
        'hold a real target, too, to what no document says, by families of checks: otp,idempotency; repeatable',
      ).argParser(parseFamilies),
    )
    .option('--list', 'print the families of checks instead of running them')
    .option('--all', 'with --list: every check, with what it says')
    .option('--json', 'with --list: every check, as JSON')
    .option('--brief', 'one line a cause')
    .option('--verbose', 'everything: whole exchanges, scripts, ids of all checks, and why checks were not run')
    .addOption(
      new Option('--only-cause <n>', 'tell this cause alone, with the script that shows it').argParser(parseCause),
    )
    .option('--bail', 'end the run at the first check that fails')
    .option('--strict', 'warnings and advice fail the run, too')
    .option('--no-color', 'no colours, as with NO_COLOR set')
    .option(
      '--known-failing <file>',
      'YAML file of "id: reason"; what is in it does not fail the run, and an entry that no longer fails does',
    )
    .addOption(
      new Option('--concurrency <n>', 'checks at a time (default: 8 with a control plane, else 1)').argParser(
        parseConcurrency,
      ),
    )
    .addOption(
      new Option(
        '--timeout <duration>',
        'longest time for one check, such as 30s; waiting for quotas, commands and people is not counted (default: 60s)',
      ).argParser(parseTimeout),
    )
    .option('--seed <text>', "with --mock: where the sandbox's random values come from")
    .option('--tls', 'with --mock: the sandbox speaks HTTPS, so that the transport is checked too')
    .addOption(
      new Option(
        '--report <format=file>',
        `write a report: ${REPORT_FORMATS.join(', ')}; - is standard output; repeatable`,
      )
        .argParser(parseReport)
        .default([], 'none'),
    )
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Examples:
  tollgate verify --mock                                   every built-in contract, on the sandbox
  tollgate verify piaxis --mock --only oauth --level must
  tollgate verify piaxis --base-url http://127.0.0.1:4010/piaxis
  tollgate verify --target target.yaml --report junit=report.xml --report html=report.html

A check is MUST (fails the run), SHOULD (warns) or MAY (notes). It rests on the provider's documents (documented), their code (sample),
what else is published (public), an RFC (standard), or our reading where all of them are silent (assumed).
What a target cannot offer, or its file does not allow, is "not run" with the reason, and never counts as passed.

Words of a refusal that differ from the contract's are advice where no document quotes them, and fail nothing.

Exit codes: 0 clean, 1 failed checks, 2 usage or configuration, 3 target unreachable.`,
    )
    .action(verify);
}

function parseTimeout(value: string): number {
  const ms = durationMs(value);
  if (ms === undefined || ms <= 0) throw new InvalidArgumentError('write a duration such as 500ms, 30s or 2m.');
  return ms;
}

async function verify(names: readonly string[], options: VerifyOptions): Promise<void> {
  if (options.mock !== true || options.list === true) return verifyIn(undefined, names, options);
  await import('../../conformance/seldom-optimized.ts');
  const { startMockThread } = await import('../../conformance/mock-thread/start-mock-thread.ts');
  // It reads its modules while the contracts are compiled here.
  const thread = startMockThread();
  try {
    await verifyIn(thread, names, options);
  } finally {
    await thread.close();
  }
}

/** @param thread that sandboxes are to live in */
async function verifyIn(
  thread: MockThread | undefined,
  names: readonly string[],
  options: VerifyOptions,
): Promise<void> {
  const { jobsOf } = await import('./verify/verify-jobs.ts');
  const { loadSources } = await import('../../conformance/cited-facts.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  if (options.brief === true && options.verbose === true)
    throw new InputError('--brief and --verbose are two answers to one question; give one of them');
  if (options.brief === true && options.onlyCause !== undefined)
    throw new InputError('--only-cause tells everything of its cause; leave --brief out');
  for (const name of ['all', 'json'] as const)
    if (options[name] === true && options.list !== true)
      throw new InputError(
        `--${name} says how --list prints the checks; add --list${name === 'json' ? ', or write --report json=FILE for a report of the run' : ''}`,
      );
  const jobs = await jobsOf(names, options);
  const selected = await selection(jobs, options);
  const sources = loadSources();
  if (options.list === true) {
    const { listAsFamilies, listAsJson, listAsText } = await import('./verify/verify-list.ts');
    console.log(
      (options.json === true ? listAsJson : options.all === true ? listAsText : listAsFamilies)(
        jobs.map(({ compiled }, i) => ({ contract: compiled.name, checks: selected[i]! })),
        sources,
      ),
    );
    return;
  }
  const { checkReportFile } = await import('./report-files.ts');
  for (const { file } of options.report) if (file !== '-') await checkReportFile(file);
  const reports = await run(jobs, options, sources, thread);
  const { writeReports } = await import('./verify/verify-reports.ts');
  await writeReports(options.report, reports, sources);
  const { exitCode } = await import('../../conformance/verify-exit-code.ts');
  const codes = reports.map((report) => exitCode(report, options));
  if (codes.includes(1)) process.exitCode = EXIT_FINDINGS;
  else if (codes.includes(3)) process.exitCode = EXIT_UNREACHABLE;
}

/** The checks that are asked for, by contract. @throws {InputError} for a pattern that fits none */
async function selection(
  jobs: readonly Job[],
  { only, skip, level, evidence, assume }: VerifyOptions,
): Promise<readonly (readonly Check[])[]> {
  const { allChecks, fittedPatterns, selectChecks } = await import('../../conformance/all-checks.ts');
  const { fittedFamilies } = await import('../../conformance/assumed.ts');
  const all = jobs.map(({ compiled }) => allChecks(compiled));
  fittedPatterns(all.flat(), { only, skip });
  fittedFamilies(all.flat(), assume ?? [], '--assume');
  return all.map((checks) => selectChecks(checks, { only, skip, level, evidence }));
}

/** Runs the checks, and tells a person what came of them. */
async function run(
  jobs: readonly Job[],
  options: VerifyOptions,
  sources: Sources,
  thread: MockThread | undefined,
): Promise<readonly Report[]> {
  const { createProgress } = await import('./verify/verify-progress.ts');
  const { reportText, summaryText } = await import('./verify/verify-summary.ts');
  const { paintFor } = await import('./verify/paint.ts');
  const { verifyMocks } = await import('../../conformance/verify-mocks.ts');
  const { monotonic } = await import('../../conformance/machine-clock.ts');
  const { readKnownFailing } = await import('../../conformance/known-failing.ts');
  const { knownByContract } = await import('./verify/known-failing-option.ts');
  const known = knownByContract(
    options.knownFailing === undefined ? new Map() : await readKnownFailing(options.knownFailing),
    jobs.map(({ compiled }) => compiled),
  );
  // A report on standard output has it to itself.
  const isOut = options.report.every(({ file }) => file !== '-');
  const say = isOut ? console.log : console.error;
  const telling: Telling = {
    detail: options.brief === true ? 'brief' : options.verbose === true ? 'whole' : 'screen',
    paint: paintFor(isOut ? process.stdout : process.stderr, options.color),
    only: options.onlyCause,
  };
  const progress = createProgress(process.stderr);
  const { only, skip, level, evidence, assume, concurrency, seed, timeout, tls, allowRefs, bail } = options;
  const wanted = jobs.map(
    ({ contract, compiled, target }, i): Wanted => ({
      contract,
      compiled,
      target,
      only,
      skip,
      level,
      evidence,
      assume,
      concurrency,
      seed,
      timeout,
      tls,
      allowRefs,
      bail,
      knownFailing: known[i],
      onStart: (checks) => progress.start(compiled.name, checks.length),
      onResult: progress.result,
      onQuota: progress.wait,
    }),
  );
  const started = monotonic();
  const tell = (report: Report): void => {
    progress.end();
    say(reportText(report, sources, telling));
  };
  const reports = await (jobs.every(({ target }) => target === 'mock')
    ? verifyMocks(wanted, tell, thread)
    : oneByOne(wanted, tell)
  ).finally(progress.end);
  if (reports.length > 1) say(summaryText(reports, monotonic() - started));
  return reports;
}

/** What runs elsewhere is not asked for two things at once. */
async function oneByOne(wanted: readonly Wanted[], tell: (report: Report) => void): Promise<readonly Report[]> {
  const { verifyAsTold: verifyContract } = await import('../../conformance/verify.ts');
  const reports: Report[] = [];
  for (const options of wanted) {
    if (options.target !== 'mock') await reach(options.target.baseUrl, options.target);
    const report = await verifyContract(options);
    reports.push(report);
    tell(report);
  }
  return reports;
}

/** One request before all others: a host that is not there is told once, not by every check. @throws {Unreachable} */
async function reach(
  url: string,
  {
    tls,
    timeoutMs,
  }: { readonly tls?: { readonly ca: string | undefined; readonly insecure: boolean }; readonly timeoutMs: number },
): Promise<void> {
  const { createHttpClient } = await import('../../conformance/driver/http-client.ts');
  const client = createHttpClient(tls);
  await client.send({ method: 'GET', url: `${url}/`, headers: [], body: undefined }, timeoutMs).finally(client.close);
}
