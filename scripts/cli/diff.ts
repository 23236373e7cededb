import type { Command } from 'commander';
import { allowRefsOption, reading } from './allow-refs-option.ts';
import type { DiffReport } from '../../conformance/target/diff/diff-targets.ts';
import type { Target } from '../../conformance/target/target.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { EXIT_FINDINGS } from './command-exit.ts';
import { countedNoun } from '../../conformance/counted-noun.ts';

interface DiffOptions {
  readonly target: string;
  readonly against: string;
  readonly contract?: string;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly allowRefs: readonly string[];
}

export function diffCommand(command: Command): void {
  command
    .requiredOption('-t, --target <file>', 'a target file, or mock')
    .option('-a, --against <file>', 'another target file, or mock for the sandbox', 'mock')
    .option('--contract <contract>', 'name or path of a contract, instead of the one that the file names')
    .option('--all', 'one row for each request, instead of one for each difference of behaviour')
    .option('--json', 'print the differences as JSON')
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Each difference carries a pointer into the contract. Calls that may change something are made only where safety.destructive is true.
Exit codes: 0 the same, 1 differences, 2 usage or configuration, 3 a target cannot be reached.`,
    )
    .action(diff);
}

async function diff({
  target: one,
  against,
  contract,
  json = false,
  all = false,
  allowRefs,
}: DiffOptions): Promise<void> {
  const targets = await openTargets(one, against, contract, allowRefs);
  try {
    const report = await compare(targets);
    console.log(json ? JSON.stringify(report, undefined, 2) : text(report, all).join('\n'));
    if (report.differences.length > 0) process.exitCode = EXIT_FINDINGS;
  } finally {
    await targets.close();
  }
}

/** Of a contract of standards, what both servers' metadata offer is compared. */
async function compare({ compiled, one, other }: Opened): Promise<DiffReport> {
  const { diffTargets } = await import('../../conformance/target/diff/diff-targets.ts');
  const { discover } = await import('../../conformance/target/discover.ts');
  const first = await discover(compiled, one);
  const second = await discover(first.contract, other);
  return diffTargets(second.contract, first.target, second.target);
}

interface Opened {
  readonly compiled: CompiledContract;
  readonly one: Target;
  readonly other: Target;
  close(): Promise<void>;
}

/** Both targets; a mock is started for as long as it is needed. */
async function openTargets(
  one: string,
  other: string,
  contract: string | undefined,
  allowRefs: readonly string[],
): Promise<Opened> {
  const options = reading({ allowRefs });
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { readTargetFile } = await import('../../conformance/target/target-file.ts');
  const { loadCompiled } = await import('../../conformance/verify.ts');
  const { startMockTarget } = await import('../../conformance/mock-target.ts');
  const files = await Promise.all(
    [one, other].map(async (file) => (file === 'mock' ? undefined : readTargetFile(file, contract, options))),
  );
  const named = contract ?? files.find((file) => file !== undefined)?.contract;
  if (named === undefined) throw new InputError('two mocks need a --contract');
  const compiled = files.find((file) => file !== undefined)?.compiled ?? (await loadCompiled(named, options));
  const mock = files.includes(undefined) ? await startMockTarget(named, compiled, { allowRefs }) : undefined;
  const [first, second] = files.map((file) => file?.target ?? mock!.target) as [Target, Target];
  // Two stages of one server may have one name: then their files tell them apart.
  const told = (target: Target, file: string): Target =>
    first.name === second.name ? { ...target, name: file } : target;
  return { compiled, one: told(first, one), other: told(second, other), close: async () => mock?.close() };
}

/** Places shown of each difference without `--all`. */
const SHOWN = 3;

function columns(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''];
}

/** The whole in a sentence. */
function summary({ contract, differences, behaviours, operations, compared }: DiffReport): string {
  const asked = `${contract}: ${countedNoun(compared, 'request')} compared`;
  if (differences.length === 0) return `${asked}, no difference`;
  const differing = operations.filter((id) => differences.some(({ operation }) => operation === id));
  const names =
    differing.length > 6
      ? `${differing.slice(0, 6).join(', ')} and ${differing.length - 6} more`
      : differing.join(', ');
  const where =
    differing.length === 0
      ? ', at paths of no operation'
      : `: differs in ${differing.length} of ${countedNoun(operations.length, 'operation')} (${names})`;
  return `${asked}, ${countedNoun(behaviours.length, 'difference')}${where}`;
}

const shortened = (where: readonly string[]): string =>
  where.length > SHOWN + 1 ? `${where.slice(0, SHOWN).join(', ')} and ${where.length - SHOWN} more` : where.join(', ');

function text(report: DiffReport, all: boolean): string[] {
  const { one, other, differences, behaviours, skipped } = report;
  const reasons = new Map<string, number>();
  for (const { reason } of skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const rows = all
    ? columns(
        ['operation', 'request', 'what', one, other, 'contract'],
        differences.map(({ operation = '(no operation)', probe, aspect, at, one: a, other: b, pointer }) => [
          operation,
          probe,
          at === '' ? aspect : `${aspect} ${at}`,
          a,
          b,
          pointer,
        ]),
      )
    : columns(
        ['what', one, other, 'requests', 'where', 'contract'],
        behaviours.map(({ what, one: a, other: b, where, pointer }) => [
          what,
          a,
          b,
          String(where.length),
          shortened(where),
          pointer,
        ]),
      );
  return [
    summary(report),
    ...(rows.length > 0 ? ['', ...rows.slice(0, -1)] : []),
    ...[...reasons].map(([reason, count]) => `not compared, ${count}: ${reason}`),
  ];
}
