/**
 * Quotas: each provider's figures and header names, exact under concurrency and at every edge of a window. @see RFC
 * 6585 §4
 */
import t from 'tap';
import { clientAddress } from '../request/ip-allow-list.ts';
import { atOnce } from './json-client.ts';
import { clientOf, GUARDED, lastFailure, START, startFrozen, tally } from './guarded.ts';
import type { RawReply } from './raw-client.ts';

const NOW = START / 1000;
const statuses = async (count: number, call: () => Promise<RawReply>): Promise<Readonly<Record<string, number>>> =>
  tally((await atOnce(count, call)).map(({ status }) => status));
const from = (address: string): { 'x-forwarded-for': string } => ({ 'x-forwarded-for': address });

t.test('Revenue: 60 in 120 s, told in four headers', async (t) => {
  await using sandbox = await startFrozen(['engagifii-revenue']);
  const { read, good, other } = GUARDED['engagifii-revenue'];
  const send = clientOf(sandbox, 'engagifii-revenue');
  const figures = ({ headers }: RawReply): unknown[] =>
    ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-ratelimit-reset-after'].map((name) =>
      Number(headers[name]),
    );
  t.strictSame(figures(await send(read)), [60, 59, NOW + 120, 120]);
  sandbox.clock.advance('30s');
  t.strictSame(figures(await send(read)), [60, 58, NOW + 120, 90], 'the window starts with its first request');
  t.strictSame(await statuses(65, () => send(read)), { 200: 58, 429: 7 });
  const refused = await send(read);
  t.match(refused, { status: 429, headers: { 'retry-after': '90' } });
  t.strictSame(figures(refused), [60, 0, NOW + 120, 90]);
  t.equal(refused.at('/error/code'), 'RATE_LIMIT_EXCEEDED');
  t.match(sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal, {
    failure: 'rate_limited',
    pointer: '#/x-rate-limits/default',
    expected: 'at most 60 requests per 120 s',
  });

  const reader = { ...good, 'x-api-key': 'pk_test_reader123', 'x-api-secret': 'sk_sandbox_reader789' };
  t.strictSame(figures(await send(read, { headers: reader })), [60, 59, NOW + 150, 120], 'each credential has its own');
  t.strictSame(figures(await send(read, { headers: other })), [60, 59, NOW + 150, 120], 'and each tenant');
  t.equal(
    (await send(read, { headers: from('198.51.100.7') })).status,
    429,
    'a known caller is counted wherever it calls from',
  );

  sandbox.clock.set(START + 119_000);
  t.match(await send(read), { status: 429, headers: { 'retry-after': '1', 'x-ratelimit-reset-after': '1' } });
  sandbox.clock.set(START + 119_999);
  t.match(
    await send(read),
    { status: 429, headers: { 'retry-after': '1', 'x-ratelimit-reset-after': '1' } },
    'part of a second is a second',
  );
  sandbox.clock.set(START + 120_000);
  t.strictSame(figures(await send(read)), [60, 59, NOW + 240, 120], 'a new window at the very millisecond');
  t.strictSame(await statuses(62, () => send(read)), { 200: 59, 429: 3 });
});

t.test('a clock that is put back starts every window anew', async (t) => {
  for (const [contract, quota] of [
    ['engagifii-revenue', 'default'], // a fixed window
    ['engagifii-training', 'default'], // a sliding one
  ] as const) {
    await using sandbox = await startFrozen([contract]);
    const { read } = GUARDED[contract];
    const send = clientOf(sandbox, contract);
    await sandbox.settings.change(contract, { rate_limits: { [quota]: { limit: 2, window_seconds: 60 } } });
    sandbox.clock.advance('2d');
    t.strictSame(await statuses(3, () => send(read)), { 200: 2, 429: 1 }, contract);
    await sandbox.clock.set(START + 3_600_000);
    t.strictSame(await statuses(3, () => send(read)), { 200: 2, 429: 1 }, 'not two days of refusals');
    await sandbox.clock.freeze(true);
    await sandbox.clock.set(START);
    t.strictSame(await statuses(3, () => send(read)), { 200: 2, 429: 1 });
    sandbox.clock.advance('59s');
    t.strictSame(await statuses(1, () => send(read)), { 429: 1 }, 'forward, windows go on');
  }
});

t.test('refused requests are counted, told the figures, and have the quota of the address', async (t) => {
  await using sandbox = await startFrozen(['engagifii-revenue']);
  const { good, write } = GUARDED['engagifii-revenue'];
  const send = clientOf(sandbox, 'engagifii-revenue');
  const remaining = ({ status, headers }: RawReply): unknown[] => [status, Number(headers['x-ratelimit-remaining'])];
  t.strictSame(remaining(await send('/api/1.0/invoice/INV-000000')), [404, 59]);
  t.strictSame(remaining(await send('/api/1.0/invoice?page=0')), [400, 58]);
  t.strictSame(remaining(await send(write.path, { json: { totalAmount: 'much' } })), [400, 57]);
  t.strictSame(remaining(await send(write.path, { body: 'x', headers: { 'content-type': 'text/plain' } })), [415, 56]);
  t.strictSame(
    remaining(
      await send(write.path, { body: '{' + ' '.repeat(1_048_576), headers: { 'content-type': 'application/json' } }),
    ),
    [413, 55],
  );
  t.strictSame(remaining(await send(write.path, { headers: { ...good, 'api-version': '2.0' } })), [400, 54]);

  const bad = { ...good, 'x-api-secret': 'sk_sandbox_wrong' };
  t.strictSame(
    remaining(await send(write.path, { headers: bad })),
    [401, 59],
    'a credential that is no good is nobody',
  );
  t.strictSame(
    remaining(await send(write.path, { headers: { ...bad, 'x-api-key': 'pk_test_made_up' } })),
    [401, 58],
    'and cannot get a new quota by another name',
  );
  t.strictSame(remaining(await send(write.path, { headers: { ...bad, ...from('198.51.100.7') } })), [401, 59]);
  const stranger = clientOf(sandbox, 'engagifii-revenue', from('198.51.100.9'));
  t.strictSame(remaining(await stranger('/nothing/here')), [404, 59]);
  t.strictSame(remaining(await stranger('/api/1.0/invoice', { method: 'DELETE' })), [405, 58]);
  t.strictSame(remaining(await stranger('/oauth/token', { form: { grant_type: 'client_credentials' } })), [401, 57]);
  t.strictSame(remaining(await stranger('/oauth/authorize')), [400, 56]);
  t.strictSame(
    remaining(await stranger('/api/1.0/invoice', { headers: { 'api-version': '1.0', 'tenant-code': 'NOBODY' } })),
    [401, 55],
  );
  t.strictSame(await statuses(60, () => stranger('/nothing/here')), { 404: 55, 429: 5 });
  t.equal((await send(write.path)).status, 200, 'the good caller has its own still');
});

t.test('the client behind proxies', async (t) => {
  await using sandbox = await startFrozen(['engagifii-revenue']);
  const send = clientOf(sandbox, 'engagifii-revenue', {});
  const remaining = async (chain: string | readonly string[]): Promise<number> =>
    Number((await send('/none', { headers: { 'x-forwarded-for': chain } })).headers['x-ratelimit-remaining']);
  t.equal(await remaining('198.51.100.7'), 59);
  t.equal(await remaining('203.0.113.1, 198.51.100.7'), 58, 'what the client wrote itself does not count');
  t.equal(await remaining('203.0.113.2, 198.51.100.7, 127.0.0.1'), 57, 'this machine is no client');
  t.equal(await remaining(['203.0.113.3', '198.51.100.7']), 56, 'a header in two lines is one list');
  t.equal(await remaining('::ffff:198.51.100.7'), 55, 'IPv4 in IPv6 clothes');
  t.equal(await remaining('2001:db8::7'), 59);
  t.equal(await remaining('unknown, not-an-address'), 59, 'nothing that is an address: the peer');
  for (const [peer, header, want] of [
    ['203.0.113.9', '198.51.100.7', '203.0.113.9'],
    ['::ffff:203.0.113.9', '198.51.100.7', '203.0.113.9'],
    ['2001:db8::1', '127.0.0.1', '2001:db8::1'],
    ['::1', '198.51.100.7', '198.51.100.7'],
    ['::ffff:127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['127.0.0.2', undefined, '127.0.0.2'],
    ['127.0.0.1', '127.0.0.9', '127.0.0.1'],
  ] as const)
    t.equal(clientAddress(peer, header), want, `${peer} says it forwards for ${header ?? 'nobody'}`);
});

t.test('Training: 10 in any second for each tenant, told by Retry-After alone', async (t) => {
  await using sandbox = await startFrozen(['engagifii-training']);
  const { read, other } = GUARDED['engagifii-training'];
  const send = clientOf(sandbox, 'engagifii-training', { 'tenant-code': 'org-12345' });
  const replies = await atOnce(14, () => send(read));
  t.strictSame(tally(replies.map(({ status }) => status)), { 200: 10, 429: 4 });
  t.notOk(
    replies.some(({ headers }) => Object.keys(headers).some((name) => name.includes('ratelimit'))),
    'no header but Retry-After',
  );
  t.match(await send(read), { status: 429, headers: { 'retry-after': '1' } });
  t.equal(
    (await send(read, { headers: { 'x-api-key': 'key_sandbox_northfield_bridge' } })).status,
    429,
    'the tenant shares one quota',
  );
  t.equal((await send(read, { headers: other })).status, 200, 'each tenant has its own');
  t.equal(
    (await send(read, { headers: { 'tenant-code': 'NOBODY' } })).status,
    404,
    'a tenant that does not exist is an address',
  );

  sandbox.clock.set(START + 749);
  t.equal((await send(read)).status, 429);
  sandbox.clock.set(START + 750);
  t.strictSame(
    await statuses(5, () => send(read)),
    { 200: 5 },
    'what was sent a second apart may arrive a quarter of a second closer together',
  );
  sandbox.clock.set(START + 1_250);
  t.strictSame(await statuses(7, () => send(read)), { 200: 5, 429: 2 });
  sandbox.clock.set(START + 1_499);
  t.match(
    await send(read),
    { status: 429, headers: { 'retry-after': '1' } },
    'a window that slides has no edge to double at',
  );
  sandbox.clock.set(START + 1_500);
  t.strictSame(await statuses(7, () => send(read)), { 200: 5, 429: 2 });

  sandbox.clock.set(START + 10_000);
  t.strictSame(await statuses(10, () => send(read, { headers: { authorization: 'Bearer made-up' } })), { 401: 10 });
  t.equal((await send(read)).status, 429, "bad tokens used the tenant's quota");
  t.strictSame(
    await statuses(11, () => send(read, { headers: { 'tenant-code': 'NOBODY' } })),
    { 404: 10, 429: 1 },
    'the limit comes before the tenant',
  );
});

t.test("a client with the document's own limiter is never refused, however its calls bunch on the way", async (t) => {
  await using sandbox = await startFrozen(['engagifii-training']);
  const send = clientOf(sandbox, 'engagifii-training', { 'tenant-code': 'org-12345' });
  const { read } = GUARDED['engagifii-training'];
  /** Ten at once, a second after the ten before by the client's clock; each time they take this long to arrive. */
  const delays = [240, 0, 249, 3, 120, 250, 0, 0, 200];
  for (const [second, delay] of delays.entries()) {
    sandbox.clock.set(START + second * 1_000 + delay);
    t.strictSame(await statuses(10, () => send(read)), { 200: 10 }, `second ${second}, after ${delay} ms`);
  }
  sandbox.clock.set(START + 20_000);
  for (let call = 0; call < 40; call++) {
    sandbox.clock.set(START + 20_000 + call * 100 + (call % 3 === 0 ? 249 : 149));
    t.equal((await send(read)).status, 200, `call ${call} of ten a second`);
  }
});

t.test('a refused call does not make the wait longer', async (t) => {
  await using sandbox = await startFrozen(['engagifii-training']);
  const send = clientOf(sandbox, 'engagifii-training', { 'tenant-code': 'org-12345' });
  const { read } = GUARDED['engagifii-training'];
  t.strictSame(await statuses(10, () => send(read)), { 200: 10 });
  for (const ms of [100, 300, 500, 749]) {
    sandbox.clock.set(START + ms);
    t.strictSame(await statuses(10, () => send(read)), { 429: 10 }, `${ms} ms`);
  }
  sandbox.clock.set(START + 1_000);
  t.strictSame(await statuses(10, () => send(read)), { 200: 10 });
});

t.test('a window that was set shorter has half of itself as leeway at most', async (t) => {
  await using sandbox = await startFrozen(['engagifii-training']);
  sandbox.settings.change('engagifii-training', { rate_limits: { default: { limit: 2, window_seconds: 0.1 } } });
  const send = clientOf(sandbox, 'engagifii-training', { 'tenant-code': 'org-12345' });
  const { read } = GUARDED['engagifii-training'];
  t.strictSame(await statuses(3, () => send(read)), { 200: 2, 429: 1 });
  sandbox.clock.set(START + 49);
  t.equal((await send(read)).status, 429);
  sandbox.clock.set(START + 50);
  t.equal((await send(read)).status, 200);
});

t.test('Voucherify: by plan for a project, and 5 in 5 s for a browser', async (t) => {
  await using sandbox = await startFrozen(['voucherify']);
  const { read, other } = GUARDED.voucherify;
  const send = clientOf(sandbox, 'voucherify');
  const figures = ({ headers }: RawReply): unknown[] =>
    ['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-retry'].map((name) => Number(headers[name]));
  t.strictSame(figures(await send(read)), [100, 99, NOW + 60]);
  t.strictSame(
    await statuses(103, () =>
      send(read, {
        headers: { 'x-app-id': 'voucherify-app-viewer', 'x-app-token': 'secret_sandbox_voucherify_viewer' },
      }),
    ),
    { 403: 99, 429: 4 },
    "a project's keys share one quota",
  );
  const refused = await send(read);
  t.match(refused, { status: 429, headers: { 'retry-after': '60', 'x-rate-limit-type': 'api_calls' } });
  t.strictSame(figures(refused), [100, 0, NOW + 60]);
  t.strictSame(figures(await send(read, { headers: other })), [100, 99, NOW + 60]);
  t.notOk('x-rate-limit-type' in (await send(read, { headers: other })).headers, 'the type is told to the refused');
  const bulk = (): Promise<RawReply> =>
    send('/v1/vouchers/metadata/async', { json: { codes: ['BLCKFRDY'], metadata: {} } });
  t.strictSame(await statuses(102, bulk), { 202: 100, 429: 2 }, 'bulk calls are counted apart');
  t.match(await bulk(), { headers: { 'retry-after': '3600', 'x-rate-limit-type': 'bulk_api_calls' } });
  sandbox.clock.advance('59s');
  t.match(await send(read), { status: 429, headers: { 'retry-after': '1' } });
  sandbox.clock.advance('1s');
  t.strictSame(await statuses(101, () => send(read)), { 200: 100, 429: 1 });

  for (const [plan, limit, seconds] of [
    ['sandbox', 100, 3600],
    ['organization', 2000, 60],
  ] as const) {
    await sandbox.reset();
    sandbox.clock.freeze();
    sandbox.clock.set(START);
    sandbox.settings.change('voucherify', { plan });
    t.strictSame(await statuses(limit + 3, () => send(read)), { 200: limit, 429: 3 }, plan);
    t.match(await send(read), { headers: { 'retry-after': String(seconds), 'x-rate-limit-limit': String(limit) } });
  }

  const browser = clientOf(sandbox, 'voucherify', {
    'x-client-application-id': 'voucherify-client',
    'x-client-token': 'pk_test_voucherify_client',
    origin: 'https://yourdomain.com',
    'content-type': 'application/json',
  });
  const validate =
    (address = '198.51.100.7', path = '/client/v1/validate?code=BLCKFRDY') =>
    () =>
      browser(path, { headers: from(address) });
  t.strictSame(await statuses(8, validate()), { 200: 5, 429: 3 });
  t.equal(
    (await validate('198.51.100.7', '/client/v1/promotions/tiers')()).status,
    429,
    'the whole client side shares it',
  );
  t.match(await validate()(), {
    headers: { 'retry-after': '5', 'x-rate-limit-limit': '5', 'x-rate-limit-type': 'api_calls' },
  });
  t.match(await validate('198.51.100.8')(), { status: 200, headers: { 'x-rate-limit-remaining': '4' } });
  sandbox.clock.advance('4s');
  t.match(await validate()(), { status: 429, headers: { 'retry-after': '1' } });
  sandbox.clock.advance('1s');
  t.strictSame(await statuses(6, validate()), { 200: 5, 429: 1 });
});

t.test('Piaxis: a merchant has one quota, whichever of its keys and tokens calls', async (t) => {
  await using sandbox = await startFrozen(['piaxis']);
  await sandbox.settings.change('piaxis', { consent: 'headless' });
  const url = sandbox.url('piaxis');
  const merchant = '096b723a-45c5-4957-94d7-747835136265';
  const query = new URLSearchParams({
    merchant_id: merchant,
    redirect_uri: 'https://yourapp.com/callback',
    response_type: 'code',
    scope: 'payments:read',
  });
  const { headers } = await fetch(`${url}/api/authorize?${query.toString()}`, { redirect: 'manual' });
  const code = new URL(headers.get('location')!).searchParams.get('code')!;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: 'https://yourapp.com/callback',
    client_id: merchant,
  };
  const { access_token: token } = (await (
    await fetch(`${url}/api/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  ).json()) as { access_token: string };
  const second = (await (
    await fetch(`${sandbox.control}/keys/piaxis`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ credential: 'merchant_key', tenant: merchant }),
    })
  ).json()) as { secret: string };
  const remaining = async (credential: Record<string, string>): Promise<number> =>
    Number((await fetch(`${url}/api/payments/none`, { headers: credential })).headers.get('x-ratelimit-remaining'));
  t.equal(await remaining({ 'api-key': 'pk_test_nile_market' }), 4_999);
  t.equal(await remaining({ authorization: `Bearer ${token}` }), 4_998);
  t.equal(await remaining({ 'api-key': second.secret }), 4_997);
  t.equal(await remaining({ 'api-key': 'pk_test_kampala_motors' }), 4_999, 'another merchant has its own');
});

t.test('Piaxis: classes by the hour', async (t) => {
  await using sandbox = await startFrozen(['piaxis']);
  const send = clientOf(sandbox, 'piaxis');
  const { write } = GUARDED.piaxis;
  const classes: readonly (readonly [limit: number, call: () => Promise<RawReply>, passes: number])[] = [
    [100, () => send('/api/auth/verify-otp', { json: { otp_id: 'otp_none', otp_code: '000000' } }), 400],
    [1000, () => send(write.path, { json: write.json }), 201],
    [500, () => send('/api/escrow/reverse', { json: { escrow_id: 'none' } }), 404],
    [5000, () => send('/api/payments/none'), 404],
  ];
  for (const [limit, call, passes] of classes) {
    const first = await call();
    t.match(first, {
      status: passes,
      headers: {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(limit - 1),
        'x-ratelimit-reset': String(NOW + 3600),
      },
    });
    t.strictSame(await statuses(limit + 4, call), { [passes]: limit - 1, 429: 5 });
    t.match(await call(), { headers: { 'retry-after': '3600', 'x-ratelimit-remaining': '0' } });
  }
  t.equal((await send('/api/account/settings', { headers: GUARDED.piaxis.other })).status, 200);
  const token = (address: string) => (): Promise<RawReply> =>
    clientOf(sandbox, 'piaxis', from(address))('/api/oauth/token', { form: { grant_type: 'authorization_code' } });
  t.strictSame(
    await statuses(103, token('198.51.100.7')),
    { 400: 100, 429: 3 },
    'clients without a secret are counted by address',
  );
  t.equal((await token('198.51.100.8')()).status, 400);
  sandbox.clock.advance('3599s');
  for (const [, call] of classes) t.match(await call(), { status: 429, headers: { 'retry-after': '1' } });
  sandbox.clock.advance('1s');
  for (const [limit, call, passes] of classes)
    t.match(await call(), {
      status: passes,
      headers: { 'x-ratelimit-remaining': String(limit - 1), 'x-ratelimit-reset': String(NOW + 7200) },
    });
});

t.test('Fortis: none, until one is set; and settings go over any contract', async (t) => {
  await using sandbox = await startFrozen(['fortis', 'engagifii-revenue']);
  const { read } = GUARDED.fortis;
  const send = clientOf(sandbox, 'fortis');
  const many = await atOnce(300, () => send(read));
  t.strictSame(tally(many.map(({ status }) => status)), { 200: 300 });
  t.notOk(many.some(({ headers }) => Object.keys(headers).some((name) => name.includes('rate'))));
  sandbox.settings.change('fortis', { rate_limits: { default: { limit: 3, window_seconds: 45 } } });
  t.strictSame(await statuses(5, () => send(read)), { 200: 3, 429: 2 });
  t.match(await send(read), { headers: { 'retry-after': '45' } });
  sandbox.settings.change('fortis', { rate_limits: { default: { limit: 0, window_seconds: 45 } } });
  t.equal((await send(read, { headers: GUARDED.fortis.other })).status, 429, 'none at all');
  t.equal(lastFailure(sandbox), 'rate_limited');

  const revenue = clientOf(sandbox, 'engagifii-revenue');
  sandbox.settings.change('engagifii-revenue', { rate_limits: { default: { limit: 2, window_seconds: 10 } } });
  t.strictSame(await statuses(4, () => revenue('/api/1.0/invoice')), { 200: 2, 429: 2 });
  sandbox.settings.change('engagifii-revenue', { rate_limits: { default: { limit: null, window_seconds: 10 } } });
  const free = await revenue('/api/1.0/invoice');
  t.equal(free.status, 200);
  t.notOk('x-ratelimit-limit' in free.headers, 'no limit, no figures');
});
