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
  readonly verbose?: boolean;
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
    .option('--verbose', 'print the rules that do not apply too')
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
  tollgate exercise piaxis -- sh -c 'API_KEY=$PIAXIS_API_KEY_SECRET exec npm test'    your own names
  tollgate exercise ./my-api.yaml --plan ./plan.yaml --report junit=card.xml -- ./run.sh

The client finds base URL and credentials in its environment, by the names that "tollgate env" prints (PIAXIS_BASE_URL,
PIAXIS_CLIENT_ID …; "tollgate env piaxis --names" lists them), and the control plane at TOLLGATE_URL. It is judged when it has ended, as by "tollgate grade --ended".

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
    const { fewestCalls } = await import('../../grade/plans/plan.ts');
    for (const [name, plan] of Object.entries(BUILT_IN_PLANS))
      console.log(`${name.padEnd(10)}${plan.description ?? ''}${needsOf(fewestCalls(plan))}`);
    return;
  }
  if (contract === undefined)
    throw new InputError('exercise needs a contract: tollgate exercise <contract> -- <command>');
  if (client.length === 0)
    throw new InputError(`exercise needs a command to run: tollgate exercise ${contract} -- <command>`);
  const { readPlan } = await import('../../grade/plans/read-plan.ts');
  const { checkReportFile } = await import('./report-files.ts');
  for (const { file } of options.report) if (file !== '-') await checkReportFile(file);
  const plan = await readPlan(options.plan);
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
  console.error(`tollgate: in the client's environment: ${['TOLLGATE_URL', ...Object.keys(environment)].join(', ')}`);
  const played = await playPlan(plan, compiled, control, () => sandbox.journal.list({ limit: 1 })[0]?.id ?? 0);
  const ended = await runClient(client, { TOLLGATE_URL: url, ...environment }, { timeout: options.timeout, quiet });
  const steps = await played.end();

  const { entries } = await control<components['schemas']['JournalPage']>(
    'GET',
    '/journal?details=true&limit=10000&order=oldest',
  );
  const { deliveries } = await control<{ deliveries: readonly Delivery[] }>('GET', '/webhooks?limit=1000');
  const { sessionOf } = await import('../../grade/session.ts');
  const { tellCard } = await import('./grade/tell-card.ts');
  const { stuckIn } = await import('../../grade/grade.ts');
  const { exchangeText } = await import('../../grade/report.ts');
  const { unmetSteps } = await import('./exercise/unmet-steps.ts');
  const session = sessionOf(entries, new Map([[compiled.name, compiled]]), { ended: true, deliveries });
  const failed =
    failureOf(ended, options.timeout) ??
    (entries.length === 0
      ? `the client asked nothing of the sandbox; it is at ${Object.keys(environment)[0] ?? 'TOLLGATE_URL'}, in the client's environment`
      : undefined);
  const stuck = failed === undefined ? undefined : stuckIn(session);
  const failure = stuck === undefined ? failed : `${failed ?? ''}; ${exchangeText(stuck)} never got through`;
  const { faults } = await control<components['schemas']['FaultList']>('GET', `/faults?contract=${compiled.name}`);
  const unmet = unmetSteps(plan, steps, faults, session);
  await tellCard(session, { name: client.join(' '), where: url }, options, {
    plan: options.plan,
    unmet,
    failure,
    stuck,
  });
  if (failure !== undefined) console.error(`tollgate: ${failure}`);
}

/** Which plan suits a client that makes few requests. */
const needsOf = (calls: number): string =>
  calls < 2 ? '' : ` All of it comes within ${calls} calls of one operation, retries included.`;

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
