import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Finding } from '../../mock/contract/lint/lint-finding.ts';
import { allowRefsOption } from './allow-refs-option.ts';
import { EXIT_FINDINGS } from './command-exit.ts';
import { formatAndFile } from './one-of.ts';

const REPORT_FORMATS = ['sarif', 'json'] as const;

interface ReportTo {
  readonly format: (typeof REPORT_FORMATS)[number];
  /** A path, or `-` for standard output. */
  readonly file: string;
}

interface LintOptions {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly allowRefs: readonly string[];
  readonly report: readonly ReportTo[];
}

export function lintCommand(command: Command): void {
  command
    .option('--all', 'print each finding on a line of its own, instead of the first three of each rule')
    .option('--json', 'print the findings as a JSON array')
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
Levels:
  error    cannot be served right: mock and verify refuse the file
  warning  most likely a slip, and served all the same: a misspelt x- key, an example that breaks its schema
  note     matters to readers only: no summary, a component that nothing uses
If there is no error, each answer that the contract can give is made and checked against its schema, as mock --strict does.
Other tools' x- keys are ignored.

Findings are grouped by rule. With --all:  file:line:column level rule message (suggestion)
Exit codes: 0 no errors, 1 errors, 2 a file cannot be read or is too large.`,
    )
    .action(lint);
}

function parseReport(value: string, before: readonly ReportTo[]): readonly ReportTo[] {
  const report = formatAndFile(value, REPORT_FORMATS, 'sarif=lint.sarif, or sarif=- for standard output');
  if (report.file === '-' && before.some(({ file }) => file === '-'))
    throw new InvalidArgumentError('only one report can go to standard output.');
  return [...before, report];
}

async function lint(
  contracts: readonly string[],
  { all = false, json = false, allowRefs, report }: LintOptions,
): Promise<void> {
  const { builtInNames, builtInSource } = await import('../../mock/contract/built-in-contracts.ts');
  const { contractFile } = await import('../../mock/contract/load-contract.ts');
  const { checkReportFile } = await import('./report-files.ts');
  const builtIn = builtInNames();
  const files = await Promise.all(
    contracts.map(async (name) => (builtIn.includes(name) ? builtInSource(name) : contractFile(name, allowRefs))),
  );
  for (const { file } of report) if (file !== '-') await checkReportFile(file);
  const { lintContract } = await import('../../mock/contract/lint/lint-contract.ts');
  const { rehearse } = await import('../../mock/rehearsal/rehearse-contract.ts');
  const findings: Finding[] = [];
  for (const file of files) findings.push(...(await lintContract(file, { allowRefs, rehearse })));
  await writeReports(report, findings);
  if (!report.some(({ file }) => file === '-')) await print(findings, contracts, { all, json });
  if (findings.some(({ level }) => level === 'error')) process.exitCode = EXIT_FINDINGS;
}

const asJson = (findings: readonly Finding[]): string => JSON.stringify(findings, undefined, 2);

async function print(
  findings: readonly Finding[],
  contracts: readonly string[],
  { all, json }: { readonly all: boolean; readonly json: boolean },
): Promise<void> {
  if (json) return console.log(asJson(findings));
  const { groupedText, listText, summaryText } = await import('./lint/lint-text.ts');
  const lines = all ? listText(findings) : groupedText(findings);
  console.log([...lines, ...(lines.length > 0 && !all ? [''] : []), summaryText(findings, contracts)].join('\n'));
}

async function writeReports(wanted: readonly ReportTo[], findings: readonly Finding[]): Promise<void> {
  const { lintSarif } = await import('./lint/lint-sarif.ts');
  const { fileFault } = await import('../../mock/contract/file-error-words.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  for (const { format, file } of wanted) {
    const text = format === 'sarif' ? lintSarif(findings) : `${asJson(findings)}\n`;
    if (file === '-') process.stdout.write(text);
    else
      await writeFile(file, text).catch((error: unknown) => {
        throw new InputError(`cannot write the report ${file}: ${fileFault(error, 'write')}`);
      });
  }
}
