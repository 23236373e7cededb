/** Faults: what a client sees, what the state keeps, what the journal says. */
import { createHmac } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { controlClient } from './control-client.ts';
import type { ControlClient } from './control-client.ts';
import { GUARDED, unlimit } from './guarded.ts';

type Json = Record<string, unknown>;

const PIAXIS = 'piaxis';
const REVENUE = 'engagifii-revenue';
const FORTIS = 'fortis';
const KEY = { 'api-key': 'pk_test_nile_market' };
const PAIR = {
  'api-version': '1.0',
  'tenant-code': 'TENANT123',
  'x-api-key': 'pk_test_abc123',
  'x-api-secret': 'sk_sandbox_xyz789',
  'content-type': 'application/json',
};

interface Seen {
  /** Undefined where the connection ended. */
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly json: Json;
  readonly error: string;
}

async function ask(url: string, init: RequestInit = {}): Promise<Seen> {
  try {
    const response = await fetch(url, { redirect: 'manual', ...init });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: text.startsWith('{') ? (JSON.parse(text) as Json) : {},
      error: '',
    };
  } catch (error) {
    return { status: undefined, headers: new Headers(), json: {}, error: String(error) };
  }
}

interface World {
  readonly sandbox: SandboxHandle;
  readonly control: ControlClient;
  readonly profile: (headers?: Record<string, string>) => Promise<Seen>;
  readonly statuses: (count: number, headers?: Record<string, string>) => Promise<(number | undefined)[]>;
  readonly add: (fault: Json, contract?: string) => Promise<string>;
  readonly last: () => Promise<Json>;
}

async function world(t: Test, store?: string): Promise<World> {
  const sandbox = await startSandbox({
    contracts: [PIAXIS, REVENUE, FORTIS],
    seed: 'faults',
    strict: true,
    ...(store && { store }),
  });
  t.teardown(() => sandbox.close());
  for (const name of [PIAXIS, REVENUE, FORTIS]) unlimit(sandbox, name);
  const control = controlClient(sandbox.control);
  const profile: World['profile'] = (headers = KEY) => ask(`${sandbox.url(PIAXIS)}/api/profile`, { headers });
  return {
    sandbox,
    control,
    profile,
    async statuses(count, headers) {
      const found: (number | undefined)[] = [];
      for (let i = 0; i < count; i++) found.push((await profile(headers)).status);
      return found;
    },
    async add(fault, contract = PIAXIS) {
      const { status, body } = await control('POST', `/faults/${contract}`, fault);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return String(body['id']);
    },
    last: async () => (await control('GET', '/journal/last')).body,
  };
}

/** What holds wherever counts are kept. */
async function counts(t: Test, { control, add, statuses, profile, sandbox }: World): Promise<void> {
  await add({ status: 503, next: 2 });
  t.strictSame(await statuses(4), [503, 503, 200, 200], 'the next two');
  t.match((await control('GET', '/faults')).body, {
    faults: [{ contract: PIAXIS, asked: { status: 503, next: 2 }, does: 'answered 503', fitted: 4, spent: true }],
  });
  await control('DELETE', '/faults');
  await add({ status: 503, every: 3 });
  t.strictSame(await statuses(6), [200, 200, 503, 200, 200, 503], 'every third');
  await control('DELETE', `/faults?contract=${PIAXIS}`);
  await add({ status: 503, next: 1, skip: 2 });
  t.strictSame(await statuses(4), [200, 200, 503, 200], 'the third');
  await control('DELETE', '/faults');
  await add({ status: 503, first: 1 });
  t.strictSame(await statuses(2), [503, 200], 'the first');
  t.strictSame(await statuses(2, { 'api-key': 'pk_test_kivu_coffee' }), [503, 401], 'of each caller');
  await add({ operation: 'getAccountSettings', status: 503 });
  await add({ client: 'nobody', status: 503 });
  await add({ credential: 'access_token', status: 503 });
  t.strictSame(await statuses(1), [200], 'of this operation, client and credential only');
  t.equal((await ask(`${sandbox.url(PIAXIS)}/api/account/settings`, { headers: KEY })).status, 503);
  t.equal((await profile({ authorization: 'Bearer anything' })).status, 503, 'whatever the credential is worth');
  const other = await sandbox.open('beside');
  t.equal(
    (await ask(`${other.url(PIAXIS)}/api/account/settings`, { headers: KEY })).status,
    200,
    'of this sandbox only',
  );
  await other.close();
  await sandbox.reset();
  t.strictSame((await control('GET', '/faults')).body, { faults: [] }, 'a reset ends them');
  t.strictSame(await statuses(1), [200]);
}

t.test('how often, for whom: in memory', async (t) => counts(t, await world(t)));
t.test('how often, for whom: in a file', async (t) => counts(t, await world(t, `file:${t.testdir({})}/state`)));

t.test('each fault', async (t) => {
  const faults = await world(t);
  const { sandbox, control, profile, add, last } = faults;

  await t.test("a status comes in the provider's own shape, and explain says who answered", async (t) => {
    const id = await add({ status: 429, retry_after: 7, next: 1 });
    const limited = await profile();
    t.match(limited, { status: 429, json: { error: { code: 'RATE_LIMIT_EXCEEDED' } } });
    t.equal(limited.headers.get('retry-after'), '7');
    t.equal(limited.headers.get('x-ratelimit-remaining'), '0', 'with all that it tells of a quota');
    t.match(await last(), {
      status: 429,
      guards: { passed: [], refused: 'fault' },
      fault: { id, did: 'answered 429, Retry-After 7 s', lost: false, effect: false },
      refusal: {
        rule: `the request may be right: the fault ${id} of this sandbox answers 429`,
        explanation: {
          mistake: 'fault',
          finding: /^Nothing is wrong with the request/,
          next: [{}, { code: `tollgate faults piaxis delete ${id}` }],
        },
      },
    });
    for (const [status, code] of [
      [503, 'SERVICE_UNAVAILABLE'],
      [500, 'SERVICE_UNAVAILABLE'],
      [401, 'INVALID_TOKEN'],
      [403, /./],
      [404, /./],
    ] as const) {
      await add({ status, next: 1 });
      t.match(await profile(), { status, json: { error: { code } } }, String(status));
    }
    await add({ status: 503, retry_after: 3, next: 1, operation: 'issueToken' }, REVENUE);
    const token = await ask(`${sandbox.url(REVENUE)}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'x' }),
    });
    t.match(token, { status: 503 }, 'judged by no rule: the grant is unknown');
    t.equal(token.headers.get('retry-after'), '3');
    await control('DELETE', '/faults');
  });

  await t.test('connections end, bodies are cut or slow, answers late', async (t) => {
    await add({ drop: true, next: 1 });
    t.equal((await profile()).error, 'TypeError: fetch failed');
    t.match(await last(), { status: 0, fault: { did: 'dropped the connection', effect: false }, refusal: {} });
    await add({ cut_body: true, after: true, next: 1 });
    t.equal((await profile()).error, 'TypeError: terminated');
    t.match(await last(), { status: 200, fault: { lost: true, effect: true } });
    await add({ status: 503, cut_body: true, slow_body_ms: 20, next: 1 });
    t.equal((await profile()).error, 'TypeError: terminated');
    await add({ slow_body_ms: 60, next: 1 });
    const before = performance.now();
    t.match(await profile(), { status: 200, json: { data: {} } });
    t.ok(performance.now() - before >= 50, 'slowly');
    await add({ latency_ms: 30, latency_spread_ms: 20, next: 1 });
    t.equal((await profile()).status, 200);
    const late = await last();
    t.ok(Number(late['duration_ms']) >= 29, 'late');
    t.match(late, { fault: { did: 'was 30 to 50 ms late', lost: false, effect: true } });
    t.notOk('refusal' in late);
    await add({ unknown_field: true, next: 1 });
    t.match(await profile(), { status: 200, json: { data: {}, tollgate_unknown_field: {} } });
    t.match(await profile(), { status: 200 });
    await control('DELETE', '/faults');
  });

  await t.test('no state is touched, unless that is said', async (t) => {
    const base = sandbox.url(REVENUE);
    const { write } = GUARDED[REVENUE];
    const count = async (): Promise<number> =>
      ((await ask(`${base}/api/1.0/invoice?pageSize=100`, { headers: PAIR })).json['items'] as unknown[]).length;
    const make = (key: string): Promise<Seen> =>
      ask(`${base}${write.path}`, {
        method: 'POST',
        headers: { ...PAIR, 'x-idempotency-key': key },
        body: JSON.stringify(write.json),
      });
    const start = await count();
    await add({ status: 503, next: 1, operation: 'createInvoice' }, REVENUE);
    t.equal((await make('key-00001')).status, 503);
    t.equal(await count(), start, 'nothing was made');
    await add({ drop: true, after: true, next: 1, operation: 'createInvoice' }, REVENUE);
    t.equal((await make('key-00001')).status, undefined, 'the answer is lost');
    const made = await count();
    t.equal(made, start + 1, 'and the invoice made');
    t.equal((await make('key-00001')).status, write.created, 'the same key again gets the first answer');
    t.equal(await count(), made, 'and makes no second one');

    // A signature whose nonce or time a fault looked at would be refused the second time.
    const ts = String(Math.floor(Date.now() / 1000));
    const user = '11e95f8ec39de8fbdb0a4f1a';
    const signed = {
      'developer-id': 'fortis-developer',
      'user-id': user,
      timestamp: ts,
      'hash-key': createHmac('sha256', 'my_user_hash_key')
        .update(user + ts)
        .digest('hex'),
    };
    await add({ status: 503, next: 1, client: user }, FORTIS);
    t.equal((await ask(`${sandbox.url(FORTIS)}/v2/transactions`, { headers: signed })).status, 503);
    t.equal((await ask(`${sandbox.url(FORTIS)}/v2/transactions`, { headers: signed })).status, 200);
    await add({ status: 503, next: 1, client: 'engagifii-service' }, REVENUE);
    t.strictSame(
      [
        (await ask(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'another' }) }))
          .status,
        (
          await ask(`${base}/oauth/token`, {
            method: 'POST',
            body: new URLSearchParams({ client_id: 'engagifii-service' }),
          })
        ).status,
      ].map((status) => status === 503),
      [false, true],
      'a client is known by what it calls itself',
    );
    await control('DELETE', '/faults');
  });

  await t.test('an authorization comes back with another state', async (t) => {
    sandbox.settings.change(REVENUE, { consent: 'headless' });
    const { clients } = await sandbox.credentials(REVENUE);
    const client = clients.find(({ grants }) => grants.includes('authorization_code'))!;
    const url = `${sandbox.url(REVENUE)}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: client.client_id, redirect_uri: client.redirect_uris[0]!, state: 'mine', scope: client.scopes[0]! }).toString()}`;
    await add({ wrong_state: true, next: 1, operation: 'authorize' }, REVENUE);
    t.match(
      (await ask(url)).headers.get('location'),
      /[?&]code=.*state=not-the-state-that-was-sent|state=not-the-state-that-was-sent.*code=/,
    );
    t.match((await ask(url)).headers.get('location'), /state=mine/);
    await control('DELETE', '/faults');
  });

  await t.test('what cannot be is refused in a line', async (t) => {
    for (const [fault, detail] of [
      [{ next: 1 }, /does nothing; give it one of latency_ms/],
      [{ status: 500, next: 1, every: 2 }, /has next and every; give one/],
      [{ status: 500, drop: true }, /leave out status/],
      [{ cut_body: true }, /say "after": true/],
      [{ after: true, latency_ms: 1 }, /loses no answer/],
      [{ retry_after: 1, drop: true }, /retry_after without a status/],
      [{ status: 200 }, /"status" must be at least 400/],
      [{ status: 500, operation: 'getProfil' }, /no operation "getProfil"; did you mean "getProfile"/],
      [{ status: 500, credential: 'merchant' }, /no credential "merchant"/],
      [{ stats: 500 }, /unknown field "stats"; did you mean "status"/],
    ] as const)
      t.match(await control('POST', '/faults/piaxis', fault), { status: 400, body: { detail } });
    t.match(await control('DELETE', '/faults/piaxis/f99'), { status: 404, body: { detail: /no fault "f99"/ } });
    t.match(await control('POST', '/faults/piaxs', { status: 500 }), { status: 404 });
  });
});
