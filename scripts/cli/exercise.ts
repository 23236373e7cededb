import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import type { Delivery } from '../../grade/session.ts';
import { durationMs } from '../../mock/contract/durations.ts';
import { allowRefsOption } from './allow-refs-option.ts';
import { GRADE_FORMATS, parseGradeReport } from './grade/grade-options.ts';
import type { GradeReportTo } from './grade/grade-options.ts';
import type { ClientEnded } from './exercise/run-client.ts';

interface ExerciseOptions {
  readonly plan: string;
  readonly seed: string;
  readonly timeout?: number;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly report: readonly GradeReportTo[];
  readonly allowRefs: readonly string[];
}

function parseTimeout(value: string): number {
  const ms = durationMs(value);
  if (ms === undefined || ms <= 0) throw new InvalidArgumentError('write a duration such as 30s or 5m.');
  return ms;
}

export function exerciseCommand(command: Command): void {
  command
    .option('--plan <name>', 'what is played: the name of a plan, or a YAML file', 'all')
    .option('--list', 'print the plans there are')
    .addOption(new Option('--timeout <duration>', 'end a client that takes longer').argParser(parseTimeout))
    .option('--seed <text>', "where the sandbox's random values come from", '1')
    .option('--json', 'print the card as JSON')
    .addOption(
      new Option('--report <format=file>', `write a report: ${GRADE_FORMATS.join(', ')}; repeatable`)
        .argParser(parseGradeReport)
        .default([], 'none'),
    )
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Examples:
  tollgate exercise piaxis -- npm test
  tollgate exercise engagifii-revenue --plan limits -- node my-client.js
  tollgate exercise ./my-api.yaml --plan ./plan.yaml --report junit=card.xml -- ./run.sh

The client finds base URL and credentials in its environment, by the names that "tollgate env" prints (PIAXIS_BASE_URL,
PIAXIS_CLIENT_ID …), and the control plane at TOLLGATE_URL. It is judged when it has ended, as by "tollgate grade --ended".

Exit codes: 0 no MUST is broken and the client succeeded, 1 one is, or the client failed (a line says which), 2 usage.`,
    )
    .action(exercise);
}

async function exercise(
  contract: string | undefined,
  client: readonly string[],
  options: ExerciseOptions,
): Promise<void> {
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { BUILT_IN_PLANS } = await import('../../grade/plans/built-in-plans.ts');
  if (options.list === true) {
    for (const [name, { description = '' }] of Object.entries(BUILT_IN_PLANS))
      console.log(`${name.padEnd(10)}${description}`);
    return;
  }
  if (contract === undefined)
    throw new InputError('exercise needs a contract: tollgate exercise <contract> -- <command>');
  if (client.length === 0)
    throw new InputError(`exercise needs a command to run: tollgate exercise ${contract} -- <command>`);
  const { readPlan } = await import('../../grade/plans/read-plan.ts');
  const plan = await readPlan(options.plan);
  const { checkReportFile } = await import('./report-files.ts');
  for (const { file } of options.report) if (file !== '-') await checkReportFile(file);
  const { startSandbox } = await import('../../mock/index.ts');
  await using sandbox = await startSandbox({
    contracts: [contract],
    seed: options.seed,
    allowRefs: options.allowRefs,
    tell: (line) => console.error(`tollgate: ${line}`),
  });
  const { ask } = await import('./running/running-sandbox.ts');
  const { url, compiled } = await servedBy(sandbox.control, contract, options.allowRefs);
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await ask({ url }, path, { method, ...(body !== undefined && { body }) });
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const { playPlan } = await import('./exercise/play-plan.ts');
  const { runClient } = await import('./exercise/run-client.ts');
  const { environmentOf } = await import('./running/credentials-text.ts');
  const sheet = await control<components['schemas']['CredentialSheet']>('GET', `/credentials/${compiled.name}`);
  const environment = environmentOf(sheet);
  const quiet = options.json === true || options.report.some(({ file }) => file === '-');
  const played = await playPlan(plan, compiled, control, () => sandbox.journal.list({ limit: 1 })[0]?.id ?? 0);
  const ended = await runClient(client, { TOLLGATE_URL: url, ...environment }, { timeout: options.timeout, quiet });
  await played.end();

  const { entries } = await control<components['schemas']['JournalPage']>(
    'GET',
    '/journal?details=true&limit=10000&order=oldest',
  );
  const { deliveries } = await control<{ deliveries: readonly Delivery[] }>('GET', '/webhooks?limit=1000');
  const { sessionOf } = await import('../../grade/session.ts');
  const { tellCard } = await import('./grade/tell-card.ts');
  const session = sessionOf(entries, new Map([[compiled.name, compiled]]), { ended: true, deliveries });
  await tellCard(session, { name: client.join(' '), where: url }, options);
  const failure =
    failureOf(ended, options.timeout) ??
    (entries.length === 0
      ? `the client asked nothing of the sandbox; it is at ${Object.keys(environment)[0] ?? 'TOLLGATE_URL'}, in the client's environment`
      : undefined);
  if (failure === undefined) return;
  console.error(`tollgate: ${failure}`);
  process.exitCode = 1;
}

async function servedBy(controlUrl: string, contract: string, allowRefs: readonly string[]) {
  const { loadContract } = await import('../../mock/contract/load-contract.ts');
  const { compileContract } = await import('../../mock/contract/compile/compile-contract.ts');
  const { name, document } = await loadContract(contract, { allowRefs });
  return { url: new URL(controlUrl).origin, compiled: compileContract(name, document) };
}

/** The client's own failure is not a rule that it breaks. */
function failureOf({ code, signal, late, passed }: ClientEnded, timeout: number | undefined): string | undefined {
  if (passed !== undefined) return `stopped by ${passed}; the client was sent it too`;
  if (late) return `the client did not end within ${timeout ?? 0} ms, and was ended`;
  if (signal !== null) return `the client itself was ended by ${signal}`;
  return code === 0 ? undefined : `the client itself failed, with exit code ${code ?? 'none'}`;
}
