/** Real Redis servers that share the slots of one cluster. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedis } from './redis-server.ts';
import type { Owner, RedisServer } from './redis-server.ts';

const SLOTS = 16_384;

/** A cluster has no fewer. */
const MASTERS = 3;

/** Tries, and milliseconds between them, until something has come about. */
const TRIES = 400;
const BETWEEN = 50;

/** Milliseconds after which the others take a node that does not answer for dead: long enough for a busy machine. */
const NODE_TIMEOUT = 2_000;

export interface ClusterNode {
  readonly server: RedisServer;
  /** A connection to this node alone. */
  readonly client: Redis;
  readonly id: string;
}

export interface RedisCluster {
  readonly url: string;
  readonly masters: readonly ClusterNode[];
  /** The slot of keys with this hash tag, and the master that had it at first. */
  slotOf(tag: string): Promise<{ readonly slot: string; readonly owner: ClusterNode }>;
  /** Starts a replica of a master. @returns once all that the master has is there */
  addReplica(master: ClusterNode): Promise<ClusterNode>;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (await holds().catch(() => false)) return;
    await sleep(BETWEEN);
  }
  throw new Error(`it did not come about that ${what}`);
}

async function startNode(t: Owner): Promise<ClusterNode> {
  const server = await startRedis(
    t,
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    String(NODE_TIMEOUT),
    '--cluster-replica-validity-factor',
    '0',
    '--repl-diskless-sync-delay',
    '0',
  );
  const client = new Redis(server.port, '127.0.0.1');
  client.on('error', () => undefined);
  t.teardown(() => client.disconnect());
  return { server, client, id: String(await client.call('CLUSTER', 'MYID')) };
}

/** Three masters, without replicas at first. */
export async function startRedisCluster(t: Owner): Promise<RedisCluster> {
  const masters: ClusterNode[] = [];
  for (let i = 0; i < MASTERS; i++) masters.push(await startNode(t));
  const share = Math.ceil(SLOTS / MASTERS);
  const first = masters[0]!;
  const join = (node: ClusterNode) => first.client.call('CLUSTER', 'MEET', '127.0.0.1', String(node.server.port));
  for (const [i, { client }] of masters.entries()) {
    await client.call('CLUSTER', 'ADDSLOTSRANGE', String(i * share), String(Math.min(SLOTS, (i + 1) * share) - 1));
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1));
  }
  for (const node of masters.slice(1)) await join(node);
  for (const { client } of masters)
    await until('the cluster is whole', async () =>
      String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'),
    );
  return {
    url: first.server.url,
    masters,
    async slotOf(tag) {
      const slot = Number(await first.client.call('CLUSTER', 'KEYSLOT', tag));
      return { slot: String(slot), owner: masters[Math.floor(slot / share)]! };
    },
    async addReplica(master) {
      const node = await startNode(t);
      await join(node);
      await until(
        'a node knows its master',
        async () => (await node.client.call('CLUSTER', 'REPLICATE', master.id)) === 'OK',
      );
      await until('a replica follows', async () => (await master.client.wait(1, 1_000)) >= 1);
      for (const { client } of masters)
        await until('all know the replica', async () =>
          new RegExp(`^${node.id} .*slave ${master.id}.* connected`, 'm').test(
            String(await client.call('CLUSTER', 'NODES')),
          ),
        );
      return node;
    },
  };
}
