import type { Command } from 'commander';
import { Option } from 'commander';
import type { components } from '../../specs/generated/control.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Delivery, Entry, Session } from '../../grade/session.ts';
import { allowRefsOption } from './allow-refs-option.ts';
import { runningOptions } from './running/running-sandbox.ts';
import type { RunningOptions } from './running/running-sandbox.ts';
import { GRADE_FORMATS, parseGradeReport } from './grade/grade-options.ts';
import type { GradeReportTo } from './grade/grade-options.ts';

interface GradeOptions extends RunningOptions {
  readonly journal?: string;
  readonly ended?: boolean;
  readonly verbose?: boolean;
  readonly time: 'machine' | 'sandbox';
  readonly report: readonly GradeReportTo[];
  readonly allowRefs?: readonly string[];
}

export function gradeCommand(command: Command): void {
  runningOptions(command)
    .option('--journal <file>', 'judge a journal in a file: JSON, a JSON object a line, or HAR')
    .option('--verbose', 'print the rules that do not apply too')
    .option('--ended', 'the client has ended: what it has not done by now it will not do')
    .addOption(
      new Option('--time <clock>', "whose time the client goes by: this machine's, or the sandbox's")
        .choices(['machine', 'sandbox'])
        .default('machine'),
    )
    .addOption(
      new Option(
        '--report <format=file>',
        `write a report: ${GRADE_FORMATS.join(', ')}; - is standard output; repeatable`,
      )
        .argParser(parseGradeReport)
        .default([], 'none'),
    )
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Examples:
  tollgate grade                                 how the client of the running sandbox behaved
  tollgate grade piaxis --ended --report junit=card.xml
  tollgate grade --report html=card.html         the same as a page, with the exchanges that show it
  tollgate grade --journal session.har piaxis    what a proxy or a browser recorded

Each rule cites the provider's own advice or a standard. A verdict is held, broken (with the requests that show it), or
not seen (with what would have to happen). "tollgate exercise" makes it happen.

Exit codes: 0 no MUST is broken, 1 one is, 2 usage, 3 no sandbox answers.`,
    )
    .action(gradeRunning);
}

async function compiled(
  names: readonly string[],
  allowRefs: readonly string[] | undefined,
): Promise<ReadonlyMap<string, CompiledContract>> {
  const { loadContract } = await import('../../mock/contract/load-contract.ts');
  const { compileContract } = await import('../../mock/contract/compile/compile-contract.ts');
  const loaded = await Promise.all(names.map((name) => loadContract(name, { allowRefs })));
  return new Map(loaded.map(({ name, document }) => [name, compileContract(name, document)]));
}

/** Contracts of one's own are known by their files only. @throws {InputError} */
async function forNames(
  found: readonly string[],
  given: ReadonlyMap<string, CompiledContract>,
  allowRefs: readonly string[] | undefined,
): Promise<ReadonlyMap<string, CompiledContract>> {
  if (given.size > 0) return given;
  const { builtInNames } = await import('../../mock/contract/built-in-contracts.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const own = found.find((name) => !builtInNames().includes(name));
  if (own !== undefined)
    throw new InputError(
      `the journal tells of the contract ${own}, which is not built in; give its file: tollgate grade ./${own}.yaml`,
    );
  return compiled(found, allowRefs);
}

async function gradeRunning(names: readonly string[], options: GradeOptions): Promise<void> {
  const { sessionOf } = await import('../../grade/session.ts');
  const { checkReportFile } = await import('./report-files.ts');
  for (const { file } of options.report) if (file !== '-') await checkReportFile(file);
  const given = await compiled(names, options.allowRefs);
  const { time, ended = false } = options;
  let session: Session;
  if (options.journal === undefined) {
    const { askJson } = await import('./running/running-sandbox.ts');
    const { entries } = await askJson<components['schemas']['JournalPage']>(options, '/journal', {
      query: { details: true, limit: 10_000, order: 'oldest' },
    });
    const { deliveries } = await askJson<{ deliveries: readonly Delivery[] }>(options, '/webhooks', {
      query: { limit: 1_000 },
    });
    const contracts = await forNames([...new Set(entries.map(({ contract }) => contract))], given, options.allowRefs);
    session = sessionOf(entries, contracts, { time, ended, deliveries });
  } else session = await ofFile(options.journal, given, options);
  const { tellCard } = await import('./grade/tell-card.ts');
  const name = options.journal ?? `the client at ${options.url}`;
  await tellCard(session, { name, where: options.journal ?? options.url }, options);
}

async function ofFile(
  file: string,
  given: ReadonlyMap<string, CompiledContract>,
  { time, ended = false, allowRefs }: GradeOptions,
): Promise<Session> {
  const { readFile } = await import('node:fs/promises');
  const { contractsIn, readJournal } = await import('../../grade/read-journal.ts');
  const { sessionOf } = await import('../../grade/session.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { fileFault } = await import('../../mock/contract/file-error-words.ts');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read the journal ${file}: ${fileFault(error, 'read')}`);
  });
  const names = contractsIn(text, file);
  if (given.size === 0 && names.length === 0)
    throw new InputError(
      `${file} does not say which contract it is about; name it: tollgate grade --journal ${file} <contract>`,
    );
  const contracts = await forNames(names, given, allowRefs);
  const entries: readonly Entry[] = readJournal(text, file, [...contracts.values()]);
  return sessionOf(entries, contracts, { time, ended });
}
