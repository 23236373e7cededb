import type { Command } from 'commander';
import { allowRefsOption, reading } from './allow-refs-option.ts';
import type { Diagnosis, DoctorFinding } from '../../conformance/target/doctor/doctor-finding.ts';
import { EXIT_FINDINGS, EXIT_UNREACHABLE } from './command-exit.ts';

interface DoctorOptions {
  readonly target: string;
  readonly contract?: string;
  readonly json?: boolean;
  readonly write?: boolean;
  readonly allowRefs: readonly string[];
}

export function doctorCommand(command: Command): void {
  command
    .requiredOption('-t, --target <file>', 'the target file')
    .option('--contract <contract>', 'name or path of a contract, instead of the one that the file names')
    .option('--json', 'print the findings as JSON')
    .option('--write', 'add operations that the server has not to not_implemented in the file')
    .addOption(allowRefsOption())
    .addHelpText(
      'after',
      `
Each finding says whose it is: your configuration, your server, or the connection between them. Nothing is changed at the server, and in the file by --write alone.
Exit codes: 0 ready to run, 1 something has to be mended, 2 the file or the contract cannot be used, 3 the server cannot be reached.`,
    )
    .action(doctor);
}

async function doctor({
  target: file,
  contract,
  json = false,
  write = false,
  allowRefs,
}: DoctorOptions): Promise<void> {
  const { readTargetFile } = await import('../../conformance/target/target-file.ts');
  const { diagnose } = await import('../../conformance/target/doctor/examine-target.ts');
  const { compiled, target } = await readTargetFile(file, contract, reading({ allowRefs }));
  const diagnosis = await diagnose(compiled, target);
  if (json) console.log(JSON.stringify(diagnosis, undefined, 2));
  else console.log((await diagnosisText(file, diagnosis)).join('\n'));
  const { missing = [] } = diagnosis;
  if (write && missing.length > 0) {
    const { addNotImplemented } = await import('../../conformance/target/add-not-implemented.ts');
    await addNotImplemented(file, missing);
    (json ? console.error : console.log)(`wrote not_implemented: ${missing.join(', ')} into ${file}`);
  }
  if (!diagnosis.reachable) process.exitCode = EXIT_UNREACHABLE;
  else if (diagnosis.findings.some(({ level }) => level === 'problem')) process.exitCode = EXIT_FINDINGS;
}

async function diagnosisText(file: string, { findings, good }: Diagnosis): Promise<string[]> {
  const { WHOSE_WORDS } = await import('../../conformance/target/doctor/doctor-finding.ts');
  const told = ({ level, whose, where, message, change, costs }: DoctorFinding): string[] => [
    `${level === 'problem' ? 'problem' : 'note   '}  ${WHOSE_WORDS[whose]}, ${where}: ${message}${costs === undefined ? '' : ` (${costs} ${costs === 1 ? 'check is' : 'checks are'} not run)`}`,
    `         → ${change}`,
  ];
  const problems = findings.filter(({ level }) => level === 'problem');
  const notes = findings.filter(({ level }) => level === 'note');
  const end =
    problems.length === 0
      ? `${file} is ready: tollgate verify --target ${file}`
      : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} to mend in ${[...new Set(problems.map(({ whose }) => WHOSE_WORDS[whose]))].join(' and ')}`;
  return [...good.map((line) => `ok       ${line}`), ...problems.flatMap(told), ...notes.flatMap(told), '', end];
}
