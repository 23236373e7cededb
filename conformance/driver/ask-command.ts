/** Asking a command of the user's: it finds values in its environment, and what it prints last is the answer. */
import { spawn } from 'node:child_process';
import { NotRun } from '../check.ts';
import { after, monotonic } from '../machine-clock.ts';
import type { CommandSource } from '../target/target.ts';
import type { DriverCore } from './driver-core.ts';

/** Commands that did not come to an end. To wait for each of a hundred checks would help nobody. */
const endless = new WeakSet<CommandSource>();

/** Characters of its output that are kept, from the end. */
const KEPT = 65_536;

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!.trim();

interface Ended {
  /** In words; undefined where it ended well. */
  readonly fault: string | undefined;
  readonly line: string;
}

function runCommand(
  { command, timeoutMs }: CommandSource,
  values: Readonly<Record<string, string>>,
): Promise<Ended | 'too slow'> {
  const child = spawn('/bin/sh', ['-c', command], {
    env: { ...process.env, ...values },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out = (out + text).slice(-KEPT);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err = (err + text).slice(-KEPT);
  });
  return new Promise((resolve) => {
    const cancel = after(timeoutMs, () => {
      child.kill();
      // What it started may go on, with its output in hand: that is not waited for.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve('too slow');
    });
    const end = (fault: string | undefined): void => {
      cancel();
      resolve({ fault, line: lastLine(out) });
    };
    child.on('error', ({ message }) => end(message));
    child.on('close', (code, signal) => {
      const how = signal === null ? `ended with exit code ${code ?? '?'}` : `was killed by ${signal}`;
      end(code === 0 ? undefined : `${how}${lastLine(err) === '' ? '' : `: ${lastLine(err)}`}`);
    });
  });
}

/**
 * Runs a shell command. The check is not charged with its time.
 *
 * @param where what in the target file the command is
 * @returns the last line it prints
 * @throws {NotRun} if it fails, prints nothing or does not end in time
 */
export async function askCommand(
  core: DriverCore,
  where: string,
  source: CommandSource,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  const seconds = source.timeoutMs / 1000;
  if (endless.has(source))
    throw new NotRun(`the command of ${where} did not end within ${seconds} s when another check asked it`);
  const started = monotonic();
  core.allow(source.timeoutMs);
  const ended = await runCommand(source, values);
  core.allow(monotonic() - started - source.timeoutMs);
  if (ended === 'too slow') {
    endless.add(source);
    throw new NotRun(`the command of ${where} did not end within ${seconds} s; ${where}.timeout gives it more`);
  }
  if (ended.fault !== undefined) throw new NotRun(`the command of ${where} ${ended.fault}`);
  if (ended.line === '') throw new NotRun(`the command of ${where} printed nothing`);
  return ended.line;
}
