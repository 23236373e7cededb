/**
 * Runs commands as they are typed, one after the other in one process beside the test, which has loaded what they need:
 * a process of its own for each would take most of its time to start. What is about a process — signals, pipes,
 * servers, k6 — starts one of its own (`command.ts`), and so does a part of the tests of every command.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runWith as runColdWith } from './command.ts';
import type { Ended } from './command.ts';
import type { Asked } from './command-host.ts';

const HOST = fileURLToPath(new URL('command-host.js', import.meta.url));

/** This process's, without the test runner's hooks, which NODE_OPTIONS would bring along. */
function environmentWith(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return { ...env, COLUMNS: '120', ...more };
}

/** Nothing waits for a host that has nothing to do. */
function hold(child: ChildProcess, held: boolean): void {
  for (const one of [child, child.channel]) (held ? one?.ref : one?.unref)?.call(one);
}

type Run = (environment: Readonly<Record<string, string>>, args: readonly string[]) => Promise<Ended>;

/** A process beside the test, started when it is first wanted, that runs one command after the other. */
function createHost(): Run {
  let host: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function ask(environment: Readonly<Record<string, string>>, args: readonly string[]): Promise<Ended> {
    if (host?.connected !== true)
      host = fork(HOST, { env: environmentWith({}), execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const child = host;
    hold(child, true);
    const asked: Asked = { args, environment: environmentWith(environment), directory: process.cwd() };
    const done = new AbortController();
    const answered = once(child, 'message', done).then(([ended]) => ended as Ended);
    const lost = once(child, 'exit', done).then(() => undefined);
    child.send(asked);
    const ended = await Promise.race([answered, lost]);
    // Whichever of the two is still waited for.
    await Promise.allSettled([answered, lost, done.abort()]);
    if (ended !== undefined) {
      hold(child, false);
      return ended;
    }
    // It ended the process it ran in: in one of its own it shows how.
    host = undefined;
    return runColdWith(environment, ...args);
  }

  return (environment, args) => {
    const next = last.then(() => ask(environment, args));
    last = next.catch(() => undefined);
    return next;
  };
}

const only = createHost();

/** As `runWith` of `command.ts`, for commands that read, judge and tell. */
export const runWarmWith = (
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> => only(environment, args);

/** As `run` of `command.ts`, likewise. */
export const runWarm = (...args: readonly string[]): Promise<Ended> => only({}, args);

/** The same in so many processes, which take turns: for commands of which so many run at once. */
export function warmHosts(count: number): (...args: readonly string[]) => Promise<Ended> {
  const hosts = Array.from({ length: count }, createHost);
  let turns = 0;
  return (...args) => hosts[turns++ % count]!({}, args);
}
