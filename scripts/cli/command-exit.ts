/** How the command ends when it cannot do what was asked: a line or a few on stderr, never a stack trace. */
import type { Finding } from '../../mock/contract/lint/lint-finding.ts';
import type { TargetProblem } from '../../conformance/target/target-problem.ts';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import type { ContractProblem } from '../../mock/contract/contract-problem.ts';

export const EXIT_FINDINGS = 1;
export const EXIT_USAGE = 2;
export const EXIT_UNREACHABLE = 3;

/** What the system's error codes mean to someone who starts a server. */
const SYSTEM: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken; stop what listens there, or choose another with --port (0 is any free one)',
  EACCES: 'the system does not permit it; ports below 1024 need rights that --port 4010 does not',
  EADDRNOTAVAIL: 'this machine has no such address; choose another with --host',
  ENOTFOUND: 'this machine does not know that host; choose another with --host',
};

const LISTENING = ['listen', 'bind', 'getaddrinfo'];
const READING = ['open', 'stat', 'lstat', 'access', 'scandir', 'read', 'readlink'];

/** Says on stderr why it ended, and sets the exit code. */
export function complain(error: unknown): void {
  for (const line of linesOf(error)) console.error(`tollgate: ${line}`);
  process.exitCode = error instanceof Error && error.name === 'Unreachable' ? EXIT_UNREACHABLE : EXIT_USAGE;
}

/** What went wrong, a line each. */
export function linesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  if ('problems' in error)
    return (error.problems as readonly (ContractProblem | Finding | TargetProblem)[]).map(lineOf);
  const { code = '', syscall = '', path } = error as NodeJS.ErrnoException;
  const known = SYSTEM[code];
  if (known !== undefined && LISTENING.includes(syscall)) return [`cannot listen${addressOf(error)}: ${known}`];
  if (path !== undefined)
    return [`cannot use ${path}: ${fileFault(error, READING.includes(syscall) ? 'read' : 'write')}`];
  return [error.message.split('\n', 1)[0]! || error.name];
}

function addressOf(error: Error): string {
  const { address, port } = error as { address?: string; port?: number };
  return address === undefined ? '' : ` on ${address}${port === undefined || port === -1 ? '' : `:${port}`}`;
}

function lineOf(problem: ContractProblem | Finding | TargetProblem): string {
  const place = 'line' in problem ? `${problem.file}:${problem.line}:${problem.column}` : problem.pointer;
  return `${place} ${problem.rule} ${problem.message}${problem.suggestion === undefined ? '' : ` (${problem.suggestion})`}`;
}
