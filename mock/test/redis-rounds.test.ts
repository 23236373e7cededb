/**
 * How many rounds to Redis a request waits for: counted by a relay that lets through as many as it is told, and so gives
 * the same answer on a busy machine. And what must hold though a request goes by what was last seen.
 */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle, StartOptions } from '../index.ts';
import { hasRedis, startRedis } from './redis-server.ts';

t.setTimeout(120_000);

const INVOICE = '/api/1.0/invoice/INV-123456';
const KEYS = {
  'x-api-key': 'pk_test_abc123',
  'x-api-secret': 'sk_sandbox_xyz789',
  'tenant-code': 'TENANT123',
  'api-version': '1.0',
};
const NO_LIMIT = { limit: null, window_seconds: 3_600 };

interface Relay {
  readonly url: string;
  /** Lets so many calls through from here on; the others wait. */
  allow(calls: number): void;
}

/** A call is one command, and one write of the client's: it sends the next in another turn. */
async function startRelay(t: Test, port: number): Promise<Relay> {
  let left = Infinity;
  const held: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const redis = connect(port, '127.0.0.1');
    for (const socket of [client, redis]) sockets.add(socket.on('error', () => undefined));
    client.on('data', (bytes) => {
      const pass = (): void => void redis.write(bytes);
      if (left-- > 0) pass();
      else held.push(pass);
    });
    redis.on('data', (bytes) => client.write(bytes));
    client.on('close', () => redis.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    allow(more) {
      left = more;
      for (const pass of held.splice(0)) pass();
    },
  };
}

const start = async (t: Test, store: string, options: StartOptions = {}): Promise<SandboxHandle> => {
  const sandbox = await startSandbox({ contracts: ['engagifii-revenue'], store, ...options });
  t.teardown(() => sandbox.close());
  return sandbox;
};

/** Milliseconds after which a request is taken for one that waits for a call that is held back: a call may take two seconds. */
const HELD_MS = 1_500;

const read = (
  sandbox: SandboxHandle,
  headers: Readonly<Record<string, string>> = KEYS,
  init: RequestInit = {},
): Promise<Response> => fetch(sandbox.url('engagifii-revenue') + INVOICE, { ...init, headers });

/** Until what nobody waited for is on its way. */
const settled = (): Promise<void> => sleep(50);

async function bearer(sandbox: SandboxHandle): Promise<Readonly<Record<string, string>>> {
  const answer = await fetch(`${sandbox.url('engagifii-revenue')}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'revenue-service',
      client_secret: 'secret_sandbox_revenue_service',
      scope: 'revenue.api.full',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${token}`, 'tenant-code': 'TENANT123', 'api-version': '1.0' };
}

t.test('an authenticated GET waits for one round, which counts its quota', async (t) => {
  if (!hasRedis(t)) return;
  const { port } = await startRedis(t);
  const relay = await startRelay(t, port);
  const sandbox = await start(t, relay.url);
  for (const headers of [KEYS, await bearer(sandbox)]) {
    // Seen once, and the record is seeded.
    t.equal((await read(sandbox, headers)).status, 200);
    await settled();
    relay.allow(1);
    const answer = await read(sandbox, headers);
    // An answer that waited for a call that never came is the contract's 503, after two seconds.
    t.equal(answer.status, 200, 'it is answered while every later call waits');
    const left = Number(answer.headers.get('x-ratelimit-remaining'));
    relay.allow(Infinity);
    const next = await read(sandbox, headers);
    t.equal(Number(next.headers.get('x-ratelimit-remaining')), left - 1, 'both were counted, once each');
    await settled();
  }
});

t.test('with waitForJournal it waits for the journal too', async (t) => {
  if (!hasRedis(t)) return;
  const { port } = await startRedis(t);
  const relay = await startRelay(t, port);
  const sandbox = await start(t, relay.url, { waitForJournal: true });
  t.equal((await read(sandbox)).status, 200);
  relay.allow(1);
  await t.rejects(read(sandbox, KEYS, { signal: AbortSignal.timeout(HELD_MS) }), 'not answered after one round');
  relay.allow(2);
  const answer = await read(sandbox);
  t.equal(answer.status, 200, 'answered after two');
  relay.allow(Infinity);
  t.ok(answer.headers.get('x-tollgate-request'));
});

/** Two processes of one store, each of which has seen caller and sandbox before. */
async function twoProcesses(t: Test, options: StartOptions = {}): Promise<readonly [SandboxHandle, SandboxHandle]> {
  const { url } = await startRedis(t);
  const two = [await start(t, url, options), await start(t, url, options)] as const;
  for (const sandbox of two) await read(sandbox);
  return two;
}

t.test('what one process changes holds at the next request to another that had seen it otherwise', async (t) => {
  if (!hasRedis(t)) return;
  const [one, other] = await twoProcesses(t);
  const token = await bearer(one);
  t.equal((await read(other, token)).status, 200);

  await one.settings.change('engagifii-revenue', { rate_limits: { default: { limit: 7, window_seconds: 60 } } });
  t.equal((await read(other)).headers.get('x-ratelimit-limit'), '7', 'a quota');
  await one.settings.change('engagifii-revenue', { rate_limits: { default: NO_LIMIT } });
  t.equal((await read(other)).headers.get('x-ratelimit-limit'), null, 'no quota');

  await one.clock.advance('2d');
  t.equal((await read(other, token)).status, 401, 'the clock: the token has ended');

  const fresh = await bearer(one);
  t.equal((await read(other, fresh)).status, 200);
  await one.reset();
  t.equal((await read(other, fresh)).status, 401, 'a reset: the token is gone');
});

t.test('a key that one process blocks is refused by the next request to another', async (t) => {
  if (!hasRedis(t)) return;
  const [one, other] = await twoProcesses(t);
  t.equal((await read(other)).status, 200);
  const blocked = await fetch(`${one.control}/keys/engagifii-revenue/api_key_pair/${KEYS['x-api-key']}/block`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  t.equal(blocked.status, 200);
  t.equal((await read(other)).status, 401);
});

t.test('two processes never let more in than the quota', async (t) => {
  if (!hasRedis(t)) return;
  const two = await twoProcesses(t);
  const LIMIT = 100;
  for (let round = 0; round < 5; round++) {
    await two[0].reset();
    await two[0].settings.change('engagifii-revenue', {
      rate_limits: { default: { limit: LIMIT, window_seconds: 3_600 } },
    });
    const answers = await Promise.all(Array.from({ length: 2 * LIMIT }, (_, i) => read(two[i % 2]!)));
    t.equal(answers.filter(({ status }) => status === 200).length, LIMIT);
    t.equal(answers.filter(({ status }) => status === 429).length, LIMIT);
  }
});

t.test('who reads the journal of another process finds every request that was answered', async (t) => {
  if (!hasRedis(t)) return;
  const [one, other] = await twoProcesses(t);
  await one.settings.change('engagifii-revenue', { rate_limits: { default: NO_LIMIT } });
  for (let round = 0; round < 50; round++) {
    const [, answer] = await Promise.all([read(one), read(one)]);
    const id = Number(answer.headers.get('x-tollgate-request'));
    const found = await fetch(`${other.control}/journal/${id}`);
    t.equal(found.status, 200, `request ${id} is there`);
    await found.body?.cancel();
  }
});

t.test('a place in the journal that nobody fills is passed over after two seconds', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  const sandbox = await start(t, url);
  await read(sandbox);
  await settled();
  const client = new Redis(url);
  const journal = 'tollgate:{default}:#journal';
  const id = await client.hincrby(journal, 'last', 1);
  const [seconds] = await client.time();
  await client.hset(journal, id, `~${Number(seconds) * 1_000 + 1_000}`);
  client.disconnect();
  await read(sandbox);
  await settled();
  const begin = performance.now();
  const answer = await fetch(`${sandbox.control}/journal`);
  const { entries } = (await answer.json()) as { entries: { id: number }[] };
  t.ok(performance.now() - begin > 500, 'it was waited for');
  t.strictSame(
    entries.map((entry) => entry.id).sort((a, b) => a - b),
    [id - 1, id + 1],
  );
});
