/** Connects to a Redis or Valkey, one server or a cluster, and says in one line why that fails. */
import { Cluster, Redis } from 'ioredis';
import type { ClusterOptions, RedisOptions } from 'ioredis';

/** Milliseconds. */
const CONNECT_TIMEOUT = 3_000;
const LONGEST_PAUSE = 1_000;
const PAUSE = 100;

const pause = (times: number): number => Math.min(times * PAUSE, LONGEST_PAUSE);

/**
 * Nothing is queued for a server that is away, and nothing is sent twice: a call whose answer was lost may have been
 * carried out.
 */
const OPTIONS: RedisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT,
  retryStrategy: pause,
  disableClientInfo: true,
};

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

/** The URL as it may be shown: without a password. */
export function shownUrl(url: string): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  return shown.href;
}

async function connected<T extends RedisClient>(client: T, url: string): Promise<T> {
  // ioredis tells of every failed attempt; requests that meet the gap say so themselves.
  let reason = '';
  client.on('error', (error: Error) => (reason = error.message));
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.disconnect();
    throw new Error(`cannot reach ${shownUrl(url)}: ${reason || (error instanceof Error ? error.message : String(error))}`, { cause: error });
  }
}

/**
 * @param url `redis://[user:password@]host[:port][/database]`, or `rediss://` for TLS; of a cluster, any of its nodes
 * @throws Error if nothing answers there, or refuses
 */
export async function connectRedis(url: string): Promise<RedisClient> {
  const single = await connected(new Redis(url, { ...OPTIONS, retryStrategy: () => null }), url);
  const clustered = (await single.info('cluster')).includes('cluster_enabled:1');
  const { host = '127.0.0.1', port = 6379, username, password, tls } = single.options;
  single.disconnect();
  if (!clustered) return connected(new Redis(url, OPTIONS), url);
  const redisOptions: RedisOptions = { username, password, tls, connectTimeout: CONNECT_TIMEOUT, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0, disableClientInfo: true };
  return connected(new Cluster([{ host, port }], { ...CLUSTER, redisOptions }), url);
}
