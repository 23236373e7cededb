/**
 * Four processes on one port over a file and over a real Redis: right whichever of them answers, and after one dies.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { SERVICE } from '../../mock/test/oauth-revenue.ts';
import { hasRedis, startRedis } from '../../mock/test/redis-server.ts';
import { start } from './command.ts';
import type { Running } from './command.ts';
import { clientOf, counted, OAUTH, OTP, read, unlimit, workersOf } from './workers-client.ts';
import type { Client } from './workers-client.ts';

t.setTimeout(240_000);

const RACERS = 1_000;
const WORKERS = 4;
const ESCROW = 'e123e4567-e89b-12d3-a456-426614174000';

async function serve(
  t: Test,
  store: string,
  ...args: readonly string[]
): Promise<{ running: Running; client: Client }> {
  const running = await start(OAUTH, OTP, '--store', store, ...args);
  t.teardown(() => running.end('SIGKILL'));
  return { running, client: clientOf(running) };
}

const many = <T>(call: () => Promise<T>, times = RACERS): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, call));

async function races(t: Test, client: Client): Promise<void> {
  const { oauth, otp, control } = client;
  await unlimit(client);
  await control('/clock', { method: 'PUT', json: { frozen: true } });

  const code = await oauth.code();
  const redeemed = await many(() => oauth.redeem(code));
  t.strictSame(counted(redeemed), { 200: 1, 400: RACERS - 1 }, 'one redeems a code');
  t.equal(
    await oauth.call(redeemed.find(({ status }) => status === 200)!.json['access_token']),
    401,
    'and what it gave was revoked by the others',
  );

  const { json } = await oauth.redeem(await oauth.code());
  t.strictSame(
    counted(await many(() => oauth.refresh(json['refresh_token']))),
    { 200: 1, 400: RACERS - 1 },
    'one rotates a refresh token',
  );

  const asked = await otp('/api/auth/request-otp', {
    json: { operation: 'escrow_release', escrow_id: ESCROW, phone_number: '+256700000000' },
  });
  const id = String(asked.at('/otp_id'));
  const message = await control(`/otp/wait?otp_id=${id}`);
  const verified = await many(() =>
    otp('/api/auth/verify-otp', { json: { otp_id: id, otp_code: message.at('/code') } }),
  );
  const won = verified.filter(({ status }) => status === 200);
  t.equal(won.length, 1, 'one verifies a one-time password');
  const token = String(won[0]?.at('/verification_token'));
  const released = await many(() =>
    otp('/api/escrow/release', { json: { escrow_id: ESCROW }, headers: { 'x-verification-token': token } }),
  );
  t.equal(counted(released)[200], 1, 'one acts on a verification token');
  t.equal(counted(released)[500], undefined);
}

async function people(t: Test, client: Client): Promise<void> {
  const { oauth, control } = client;
  const mine = {
    client_id: 'mine',
    client_secret: 'secret_sandbox_mine',
    tenant: 'TENANT123',
    grants: ['client_credentials'],
  };
  const made = await many(() => control(`/clients/${OAUTH}`, { json: mine }), 20);
  t.strictSame(counted(made), { 201: 1, 409: 19 }, 'of many that make one client one does');
  const ask = () =>
    fetch(`${oauth.base}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: mine.client_id,
        client_secret: mine.client_secret,
      }),
    });
  t.strictSame(counted(await many(ask, 40)), { 200: 40 }, 'every process knows it at the next request');
  const names = await many(
    () => control(`/clients/${OAUTH}`, { json: { tenant: 'TENANT123', grants: ['client_credentials'] } }),
    20,
  );
  t.strictSame(counted(names), { 201: 20 });
  const { body } = await control(`/clients/${OAUTH}`);
  t.equal(
    (body as { clients: { client_id: string }[] }).clients.filter(({ client_id: id }) =>
      names.some((one) => one.at('/client_id') === id),
    ).length,
    20,
    'none of twenty changes at once is lost',
  );
  const token = ((await (await ask()).json()) as { access_token: string }).access_token;
  t.equal(await oauth.call(token), 200);
  t.equal((await control(`/clients/${OAUTH}/mine`, { method: 'DELETE' })).status, 204);
  t.strictSame(
    [...new Set(await many(() => oauth.call(token), 20))],
    [401],
    'and none takes a token of what was deleted',
  );
}

async function limits(t: Test, client: Client): Promise<void> {
  const { control } = client;
  // What was asked before may have met a quota too.
  const before = String((await control('/journal?limit=1')).at('/entries/0/id'));
  await control('/clock', { method: 'PUT', json: { frozen: true } });
  await control(`/settings/${OAUTH}`, {
    method: 'PATCH',
    json: { rate_limits: { default: { limit: 137, window_seconds: 60 } } },
  });
  t.strictSame(counted(await many(() => read(client), 400)), { 200: 137, 429: 263 }, 'exact to the request');
  await control('/clock/advance', { json: { by: '59s' } });
  t.strictSame(counted(await many(() => read(client), 40)), { 429: 40 }, 'no process starts the window early');
  await control('/clock/advance', { json: { by: '1s' } });
  t.strictSame(
    counted(await many(() => read(client), 400)),
    { 200: 137, 429: 263 },
    'and every one obeys the clock at once',
  );
  const journal = await control(`/journal?contract=${OAUTH}&status=429&after=${before}&limit=1000`);
  t.equal((journal.at('/entries') as unknown[]).length, 263 + 40 + 263, 'one journal');
}

async function faults(t: Test, client: Client): Promise<void> {
  const { control } = client;
  await control(`/settings/${OAUTH}`, { method: 'PATCH', json: { rate_limits: { default: { limit: null } } } });
  const added = await control(`/faults/${OAUTH}`, { json: { status: 503, next: 37 } });
  t.equal(added.status, 201);
  t.strictSame(counted(await many(() => read(client), 200)), { 200: 163, 503: 37 }, 'exact to the request');
  t.match((await control('/faults')).at('/faults/0'), { fitted: 200, spent: true });
  await control('/faults', { method: 'DELETE' });
  t.strictSame(counted(await many(() => read(client), 20)), { 200: 20 }, 'and every one obeys at once');
}

async function sandboxes(t: Test, { control, oauth }: Client): Promise<void> {
  const { status } = await control('/sandboxes', { json: { name: 'ci-7' } });
  t.equal(status, 201);
  const base = oauth.base.replace(`/${OAUTH}`, `/~ci-7/${OAUTH}`);
  const statuses = await many(
    () => fetch(`${base}/api/1.0/invoice`, { headers: { 'api-version': '1.0', 'tenant-code': 'TENANT123' } }),
    24,
  );
  t.strictSame(counted(statuses), { 401: 24 }, 'every process knows it');
  t.strictSame(
    counted(await many(() => control('/sandboxes', { json: { name: 'ci-7' } }), 24)),
    { 409: 24 },
    'and that the name is taken',
  );
  await control('/sandboxes/ci-7', { method: 'DELETE' });
  t.strictSame(counted(await many(() => fetch(`${base}/api/1.0/invoice`), 24)), { 404: 24 }, 'and that it is gone');
}

const FEW_LIVE = 20;
const FEW_REVOKED = 10;

interface Work {
  readonly live: string[];
  readonly revoked: string[];
  /** Waits until enough was acknowledged to tell something by, however busy the machine is. */
  enough(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Issues tokens and revokes every third, noting what was acknowledged. A connection that breaks acknowledges nothing.
 */
function work({ oauth }: Client): Work {
  const [live, revoked]: [string[], string[]] = [[], []];
  let going = true;
  const one = async (): Promise<void> => {
    for (let i = 0; going; i++) {
      try {
        const { status, json } = await oauth.token({
          grant_type: 'client_credentials',
          scope: 'revenue.api.read',
          ...SERVICE,
        });
        if (status !== 200) continue;
        const token = String(json['access_token']);
        if (i % 3 > 0) live.push(token);
        else if ((await oauth.revoke({ token, ...SERVICE })).status === 200) revoked.push(token);
      } catch {
        await sleep(10);
      }
    }
  };
  const all = Promise.all(Array.from({ length: 12 }, one));
  return {
    live,
    revoked,
    async enough() {
      for (let i = 0; i < 1_200 && (live.length <= FEW_LIVE || revoked.length <= FEW_REVOKED); i++) await sleep(50);
    },
    async stop() {
      going = false;
      await all;
    },
  };
}

async function allKept(t: Test, { oauth }: Client, { live, revoked }: Work): Promise<void> {
  t.ok(
    live.length > FEW_LIVE && revoked.length > FEW_REVOKED,
    `${live.length} tokens and ${revoked.length} revocations were acknowledged`,
  );
  const statuses = async (tokens: readonly string[]) =>
    counted(await Promise.all(tokens.map(async (token) => ({ status: await oauth.call(token) }))));
  t.strictSame(await statuses(live), { 200: live.length }, 'no acknowledged token is lost');
  t.strictSame(await statuses(revoked), { 401: revoked.length }, 'no revoked one lives again');
}

async function death(t: Test, running: Running, client: Client): Promise<void> {
  await unlimit(client);
  const before = workersOf(running);
  t.equal(before.length, WORKERS);
  const load = work(client);
  await sleep(700);
  await load.enough();
  process.kill(before[1]!, 'SIGKILL');
  await sleep(1_500);
  await load.stop();
  await allKept(t, client, load);
  for (let i = 0; i < 200 && workersOf(running).length < WORKERS; i++) await sleep(50);
  t.equal(workersOf(running).length, WORKERS, 'another took its place');
  t.match(running.stderr(), /worker \d+ ended \(SIGKILL\); another takes its place/);
}

async function everything(t: Test, store: string): Promise<void> {
  const { running, client } = await serve(t, store, '--workers', String(WORKERS));
  await t.test('of 1,000 at once one wins', (t) => races(t, client));
  await client.control('/reset', { method: 'POST' });
  await t.test('who exists is the same to every process', (t) => people(t, client));
  await t.test('limits are exact and the clock is one', (t) => limits(t, client));
  await client.control('/reset', { method: 'POST' });
  await t.test('faults are counted by all', (t) => faults(t, client));
  await t.test('sandboxes come and go for all', (t) => sandboxes(t, client));
  await t.test('a process that is killed takes nothing with it', (t) => death(t, running, client));
  const { code, signal, stdout } = await running.end();
  t.strictSame({ code, signal }, { code: 0, signal: null });
  t.equal(stdout.trimEnd().split('\n').length, 1, 'one ready line');
  await t.rejects(fetch(running.url), 'nothing listens any more');
}

t.test('file', (t) => everything(t, `file:${t.testdir({})}/state`));

t.test('Redis', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await everything(t, url);
});

t.test('the only process on a file is killed and started again', async (t) => {
  const store = `file:${t.testdir({})}/state`;
  const first = await serve(t, store);
  await unlimit(first.client);
  await first.client.control('/clock/advance', { json: { by: '400d' } });
  const load = work(first.client);
  await sleep(1_000);
  await load.enough();
  await first.running.end('SIGKILL');
  await load.stop();
  const second = await serve(t, store);
  await allKept(t, second.client, load);
  const now = Date.parse(String((await second.client.control('/clock')).at('/now')));
  t.ok(now > Date.now() + 399 * 86_400_000, 'the clock stays where it was moved to');
  const { json } = await second.client.oauth.token({
    grant_type: 'client_credentials',
    scope: 'revenue.api.read',
    ...SERVICE,
  });
  t.notOk(load.live.includes(String(json['access_token'])), 'no token is given out twice');
});

t.test('a Redis that stops answering', async (t) => {
  if (!hasRedis(t)) return;
  const redis = await startRedis(t, '--appendfsync', 'always');
  const { client } = await serve(t, redis.url);
  const limit = 1_000;
  await client.control('/clock', { method: 'PUT', json: { frozen: true } });
  await client.control(`/settings/${OAUTH}`, {
    method: 'PATCH',
    json: { rate_limits: { default: { limit, window_seconds: 60 } } },
  });
  let admitted = 0;
  /** Asks until the store is back. @returns what was answered meanwhile */
  const until = async (wanted: number): Promise<Response> => {
    for (let i = 0; i < 400; i++) {
      const reply = await read(client);
      if (reply.status === 200) admitted++;
      if (reply.status === wanted) return reply;
      await sleep(50);
    }
    throw new Error(`never answered ${wanted}`);
  };
  const isProviders = async (reply: Response): Promise<void> => {
    const heard = { status: reply.status, wait: reply.headers.get('retry-after'), body: await reply.json() };
    t.match(heard, { status: 503, wait: '1', body: { error: { message: 'The service is temporarily unavailable' } } });
  };

  const before = await until(200);
  t.equal(before.headers.get('x-ratelimit-remaining'), String(limit - admitted));

  redis.signal('SIGSTOP');
  const begun = Date.now();
  while (Date.now() - begun < 5_000) {
    const replies = await many(() => read(client), 5);
    for (const reply of replies) await isProviders(reply);
    await sleep(100);
  }
  t.equal((await client.control('/clock')).status, 503, 'the control plane says so too');
  redis.signal('SIGCONT');
  const after = await until(200);
  t.equal(
    after.headers.get('x-ratelimit-remaining'),
    String(limit - admitted),
    'what was refused was not counted either',
  );

  await redis.kill();
  await isProviders(await read(client));
  await sleep(1_000);
  await isProviders(await read(client));
  await redis.restart();
  const last = await until(200);
  t.equal(last.headers.get('x-ratelimit-remaining'), String(limit - admitted), 'what it had written is there');
});
