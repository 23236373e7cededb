/**
 * What no built-in contract and not Lighthouse has: quotas of several windows, told in the fields of the IETF draft, and
 * keys in a cookie.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseList } from 'structured-headers';
import t from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { START, tally } from './guarded.ts';
import { atOnce } from './json-client.ts';
import { rawClient } from './raw-client.ts';
import type { RawReply, RawSend } from './raw-client.ts';
import { hasRedis, startRedis } from './redis-server.ts';

const CONTRACT = 'mock/test/fixtures/buoy.yaml';
const NORTH = { cookie: 'logger_key=buoy_test_north' };

async function frozen(store?: string): Promise<SandboxHandle> {
  const sandbox = await startSandbox({ contracts: [CONTRACT], strict: true, ...(store !== undefined && { store }) });
  await sandbox.clock.freeze();
  await sandbox.clock.set(START);
  return sandbox;
}

const clientOf = (sandbox: SandboxHandle, headers: Readonly<Record<string, string>> = NORTH): RawSend =>
  rawClient(sandbox.url('buoy'), headers);

const statuses = async (count: number, call: () => Promise<RawReply>): Promise<Readonly<Record<string, number>>> =>
  tally((await atOnce(count, call)).map(({ status }) => status));

/** The fields RateLimit and RateLimit-Policy, as a reader of structured fields has them. */
function fieldsOf({ headers }: RawReply): unknown {
  const read = (name: string): unknown =>
    parseList(headers[name] as string).map(([text, parameters]) => [text, Object.fromEntries(parameters)]);
  return { left: read('ratelimit'), policy: read('ratelimit-policy') };
}

const redis = hasRedis(t) ? await startRedis(t) : undefined;

for (const [name, store] of [
  ['memory', undefined],
  ['file', `file:${t.testdir({})}/state`],
  ...(redis === undefined ? [] : [['Redis', redis.url] as const]),
] as const)
  t.test(`${name}: several windows of one quota, exact however many come at once`, async (t) => {
    await using sandbox = await frozen(store);
    const send = clientOf(sandbox);
    const list = (): Promise<RawReply> => send('/buoys');
    t.strictSame(await statuses(30, list), { 200: 8, 429: 22 }, 'the burst');
    await sandbox.clock.advance('10s');
    t.strictSame(await statuses(30, list), { 200: 8, 429: 22 }, 'what the burst refused took nothing from the minute');
    await sandbox.clock.advance('10s');
    t.strictSame(await statuses(30, list), { 200: 4, 429: 26 }, 'the minute is full');
    const refused = await list();
    t.match(refused, { status: 429, headers: { 'retry-after': new Date(START + 60_000).toUTCString() } });
    t.equal(refused.at('/window'), 'minute');
    t.match(refused.at('/detail'), 'at most 20 requests per 60 s');
    t.strictSame(await statuses(9, () => send('/buoys', { headers: { cookie: 'logger_key=buoy_test_baltic' } })), {
      200: 8,
      429: 1,
    });
    await sandbox.clock.advance('40s');
    t.strictSame(await statuses(9, list), { 200: 8, 429: 1 }, 'both begin anew, at the very millisecond');
    for (const wait of ['10s', '10s', '40s', '10s', '10s']) {
      await sandbox.clock.advance(wait);
      await statuses(9, list);
    }
    await sandbox.clock.advance('40s');
    t.match(await list(), { status: 429, headers: { 'retry-after': new Date(START + 3_600_000).toUTCString() } });
    await sandbox.clock.set(START + 3_600_000);
    t.equal((await list()).status, 200);

    t.strictSame(await statuses(8, () => send('/buoys/buoy_0001')), { 200: 5, 429: 3 }, 'a window that slides');
    await sandbox.clock.advance('5s');
    t.strictSame(await statuses(8, () => send('/buoys/buoy_0001')), { 200: 5, 429: 3 });
    await sandbox.clock.advance('5s');
    t.strictSame(await statuses(8, () => send('/buoys/buoy_0001')), { 200: 2, 429: 6 }, 'and a longer one with it');
    await sandbox.clock.advance('50s');
    t.strictSame(await statuses(8, () => send('/buoys/buoy_0001')), { 200: 5, 429: 3 });

    t.strictSame(await statuses(9, () => send('/soundings')), { 200: 6, 429: 3 }, 'a bucket');
    await sandbox.clock.advance('6s');
    t.strictSame(await statuses(9, () => send('/soundings')), { 200: 6, 429: 3 });
    await sandbox.clock.advance('6s');
    t.strictSame(await statuses(9, () => send('/soundings')), { 200: 6, 429: 3 });
    await sandbox.clock.advance('6s');
    t.strictSame(await statuses(9, () => send('/soundings')), { 200: 2, 429: 7 }, 'and a bucket for the day');
  });

t.test('a price plan without longer windows has none, and a quota that is set has none', async (t) => {
  await using sandbox = await frozen();
  const send = clientOf(sandbox);
  sandbox.settings.change('buoy', { plan: 'storm' });
  t.strictSame(await statuses(82, () => send('/buoys')), { 200: 80, 429: 2 });
  sandbox.settings.change('buoy', { plan: null, rate_limits: { default: { limit: 30, window_seconds: 5 } } });
  sandbox.clock.advance('1h');
  t.strictSame(await statuses(32, () => send('/buoys')), { 200: 30, 429: 2 });
});

t.test('a reader of structured fields reads RateLimit, and other headers tell the same', async (t) => {
  await using sandbox = await frozen();
  const send = clientOf(sandbox);
  const policy = [
    ['burst', { q: 8, w: 10 }],
    ['minute', { q: 20, w: 60 }],
    ['hour', { q: 60, w: 3600 }],
  ];
  sandbox.clock.set(START + 250);
  const first = await send('/buoys');
  t.strictSame(fieldsOf(first), {
    left: [
      ['burst', { r: 7, t: 10 }],
      ['minute', { r: 19, t: 60 }],
      ['hour', { r: 59, t: 3600 }],
    ],
    policy,
  });
  t.match(first.headers, {
    'buoy-window-ends': '2030-01-01T00:00:11Z',
    'buoy-window-ends-ms': String(START + 10_250),
    'buoy-window-left-ms': '10000',
  });
  sandbox.clock.advance('1500ms');
  await statuses(7, () => send('/buoys'));
  const refused = await send('/buoys');
  t.match(fieldsOf(refused), {
    left: [
      ['burst', { r: 0, t: 9 }],
      ['minute', { r: 12, t: 59 }],
      ['hour', { r: 52, t: 3599 }],
    ],
  });
  t.match(
    refused.headers,
    { 'retry-after': new Date(START + 11_000).toUTCString(), 'buoy-window-left-ms': '8500' },
    'a date is of the next whole second, so that nobody comes too early',
  );
  sandbox.clock.set(START + 10_999);
  t.equal((await send('/buoys')).status, 200);

  const page = await send('/soundings', { headers: { origin: 'https://chart.example' } });
  for (const name of ['RateLimit', 'RateLimit-Policy', 'Buoy-Window-Ends-Ms'])
    t.match(
      String(page.headers['access-control-expose-headers']).toLowerCase(),
      name.toLowerCase(),
      'pages may read it',
    );
});

/** Until it holds, but no longer than a few seconds. */
async function until(holds: () => boolean, meanwhile: () => unknown = () => undefined): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) {
    await meanwhile();
    await sleep(5);
  }
}

for (const [name, store] of [
  ['memory', undefined],
  ...(redis === undefined ? [] : [['Redis', redis.url] as const]),
] as const)
  t.test(`${name}: so many requests under way, given back with the answer or when the client hangs up`, async (t) => {
    await using sandbox = await frozen(store);
    const url = `${sandbox.url('buoy')}/soundings/snd_0001`;
    const answers: Response[] = [];
    const survey = async (signal?: AbortSignal, headers: Readonly<Record<string, string>> = NORTH): Promise<void> => {
      const answer = await fetch(url, { headers, ...(signal !== undefined && { signal }) }).catch(() => undefined);
      if (answer !== undefined) answers.push(answer);
    };
    const told = (): unknown => tally(answers.splice(0).map(({ status }) => status));
    await sandbox.settings.change('buoy', { latency_ms: 10_000 });
    const all = [survey(), survey(), survey(), survey()];
    await until(() => answers.length === 2);
    t.equal(answers[0]?.headers.get('retry-after'), new Date(START + 1000).toUTCString());
    t.match(await answers[0]?.json(), { problem: 'too-many', detail: /at most 2 requests at once/, window: 'survey' });
    t.strictSame(told(), { 429: 2 }, 'two wait for the clock, the others are refused at once');
    all.push(survey(undefined, { cookie: 'logger_key=buoy_test_reader' }));
    await until(
      () => answers.length === 3,
      () => sandbox.clock.advance('10s'),
    );
    await Promise.all(all);
    t.strictSame(told(), { 200: 3 }, 'each caller has its own');

    const hangUp = new AbortController();
    const hanging = [survey(hangUp.signal), survey(hangUp.signal), survey(hangUp.signal)];
    await until(() => answers.length === 1);
    t.strictSame(told(), { 429: 1 });
    hangUp.abort();
    await Promise.all(hanging);
    await sandbox.settings.change('buoy', { latency_ms: 0 });
    await until(
      () => answers.at(-1)?.status === 200,
      () => survey(),
    );
    answers.length = 0;
    for (let i = 0; i < 4; i++) await survey();
    t.strictSame(told(), { 200: 4 }, 'who hung up has no request under way');
  });

t.test('a key in a cookie: among others, quoted, encoded, twice; and none that is not the very one', async (t) => {
  await using sandbox = await frozen();
  sandbox.settings.change('buoy', { rate_limits: { default: { limit: null, window_seconds: 1 } } });
  const send = clientOf(sandbox, {});
  const key = 'buoy_test_north';
  for (const [cookie, status, problem] of [
    [`logger_key=${key}`, 200],
    [`theme=dark; logger_key=${key}; x_logger_key=other`, 200],
    [`logger_key="${key}"`, 200],
    [`logger_key=buoy%5Ftest%5Fnorth`, 200],
    [`logger_key=${key}; logger_key=${key}`, 200],
    [`logger_key=${key}; logger_key="${key}"`, 200],
    [`logger_key=${key}; logger_key=buoy_test_baltic`, 401, 'bad-key'],
    [`LOGGER_KEY=${key}`, 401, 'no-key'],
    [`x_logger_key=${key}`, 401, 'no-key'],
    ['logger_key=', 401, 'no-key'],
    ['logger_key=%E0%A4%A', 401, 'bad-key'],
    [`logger_key="${key}`, 401, 'bad-key'],
    ['logger_key=buoy_test_sunk', 401, 'blocked-key'],
  ] as const) {
    const reply = await send('/buoys', { headers: { cookie } });
    t.equal(reply.status, status, cookie);
    t.equal(reply.at('/problem'), problem, cookie);
  }
  const two = await send('/buoys', {
    headers: { cookie: ['logger_key=buoy_test_north', 'logger_key=buoy_test_baltic'] },
  });
  t.equal(two.status, 401, 'two header lines are one');
  t.notMatch(JSON.stringify(sandbox.journal.list()), /buoy_test_(?:north|baltic)/, 'the journal holds no key');
});

t.test('two live secrets of a key, until the overlap ends or the sandbox is reset', async (t) => {
  await using sandbox = await frozen();
  const with_ = (secret: string): Promise<RawReply> => clientOf(sandbox, { cookie: `logger_key=${secret}` })('/waters');
  const renewed = await clientOf(sandbox)('/keys/logger-reader/secret', { method: 'POST' });
  t.equal(renewed.status, 201);
  const secret = String(renewed.at('/secret'));
  t.match(secret, /^buoy_test_[0-9a-f]{16}$/);
  const both = async (): Promise<number[]> => [(await with_('buoy_test_reader')).status, (await with_(secret)).status];
  t.strictSame(await both(), [200, 200]);
  sandbox.clock.advance('9m59s999ms');
  t.strictSame(await both(), [200, 200]);
  sandbox.clock.advance('1ms');
  t.strictSame(await both(), [401, 200]);
  const again = String((await clientOf(sandbox)('/keys/logger-reader/secret', { method: 'POST' })).at('/secret'));
  const third = String((await clientOf(sandbox)('/keys/logger-reader/secret', { method: 'POST' })).at('/secret'));
  t.strictSame(
    [(await with_(secret)).status, (await with_(again)).status, (await with_(third)).status],
    [401, 200, 200],
    'two at most: the one before the last is dead',
  );
  await sandbox.reset();
  t.strictSame(
    [(await with_('buoy_test_reader')).status, (await with_(third)).status, (await with_(again)).status],
    [200, 401, 401],
  );
});
