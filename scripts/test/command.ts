/** Runs the `tollgate` command as a user types it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { plainly } from './plainly.ts';

export const COMMAND = fileURLToPath(new URL('../cli/tollgate.js', import.meta.url));

export const BOOKSHOP = fileURLToPath(new URL('../../../scripts/test/fixtures/bookshop.yaml', import.meta.url));

export interface Ended {
  readonly code: number | null;
  /** The signal that killed it, if one did. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Ready {
  readonly ready: true;
  readonly url: string;
  readonly contracts: Readonly<Record<string, string>>;
  readonly control: string;
}

export interface Running extends Ready {
  /** The line as printed. */
  readonly line: string;
  readonly pid: number;
  /** What stands on stderr so far. */
  stderr(): string;
  /** How it ended, once it did. */
  readonly ended: Promise<Ended>;
  /** Sends a signal. @returns how it ended */
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface Circumstances {
  /** More in its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The words of a program that starts the command in its own place, such as one that lowers a limit. */
  readonly behind?: readonly string[];
  readonly detached?: boolean;
}

function launch(
  args: readonly string[],
  { environment: more = {}, behind = [], detached = false }: Circumstances = {},
): { child: ChildProcess; ended: Promise<Ended>; stderr: () => string } {
  const [program, words] = plainly([...behind, process.execPath, COMMAND, ...args], more['NODE_OPTIONS']);
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, COLUMNS: '120', ...more },
    detached,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr,
  }));
  return { child, ended, stderr: () => stderr };
}

/** Runs a command that ends by itself. */
export function run(...args: readonly string[]): Promise<Ended> {
  return launch(args).ended;
}

/** Runs a command that ends by itself, with more in its environment. */
export function runWith(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  return launch(args, { environment }).ended;
}

/**
 * Starts a command that goes on until it is told to end, as a terminal tells it: with everything that it started and
 * that shares its group.
 */
export function begin(...args: readonly string[]): { end(signal: NodeJS.Signals): Promise<Ended> } {
  const { child, ended } = launch(args, { detached: true });
  return {
    end(signal) {
      process.kill(-child.pid!, signal);
      return ended;
    },
  };
}

/** Starts `tollgate mock --json` with more arguments, on a free port unless they name one. */
export function start(...args: readonly string[]): Promise<Running> {
  return startIn({}, ...args);
}

/** Starts it with more in its environment. */
export function startWith(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Running> {
  return startIn({ environment }, ...args);
}

export async function startIn(circumstances: Circumstances, ...args: readonly string[]): Promise<Running> {
  const { child, ended, stderr } = launch(
    ['mock', '--json', ...(args.includes('--port') ? [] : ['--port', '0']), ...args],
    circumstances,
  );
  const first = once(createInterface({ input: child.stdout! }), 'line').then(([text]) => text as string);
  const line = await Promise.race([
    first,
    ended.then((end) => {
      throw new Error(`it ended with ${String(end.code)}: ${end.stderr}`);
    }),
  ]);
  const end = (signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  return { ...(JSON.parse(line) as Ready), line, pid: child.pid!, stderr, ended, end };
}
