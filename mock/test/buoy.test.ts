/**
 * What no built-in contract and not Lighthouse has: quotas of several windows, told in the fields of the IETF draft, and
 * keys in a cookie.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { URI } from 'otpauth';
import type { HOTP, TOTP } from 'otpauth';
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
  const chosen = await rawClient(sandbox.control)('/keys/buoy/logger_key/logger-reader/regenerate', {
    json: { overlap: 'PT1H' },
  });
  t.equal(chosen.status, 400);
  t.match(chosen.at('/detail'), /^In this contract nobody chooses .* "overlap" out, and it goes on for PT10M$/);
  await sandbox.reset();
  t.strictSame(
    [(await with_('buoy_test_reader')).status, (await with_(third)).status, (await with_(again)).status],
    [200, 401, 401],
  );
});

/** Signed in. */
async function watchOf(sandbox: SandboxHandle, username = 'ida', password = 'dogger-watch'): Promise<RawSend> {
  const { at } = await clientOf(sandbox, {})('/watch', { json: { username, password } });
  return clientOf(sandbox, { 'watch-session': String(at('/token')) });
}

const proved = async (send: RawSend, what: 'app' | 'fob', code: string): Promise<unknown> => {
  const reply = await send(`/watch/${what}/code`, { json: { code, about: 'move', buoy: 'buoy_0001' } });
  return reply.status === 200 ? 200 : reply.at('/problem');
};

t.test('the vectors of RFC 6238 and RFC 4226, by secrets that are enrolled at start', async (t) => {
  await using sandbox = await frozen();
  // RFC 6238, appendix B, SHA256; RFC 4226, appendix D, from counter 1 on, since the seed says so.
  for (const [seconds, code] of [
    [59, '46119246'],
    [1111111109, '68084774'],
    [1111111111, '67062674'],
    [1234567890, '91819424'],
    [2000000000, '90698825'],
    [20000000000, '77737706'],
  ] as const) {
    await sandbox.clock.set(seconds * 1000);
    t.equal(await proved(await watchOf(sandbox), 'app', code), 200, `${seconds} s`);
  }
  const ida = await watchOf(sandbox);
  for (const code of ['287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'])
    t.equal(await proved(ida, 'fob', code), 200, code);
  t.equal(await proved(ida, 'fob', '755224'), 'wrong-code', 'the counter 0 is past');
  const { users } = await sandbox.credentials('buoy');
  t.match(
    users.find(({ id }) => id === 'watch-ida'),
    {
      authenticators: { fob: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', counter: 1 } },
    },
  );
});

for (const [name, store] of [
  ['memory', undefined],
  ['file', `file:${t.testdir({})}/watch`],
  ...(redis === undefined ? [] : [['Redis', redis.url] as const]),
] as const)
  t.test(`${name}: an authenticator app reads the URI of the enrolment, and its codes are good once`, async (t) => {
    await using sandbox = await frozen(store);
    const ida = await watchOf(sandbox);
    const enrolled = await ida('/watch/app', { method: 'POST' });
    const app = URI.parse(String(enrolled.at('/uri'))) as TOTP;
    t.match(app, { issuer: 'Buoy', label: 'ida', algorithm: 'SHA256', digits: 8, period: 30 });
    t.equal(app.secret.base32, enrolled.at('/secret'));
    const shown = (away: number): string => app.generate({ timestamp: START + away * 30_000 });
    t.equal(await proved(ida, 'app', shown(-3)), 'wrong-code', 'three periods late');
    t.equal(await proved(ida, 'app', shown(3)), 'wrong-code', 'three early');
    t.equal(await proved(ida, 'app', shown(-2)), 200, 'two late');
    t.strictSame(
      (await Promise.all(Array.from({ length: 8 }, () => proved(ida, 'app', shown(0))))).filter((one) => one === 200),
      [200],
      'of many at once, one',
    );
    t.equal(await proved(ida, 'app', shown(-1)), 'wrong-code', 'none from before one that was used');
    t.equal(await proved(ida, 'app', shown(2)), 200);
    for (let i = 0; i < 4; i++) await proved(ida, 'app', '00000000');
    await sandbox.clock.advance('30s');
    t.equal(await proved(ida, 'app', shown(3)), 'too-many-codes');
    await sandbox.clock.set(START + 15 * 60_000 - 1);
    t.equal(await proved(ida, 'app', shown(30)), 'too-many-codes');
    await sandbox.clock.set(START + 15 * 60_000);
    t.equal(await proved(ida, 'app', shown(30)), 200, 'a quarter of an hour later');

    const uri = String((await ida('/watch/fob', { method: 'POST' })).at('/uri'));
    const fob = URI.parse(uri) as HOTP;
    const at = (counter: number): string => fob.generate({ counter });
    t.equal(await proved(ida, 'fob', at(0)), 200);
    t.equal(await proved(ida, 'fob', at(0)), 'wrong-code');
    t.equal(await proved(ida, 'fob', at(6)), 200, 'five were made and not used');
    t.equal(await proved(ida, 'fob', at(13)), 'wrong-code', 'six');
    t.equal(await proved(ida, 'fob', at(7)), 200, 'the counter followed');
    const timo = await watchOf(sandbox, 'timo', 'baltic-watch');
    t.equal(await proved(timo, 'fob', at(8)), 'wrong-code', 'who has none');
    t.notMatch(JSON.stringify(await (await fetch(`${sandbox.control}/journal`)).json()), app.secret.base32);
    await sandbox.reset();
    await sandbox.clock.set(START);
    t.equal(await proved(await watchOf(sandbox), 'app', shown(0)), 'wrong-code', 'a reset forgets what was enrolled');
  });
