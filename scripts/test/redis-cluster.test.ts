/** A command over a real Redis cluster whose nodes die and whose slots move, without a restart of the command. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { SERVICE } from '../../mock/test/oauth-revenue.ts';
import { startRedisCluster } from '../../mock/test/redis-cluster.ts';
import type { RedisCluster } from '../../mock/test/redis-cluster.ts';
import { hasRedis } from '../../mock/test/redis-server.ts';
import { start } from './command.ts';
import { clientOf, OAUTH, OTP, read } from './workers-client.ts';
import type { Client } from './workers-client.ts';

t.setTimeout(240_000);
// They wait more than they work.
t.jobs = 4;

const LIMIT = 5_000;

/** Asks until it is answered 200. @returns how often each other status came */
async function back(t: Test, client: Client): Promise<Readonly<Record<number, number>>> {
  const met: Record<number, number> = {};
  for (let i = 0; i < 600; i++) {
    const { status, headers } = await read(client);
    if (status === 200) return met;
    met[status] = (met[status] ?? 0) + 1;
    if (status === 503 && headers.get('retry-after') !== '1') t.fail('a 503 without Retry-After');
    await sleep(50);
  }
  throw new Error(`it did not come back: ${JSON.stringify(met)}`);
}

async function serve(
  t: Test,
  { url }: RedisCluster,
): Promise<{ client: Client; token: string; left: () => Promise<number> }> {
  const running = await start(OAUTH, OTP, '--store', url);
  t.teardown(() => running.end('SIGKILL'));
  const client = clientOf(running);
  await client.control('/clock', { method: 'PUT', json: { frozen: true } });
  await client.control(`/settings/${OAUTH}`, {
    method: 'PATCH',
    json: { rate_limits: { default: { limit: LIMIT, window_seconds: 60 } } },
  });
  const { json } = await client.oauth.token({
    grant_type: 'client_credentials',
    scope: 'revenue.api.read',
    ...SERVICE,
  });
  return {
    client,
    token: String(json['access_token']),
    left: async () => Number((await read(client)).headers.get('x-ratelimit-remaining')),
  };
}

t.test('the master of the sandbox is killed', { buffered: true }, async (t) => {
  if (!hasRedis(t)) return;
  const cluster = await startRedisCluster(t);
  const { owner } = await cluster.slotOf('default');
  const { client, token, left } = await serve(t, cluster);
  const replica = await cluster.addReplica(owner);
  const before = await left();
  // Waits for the replica to have all that was written up to here; Redis itself does not.
  await owner.client.set('{default}:mark', '1');
  t.equal(await owner.client.wait(1, 5_000), 1);

  await owner.server.kill();
  const met = await back(t, client);
  t.strictSame(Object.keys(met), ['503'], "the contract's 503 and nothing else, until the replica has taken its place");
  t.equal(String(await replica.client.call('ROLE')).split(',')[0], 'master');
  t.equal(await client.oauth.call(token), 200, 'what the replica had is there');
  t.equal(await left(), before - 2, 'refused requests were not counted');
  t.equal((await client.control('/clock')).status, 200);
});

t.test('the slot of the sandbox moves to another master', { buffered: true }, async (t) => {
  if (!hasRedis(t)) return;
  const cluster = await startRedisCluster(t);
  const { slot, owner } = await cluster.slotOf('default');
  const to = cluster.masters.find((node) => node !== owner)!;
  const { client, token, left } = await serve(t, cluster);
  const before = await left();

  await to.client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', owner.id);
  await owner.client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id);
  t.equal(await left(), before - 1, 'goes on where the keys still stand');
  const keys = (await owner.client.call('CLUSTER', 'GETKEYSINSLOT', slot, '100')) as string[];
  await owner.client.call('MIGRATE', '127.0.0.1', String(to.server.port), '', '0', '5000', 'KEYS', ...keys);
  t.equal(await left(), before - 2, 'asks where the keys stand by now (ASK)');
  for (const { client: node } of [to, owner, ...cluster.masters])
    await node.call('CLUSTER', 'SETSLOT', slot, 'NODE', to.id);
  t.equal(await left(), before - 3, 'and follows the slot (MOVED)');
  t.equal(await client.oauth.call(token), 200);
  t.match(await to.client.keys('tollgate:{default}:*'), [/./]);
});
