import type { Command } from 'commander';
import type { Finding } from '../../mock/contract/lint/lint-finding.ts';
import { EXIT_FINDINGS } from './command-exit.ts';

export function lintCommand(command: Command): void {
  command
    .option('--json', 'print the findings as a JSON array')
    .addHelpText(
      'after',
      `
One finding a line:  file:line:column level rule message (suggestion)
Exit codes: 0 no errors (warnings are allowed), 1 errors, 2 a file cannot be read.`,
    )
    .action(lint);
}

async function lint(contracts: readonly string[], { json = false }: { json?: boolean }): Promise<void> {
  const { builtInNames, builtInSource } = await import('../../mock/contract/built-in-contracts.ts');
  const { contractFile } = await import('../../mock/contract/load-contract.ts');
  const builtIn = builtInNames();
  const files = await Promise.all(
    contracts.map(async (name) => (builtIn.includes(name) ? builtInSource(name) : contractFile(name))),
  );
  const { lintContract } = await import('../../mock/contract/lint/lint-contract.ts');
  const { formatFinding } = await import('../../mock/contract/lint/lint-finding.ts');
  const findings: Finding[] = [];
  for (const file of files) findings.push(...(await lintContract(file)));
  if (json) console.log(JSON.stringify(findings, undefined, 2));
  else for (const line of [...findings.map(formatFinding), summary(findings, contracts)]) console.log(line);
  if (findings.some(({ level }) => level === 'error')) process.exitCode = EXIT_FINDINGS;
}

function summary(findings: readonly Finding[], contracts: readonly string[]): string {
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  const what = contracts.length === 1 ? contracts[0]! : count(contracts.length, 'contract');
  return findings.length === 0
    ? `${what}: no findings`
    : `${what}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
