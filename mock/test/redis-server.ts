/** Starts real Redis servers for tests, each on a free port and with nothing of this machine's configuration. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { freePort } from '../../scripts/bench/free-port.ts';
import { answers } from '../../scripts/bench/redis.ts';
import { isThere, skipWithout } from '../../scripts/test/programs.ts';

function has(t: Test, program: 'redis-server' | 'valkey-server', name: string): boolean {
  const skip = skipWithout(program, isThere(program));
  if (skip !== false) t.pass(name, { skip });
  return skip === false;
}

/**
 * Says that a test is skipped, or under CI that it fails, where there is no `redis-server`. @returns whether there is
 * one
 */
export const hasRedis = (t: Test): boolean => has(t, 'redis-server', 'real Redis');

/** Says that a test is skipped where there is no `valkey-server`. */
export const hasValkey = (t: Test): boolean => has(t, 'valkey-server', 'real Valkey');

/** Whatever ends what was started for it: a test, or a scenario of `npm run chaos`. */
export type Owner = Pick<Test, 'teardown'>;

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  signal(signal: NodeJS.Signals): void;
  /** Kills it with no warning. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what it had written. */
  restart(): Promise<void>;
}

/** @param args more options, as on the command line of `redis-server` */
export const startRedis = (t: Owner, ...args: readonly string[]): Promise<RedisServer> =>
  startProgram(t, 'redis-server', args);

/** A Valkey server. */
export const startValkey = (t: Owner): Promise<RedisServer> => startProgram(t, 'valkey-server', []);

async function startProgram(t: Owner, program: string, args: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'tollgate-redis-'));
  const launch = (): ChildProcess =>
    spawn(
      program,
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'yes', ...args],
      { stdio: 'ignore' },
    );
  let child = launch();
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  t.teardown(async () => {
    await kill();
    await rm(directory, { recursive: true, force: true });
  });
  await answers(port);
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => void child.kill(signal),
    kill,
    async restart() {
      child = launch();
      await answers(port);
    },
  };
}
