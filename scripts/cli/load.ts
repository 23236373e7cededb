import { Option } from 'commander';
import type { Command } from 'commander';
import type { Target } from '../../conformance/target/target.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { allowRefsOption, reading } from './allow-refs-option.ts';
import {
  LOAD_FORMATS,
  SHAPES,
  parseCount,
  parseK8sName,
  parseLoadReport,
  parseMs,
  parseNumber,
  parseShape,
} from './load/load-options.ts';
import type { LoadOptions } from './load/load-options.ts';

export function loadCommand(command: Command): void {
  command
    .option('--mock', 'load the sandbox, started for this run')
    .option('-t, --target <file>', 'load what a target file describes ("tollgate init" writes one)')
    .addOption(
      new Option('-p, --profile <name>', `how much, for how long: ${SHAPES.join(', ')}`)
        .argParser(parseShape)
        .default('smoke'),
    )
    .addOption(
      new Option('--rate <n>', "iterations per second at the peak, instead of the profile's").argParser(
        parseNumber(100_000),
      ),
    )
    .addOption(new Option('--duration <duration>', "how long, instead of the profile's").argParser(parseMs))
    .addOption(
      new Option(
        '--p95 <duration>',
        "time in which 95 of 100 requests of each operation have to be answered, instead of the profile's",
      ).argParser(parseMs),
    )
    .addOption(new Option('--token-lifetime <duration>', 'how long tokens live, at a sandbox').argParser(parseMs))
    .addOption(
      new Option('--report <format=file>', `write a report: ${LOAD_FORMATS.join(', ')}; repeatable`)
        .argParser(parseLoadReport)
        .default([], 'none'),
    )
    .option('--yes-i-may-load-this-host', 'load a host that is not this machine')
    .option('--list', 'print the scenarios, and why some do not apply to a contract')
    .option('--json', 'with --list: as JSON')
    .option('--setup', 'get k6, where there is none: built once with Go')
    .option('--k8s', 'print manifests for the k6-operator (TestRun and ConfigMap) instead of running')
    .addOption(new Option('-o, --output <file>', 'with --k8s: write the manifests there'))
    .addOption(
      new Option('--parallelism <n>', 'with --k8s: pods that share the load').argParser(parseCount(1000)).default(4),
    )
    .addOption(
      new Option('--secret <name>', 'with --k8s: the Secret that holds the credentials')
        .argParser(parseK8sName)
        .default('tollgate-load'),
    )
    .addOption(new Option('--namespace <name>', 'with --k8s: where the objects live').argParser(parseK8sName))
    .addOption(allowRefsOption())
    .addOption(new Option('--image <image>', 'with --k8s: the image of k6 that the pods run'))
    .addHelpText(
      'after',
      `
Examples:
  tollgate load --setup                                     k6, once
  tollgate load --list                                      scenarios and contracts
  tollgate load piaxis otp-step-up --mock
  tollgate load voucherify rate-limit-edge --mock --report html=edge.html --report junit=edge.xml
  tollgate load piaxis authenticated-reads --target target.yaml --profile average
  tollgate load piaxis mixed-soak --target target.yaml --profile soak --k8s -o soak.yaml

A target with a control plane gets a sandbox for the run, with quotas lifted (except in rate-limit-edge).
Secrets are read from the target file's environment variables; no report and no command line carries one.
Exit codes: 0 all thresholds hold, 99 a threshold is broken, 1 the run could not be carried out, 2 usage or configuration, 3 target unreachable,
130 stopped by Ctrl+C (the summary is still written).`,
    )
    .action(load);
}

async function load(contract: string | undefined, scenario: string | undefined, options: LoadOptions): Promise<void> {
  if (options.setup === true) {
    const { setupK6 } = await import('../../load/node/install-k6.ts');
    console.log(`k6: ${await setupK6((line) => console.error(line))}`);
    return;
  }
  if (options.list === true) {
    const { printList } = await import('./load/load-list.ts');
    await printList(contract, options);
    return;
  }
  const { wantedOf } = await import('./load/wanted-scenario.ts');
  const wanted = await wantedOf(contract, scenario, options);
  if (options.k8s === true) {
    const { printManifests } = await import('./load/load-k8s.ts');
    await printManifests(wanted.contract, wanted.scenario, options);
    return;
  }
  const { contract: compiled, target, close } = await openTarget(wanted.contract, options);
  try {
    await run(compiled, target, wanted.scenario, options);
  } finally {
    await close();
  }
}

interface Opened {
  readonly contract: CompiledContract;
  readonly target: Target;
  close(): Promise<void>;
}

async function openTarget(
  contract: string | undefined,
  { target: file, yesIMayLoadThisHost: leave = false, allowRefs }: LoadOptions,
): Promise<Opened> {
  if (file !== undefined) {
    const { readTargetFile } = await import('../../conformance/target/target-file.ts');
    const { discover } = await import('../../conformance/target/discover.ts');
    const { checkLeave } = await import('../../load/node/load-permission.ts');
    const read = await readTargetFile(file, contract, reading({ allowRefs }));
    checkLeave(read.target, leave);
    return { ...(await discover(read.compiled, read.target)), close: () => Promise.resolve() };
  }
  const { InputError } = await import('../../mock/contract/input-error.ts');
  if (contract === undefined) throw new InputError('--mock does not say which contract; name one');
  const { loadCompiled } = await import('../../conformance/verify.ts');
  const { startMockTarget } = await import('../../conformance/mock-target.ts');
  const compiled = await loadCompiled(contract, reading({ allowRefs }));
  const { target, close } = await startMockTarget(contract, compiled, { allowRefs });
  return { contract: compiled, target, close };
}

async function run(compiled: CompiledContract, target: Target, scenario: string, options: LoadOptions): Promise<void> {
  const { runLoad } = await import('../../load/node/run-load.ts');
  const { leftOutLine } = await import('../../load/node/left-out.ts');
  const { unsignedLine } = await import('../../load/node/hmac-recipe.ts');
  const { needK6 } = await import('../../load/node/find-k6.ts');
  const { dropEmpty, reportFiles, settingsOf } = await import('./load/load-settings.ts');
  const { createLoadProgress } = await import('./load/load-progress.ts');
  const { exitCodeOf, diagnosisLines } = await import('./load/run-diagnosis.ts');
  const files = await reportFiles(options.report);
  const { tokenLifetime } = options;
  const progress = createLoadProgress(process.stderr);
  const ended = await runLoad({
    contract: compiled,
    target,
    scenario,
    findK6: needK6,
    settings: settingsOf(options, files),
    html: files.html,
    tokenLifetime: tokenLifetime === undefined ? undefined : tokenLifetime / 1000,
    onStart({ leftOut, unsigned }) {
      if (leftOut.length > 0) console.error(leftOutLine(leftOut));
      if (unsigned.length > 0) console.error(unsignedLine(unsigned));
      progress.start(compiled.name, scenario);
    },
    watch: progress.watch,
    onStop: progress.stopping,
  })
    .finally(progress.end)
    .catch(async (error: unknown) => {
      await dropEmpty(files);
      throw error;
    });
  await dropEmpty(files);
  process.stdout.write(ended.summary);
  if (ended.charts === false) console.log('  the HTML report has no charts: k6 draws none of so short a run');
  for (const line of diagnosisLines(ended)) console.log(line);
  process.exitCode = exitCodeOf(ended);
}
