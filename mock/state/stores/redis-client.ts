/** Connects to a Redis or Valkey, one server or a cluster, and says in one line why that fails. */
import { Cluster, Redis } from 'ioredis';
import type { ClusterOptions, RedisOptions } from 'ioredis';
import { after } from '../clock.ts';
import { withAdvice } from './redis-connection-errors.ts';
import { readRedisUrl } from './redis-url.ts';
import type { RedisUrl } from './redis-url.ts';

/** Milliseconds. */
const START_TIMEOUT = 6_000;
const CONNECT_TIMEOUT = 3_000;
/** Until a connection that the other side does not close is dropped. */
const CLOSE_TIMEOUT = 300;
const LONGEST_PAUSE = 1_000;
const PAUSE = 100;

const pause = (times: number): number => Math.min(times * PAUSE, LONGEST_PAUSE);

/** Nothing is sent twice: a call whose answer was lost may have been carried out. */
const OPTIONS: RedisOptions = {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT,
  disconnectTimeout: CLOSE_TIMEOUT,
  disableClientInfo: true,
};

/** Nothing is queued for a server that is away. */
const SINGLE: RedisOptions = { ...OPTIONS, lazyConnect: true, enableOfflineQueue: false };

const CLUSTER: ClusterOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  clusterRetryStrategy: pause,
  slotsRefreshTimeout: CONNECT_TIMEOUT,
  slotsRefreshInterval: 5_000,
  retryDelayOnFailover: 0,
  retryDelayOnClusterDown: 0,
  retryDelayOnTryAgain: 0,
};

export type RedisClient = Redis | Cluster;

/** Adds a client to those that are closed if no connection comes about. */
type Noted = <T extends RedisClient>(client: T) => T;

async function opened({ server, database }: RedisUrl, noted: Noted): Promise<RedisClient> {
  // Asks what it is, and whether it has the database: of a choice that is refused later ioredis would use another.
  const scout = noted(new Redis({ ...server, ...SINGLE, retryStrategy: () => null }));
  await scout.connect();
  const clustered = (await scout.info('cluster')).includes('cluster_enabled:1');
  if (clustered && database !== 0)
    throw new Error(`a cluster has no database but 0; leave /${database} out of the URL`);
  if (database !== 0) await scout.select(database);
  if (clustered && !String(await scout.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
    throw new Error('the cluster is down (cluster_state in CLUSTER INFO is not ok); every slot must be served');
  }
  scout.disconnect();
  const client = noted(
    clustered
      ? new Cluster([{ host: server.host, port: server.port }], {
          ...CLUSTER,
          redisOptions: { ...server, host: undefined, port: undefined, ...OPTIONS },
        })
      : new Redis({ ...server, db: database, ...SINGLE, retryStrategy: pause }),
  );
  await client.connect();
  return client;
}

/**
 * @param url as {@link readRedisUrl} takes it; of a cluster, any of its nodes
 * @param first what must succeed there, too
 * @throws Error if nothing answers there in time, or it refuses
 */
export async function connectRedis<T>(
  url: string,
  first: (client: RedisClient) => Promise<T>,
): Promise<readonly [RedisClient, T]> {
  const read = readRedisUrl(url);
  const clients: RedisClient[] = [];
  // ioredis tells of every failed attempt; requests that meet the gap say so themselves.
  let met: Error | undefined;
  const meet = (error: Error & { lastNodeError?: Error }): void => void (met = error.lastNodeError ?? error);
  const noted: Noted = (client) => {
    clients.push(client.on('error', meet).on('node error', meet));
    return client;
  };
  const late = new Promise<never>((_, reject) => {
    after(START_TIMEOUT, () =>
      reject(
        met ??
          new Error(
            `no answer within ${START_TIMEOUT / 1_000} s; see whether a Redis listens there, and for a cluster whether its nodes answer at the addresses that CLUSTER SLOTS tells`,
          ),
      ),
    );
  });
  const reached = async (): Promise<readonly [RedisClient, T]> => {
    const client = await opened(read, noted);
    return [client, await first(client)];
  };
  try {
    return await Promise.race([reached(), late]);
  } catch (error) {
    for (const client of clients) client.disconnect();
    const known = error instanceof Error ? error : new Error(String(error));
    throw new Error(
      `cannot use ${read.shown}: ${withAdvice(known.message === 'Connection is closed.' ? (met ?? known) : known)}`,
      { cause: error },
    );
  }
}
