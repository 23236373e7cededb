/** Runs the client under exercise: a process group of its own, of which nothing is left when it has ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../../mock/contract/input-error.ts';

export interface ClientEnded {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether it was ended because it took too long. */
  readonly late: boolean;
  /** The signal that this command got, and passed on. */
  readonly passed: NodeJS.Signals | undefined;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const ownGroup = process.platform !== 'win32';

/** Milliseconds that a client has to end in good order, before it is ended. */
const GRACE = 5_000;

/** @param signal 0 only looks. @returns whether anybody is left */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(ownGroup ? -pid : pid, signal);
  } catch {
    return false;
  }
}

const LOOK_EVERY = 10;
const LOOKS = 200;

/** Ends what the client left behind, and waits until it is gone. */
async function endRest(pid: number): Promise<void> {
  send(pid, 'SIGKILL');
  for (let i = 0; i < LOOKS && send(pid, 0); i++) await sleep(LOOK_EVERY);
}

export interface RunOptions {
  /** Milliseconds after which it is ended. */
  readonly timeout: number | undefined;
  /** Whether standard output is for something else, so that what the client prints goes to standard error. */
  readonly quiet: boolean;
}

/** @throws {InputError} if there is no such program */
export async function runClient(
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  { timeout, quiet }: RunOptions,
): Promise<ClientEnded> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'],
    detached: ownGroup,
  });
  const started = await Promise.race([
    once(child, 'spawn').then(() => undefined),
    once(child, 'error').then(([error]) => error as NodeJS.ErrnoException),
  ]).catch((error: unknown) => error as NodeJS.ErrnoException);
  const { pid } = child;
  if (started !== undefined || pid === undefined)
    throw new InputError(
      `cannot run ${program}: ${started?.code === 'ENOENT' ? 'there is no such program' : started?.code === 'EACCES' ? 'it may not be executed' : (started?.message ?? 'it did not start')}`,
    );
  let passed: NodeJS.Signals | undefined;
  let late = false;
  let last: NodeJS.Timeout | undefined;
  const endWith = (signal: NodeJS.Signals): void => {
    send(pid, signal);
    last ??= setTimeout(() => send(pid, 'SIGKILL'), GRACE);
  };
  const pass = (signal: NodeJS.Signals): void => {
    passed = signal;
    endWith(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(() => {
          late = true;
          endWith('SIGTERM');
        }, timeout);
  // The process itself, not its pipes: what it left behind may hold those.
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  clearTimeout(last);
  await endRest(pid);
  for (const one of SIGNALS) process.off(one, pass);
  return { code, signal, late, passed };
}
