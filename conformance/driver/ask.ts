/** Asking outside the program: a command of the user's, or the person at the terminal. */
import { execFile } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { promisify } from 'node:util';
import { NotRun } from '../check.ts';

const run = promisify(execFile);

const COMMAND_TIMEOUT_MS = 60_000;

/**
 * Runs a shell command with values in its environment, and gives the last line it prints.
 *
 * @throws {NotRun} if it fails or prints nothing
 */
export async function askCommand(command: string, values: Readonly<Record<string, string>>): Promise<string> {
  try {
    const { stdout } = await run('/bin/sh', ['-c', command], { env: { ...process.env, ...values }, timeout: COMMAND_TIMEOUT_MS });
    const line = stdout.trim().split('\n').at(-1)?.trim();
    if (line) return line;
  } catch (error) {
    throw new NotRun(`the command ${JSON.stringify(command)} failed: ${(error as Error).message.split('\n', 1)[0]}`);
  }
  throw new NotRun(`the command ${JSON.stringify(command)} printed nothing`);
}

/** Questions come one at a time, whatever the concurrency. */
let queue: Promise<unknown> = Promise.resolve();

/** @throws {NotRun} where nobody sits at a terminal */
export function askPerson(question: string): Promise<string> {
  const answer = queue.then(async () => {
    if (!process.stdin.isTTY) throw new NotRun('nobody can be asked: standard input is no terminal');
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await lines.question(question)).trim();
    } finally {
      lines.close();
    }
  });
  queue = answer.catch(() => undefined);
  return answer;
}
