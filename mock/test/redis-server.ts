/** Starts real Redis servers for tests, each on a free port and with nothing of this machine's configuration. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Test } from 'tap';
import { freePort } from '../../scripts/bench/free-port.ts';
import { answers } from '../../scripts/bench/redis.ts';

const HINT = 'needs redis-server, install with apt-get install redis-server';

/** Tries, and milliseconds between them, until a cluster has formed. */
const TRIES = 200;
const BETWEEN = 50;

/** Says that a test is skipped, or under CI that it fails, where there is no `redis-server`. @returns whether there is one */
export function hasRedis(t: Test): boolean {
  if (spawnSync('redis-server', ['--version']).status === 0) return true;
  if (process.env['CI']) t.fail(HINT);
  else t.pass('real Redis', { skip: HINT });
  return false;
}

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
export async function startRedis(t: Test, ...args: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'tollgate-redis-'));
  const launch = (): ChildProcess => spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'yes', ...args], { stdio: 'ignore' });
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

const SLOTS = 16_384;

/** A cluster has no fewer. */
const NODES = 3;

/** Three servers that share the slots of one cluster. */
export async function startRedisCluster(t: Test): Promise<RedisServer> {
  const nodes = [];
  for (let i = 0; i < NODES; i++) nodes.push(await startRedis(t, '--cluster-enabled', 'yes'));
  const clients = nodes.map(({ port }) => new Redis(port, '127.0.0.1'));
  try {
    const share = Math.ceil(SLOTS / clients.length);
    for (const [i, client] of clients.entries()) {
      await client.call('CLUSTER', 'ADDSLOTSRANGE', String(i * share), String(Math.min(SLOTS, (i + 1) * share) - 1));
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1));
    }
    for (const { port } of nodes.slice(1)) await clients[0]!.call('CLUSTER', 'MEET', '127.0.0.1', String(port));
    for (const client of clients) {
      for (let tries = 0; tries < TRIES && !String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'); tries++) await sleep(BETWEEN);
    }
  } finally {
    for (const client of clients) client.disconnect();
  }
  return nodes[0]!;
}
