/**
 * Runs the command as somebody who is asked things by it: over a pipe, or at a terminal (`script` of util-linux lends
 * one).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { plainly } from '../../scripts/test/plainly.ts';
import { quote } from '../../mock/contract/shell-quote.ts';

const COMMAND = fileURLToPath(new URL('../../scripts/cli/tollgate.js', import.meta.url));

/**
 * Told what stands on the screen since the last answer; what it returns is typed, `press` is Ctrl+D (the end of input)
 * or Ctrl+C.
 */
export type Reply = (screen: string) => Promise<string | undefined | { readonly press: 'D' | 'C' }>;

export interface Conversed {
  readonly code: number | null;
  /** The signal that killed it; a terminal's `code` is 128 and its number instead. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** At a terminal empty: everything is on the screen. */
  readonly stderr: string;
}

/** What the terminal's line discipline turns into the end of input, and into a signal. */
const KEYS = { D: '\u0004', C: '\u0003' } as const;

export async function converse(
  { terminal }: { readonly terminal: boolean },
  reply: Reply,
  ...args: readonly string[]
): Promise<Conversed> {
  const words = [process.execPath, COMMAND, ...args];
  const [file, rest] = plainly(terminal ? ['script', '-qec', words.map(quote).join(' '), '/dev/null'] : words);
  const child = spawn(file, rest, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, TERM: 'xterm', COLUMNS: '100' },
  });
  const ended = once(child, 'close');
  let [stdout, stderr, screen] = ['', '', ''];
  let turn = Promise.resolve();
  const see = (text: string): void => {
    screen += text;
    turn = turn.then(async () => {
      const seen = screen;
      const answer = await reply(seen);
      if (answer === undefined) return;
      screen = screen.slice(seen.length);
      if (typeof answer === 'string') child.stdin.write(`${answer}\n`);
      else if (terminal) child.stdin.write(KEYS[answer.press]);
      else if (answer.press === 'D') child.stdin.end();
      else child.kill('SIGINT');
    });
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (terminal) see(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    see(text);
  });
  child.stdin.on('error', () => undefined);
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  await turn;
  return { code, signal, stdout, stderr };
}
