/**
 * State in Redis or Valkey, for many processes on many machines. Expiry is data, compared with the sandbox's clock: no
 * key has a lifetime of the server's own, which a clock that is stopped or moved back would outlast.
 */
import { createHash } from 'node:crypto';
import { Cluster } from 'ioredis';
import { createBatches, scriptRunner } from './redis-batch.ts';
import type { Ask, RunScript } from './redis-batch.ts';
import { connectRedis } from './redis-client.ts';
import type { RedisClient } from './redis-client.ts';
import { createPulse } from './redis-heartbeat.ts';
import { SCRIPT } from './redis-script.ts';
import { createRedisRing, createRedisStore } from './redis-store.ts';
import type { Bounds } from '../bounds.ts';
import type { StoreBackend } from './store.ts';

/** What every key starts with. */
const PREFIX = 'tollgate';

/** Every key of a sandbox has its name as hash tag: in a cluster they stand together, as one script wants them. */
const hashOf = (sandbox: string, name: string): string => `${PREFIX}:{${sandbox}}:${name}`;

const scriptOf = (client: RedisClient): RunScript =>
  scriptRunner(client, SCRIPT, createHash('sha1').update(SCRIPT).digest('hex'));

/**
 * @param url as {@link connectRedis} takes it
 * @throws Error if nothing answers there, or it refuses
 */
export async function redisBackend(url: string, bounds?: Bounds): Promise<StoreBackend> {
  const [client, number] = await connectRedis(url, async (client) => {
    // The script once with nothing to do: a user who may not run it learns so now.
    await scriptOf(client)([hashOf('#', 'processes')], Infinity, []);
    return client.incr(`${PREFIX}:processes`);
  });
  const isCluster = client instanceof Cluster;
  const pulse = createPulse(() => client.disconnect(true));
  const run = scriptOf(client);
  const batches = createBatches(run, pulse);
  // In a cluster the hashes of one sandbox stand together; a single server has all of them.
  const askOf = (sandbox: string): Ask => batches.at(isCluster ? sandbox : '');
  return {
    open: (sandbox, world, now) => createRedisStore(askOf(sandbox), hashOf(sandbox, world), now, bounds),
    shared: {
      process: number,
      // The name has a character that no contract's has.
      ring: (sandbox, name, size) => createRedisRing(askOf(sandbox), hashOf(sandbox, `#${name}`), size),
      refresh: () => undefined,
    },
    async close() {
      await batches.settled();
      client.disconnect();
    },
  };
}
