/** A Redis server of the bench's own, with nothing written to disk. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onCore } from './cores.ts';
import { freePort } from './free-port.ts';

export const NEEDS_REDIS = 'needs redis-server';

export const hasRedis = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

const TRIES = 200;
const BETWEEN_MS = 50;

/** Tries until a server that was started answers. */
export async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
      return;
    } catch {
      await sleep(BETWEEN_MS);
    } finally {
      client.disconnect();
    }
  }
  throw new Error(`redis-server on port ${port} does not answer`);
}

/** Gives the work the URL of a server, which ends with it. */
export async function withRedis<T>(work: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const [command, ...args] = [...onCore(undefined), 'redis-server', '--port', String(port)];
  const child = spawn(command, [...args, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  const endWithBench = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithBench);
  try {
    await answers(port);
    return await work(`redis://127.0.0.1:${port}`);
  } finally {
    child.kill('SIGKILL');
    await exited;
    process.off('exit', endWithBench);
  }
}
