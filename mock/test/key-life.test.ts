/** What becomes of a key, of its tokens, and of callers at the wrong address. */
import t from 'tap';
import { startSandbox } from '../index.ts';
import { controlClient } from './control-client.ts';
import type { ControlClient } from './control-client.ts';
import { clientOf, GUARDED, lastFailure, START, startFrozen, tally, unlimit } from './guarded.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Headers, RawReply } from './raw-client.ts';
import type { SandboxHandle } from '../index.ts';

const PRIMARY = GUARDED.voucherify.good;
const KEY = '/keys/voucherify/application_key/voucherify-app-primary';
const MINUTE_MS = 60_000;

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly control: ControlClient;
  readonly issue: (headers?: Headers) => Promise<RawReply>;
  /** Status of a call with keys, or a token. */
  readonly call: (credential: Headers | string) => Promise<number>;
  readonly introspect: (token: string) => Promise<unknown>;
}

async function start(): Promise<Bench> {
  const sandbox = await startFrozen(['voucherify']);
  unlimit(sandbox, 'voucherify');
  const send = clientOf(sandbox, 'voucherify', {});
  return {
    sandbox,
    control: controlClient(sandbox.control),
    issue: (headers = PRIMARY) =>
      send('/v1/oauth/token', { headers, form: { grant_type: 'client_credentials', scope: 'api' } }),
    call: async (credential) =>
      (
        await send('/v1/vouchers', {
          headers: typeof credential === 'string' ? { authorization: `Bearer ${credential}` } : credential,
        })
      ).status,
    introspect: async (token) =>
      (await send('/v1/oauth/introspect', { headers: PRIMARY, form: { access_token: token } })).at('/active'),
  };
}

const tokenOf = (reply: RawReply): string => String(reply.at('/access_token'));

for (const [what, method, path] of [
  ['blocked', 'POST', `${KEY}/block`],
  ['deleted', 'DELETE', KEY],
] as const) {
  t.test(`the tokens of a ${what} key die 60 s later`, async (t) => {
    const { sandbox, control, issue, call } = await start();
    await using _ = sandbox;
    const token = tokenOf(await issue());
    sandbox.clock.advance('5s');
    t.ok((await control(method, path, method === 'POST' ? {} : undefined)).status < 300);
    t.equal((await issue()).status, 401, 'no new tokens');
    t.equal(await call(PRIMARY), 401, 'the key itself at once');
    t.equal(await call(token), 200);
    sandbox.clock.advance('59s');
    t.equal(await call(token), 200, 'alive at T + 59 s');
    sandbox.clock.advance(999);
    t.equal(await call(token), 200);
    sandbox.clock.advance(1);
    t.equal(await call(token), 401, 'dead at T + 60 s');
    t.equal(lastFailure(sandbox), 'revoked_token');
    t.equal((await issue(GUARDED.voucherify.other)).status, 200, 'other keys go on');
  });
}

t.test('an unblocked key works again, its tokens too', async (t) => {
  const { sandbox, control, issue, call, introspect } = await start();
  await using _ = sandbox;
  const token = tokenOf(await issue());
  await control('POST', `${KEY}/block`, {});
  sandbox.clock.advance('61s');
  t.equal(await call(token), 401);
  await control('POST', `${KEY}/block`, {});
  await control('POST', `${KEY}/unblock`, {});
  t.equal(await call(PRIMARY), 200);
  t.equal(await call(token), 200);
  t.equal(await introspect(token), true);
});

t.test('the tokens of a regenerated key live on; its old secret does not', async (t) => {
  const { sandbox, control, issue, call } = await start();
  await using _ = sandbox;
  const token = tokenOf(await issue());
  const { status, body } = await control('POST', `${KEY}/regenerate`, {});
  t.equal(status, 200);
  const secret = String(body['secret']);
  t.not(secret, PRIMARY['x-app-token']);
  t.equal(await call(PRIMARY), 401);
  t.equal((await issue()).status, 401);
  t.equal((await issue({ ...PRIMARY, 'x-app-token': secret })).status, 200);
  sandbox.clock.set(START + 15 * MINUTE_MS - 1);
  t.equal(await call(token), 200, 'for as long as any token');
  sandbox.clock.set(START + 15 * MINUTE_MS);
  t.equal(await call(token), 401);
  t.equal(lastFailure(sandbox), 'expired_token');
});

t.test('a project has 1,000 live tokens, not one more', async (t) => {
  const { sandbox, issue, call } = await start();
  await using _ = sandbox;
  const send = clientOf(sandbox, 'voucherify');
  const replies = await atOnce(1_010, () => issue());
  t.strictSame(tally(replies.map(({ status }) => status)), { 200: 1_000, 400: 10 });
  t.strictSame(tally(replies.filter(({ status }) => status === 400).map((reply) => String(reply.at('/key')))), {
    quota_exceeded: 10,
  });
  const tokens = replies.filter(({ status }) => status === 200).map(tokenOf);
  t.equal(new Set(tokens).size, 1_000);
  t.equal((await issue(GUARDED.voucherify.other)).status, 200, 'another project has its own');
  const revoke = (token: string): Promise<RawReply> =>
    send('/v1/oauth/token/revoke', { form: { access_token: token } });
  t.equal((await revoke(tokens[0]!)).status, 204);
  t.equal((await revoke(tokens[0]!)).status, 404, 'a place is freed once');
  t.strictSame(tally((await atOnce(3, () => issue())).map(({ status }) => status)), { 200: 1, 400: 2 });
  sandbox.clock.set(START + 15 * MINUTE_MS - 1);
  t.equal((await issue()).status, 400);
  t.equal(await call(tokens[1]!), 200);
  sandbox.clock.set(START + 15 * MINUTE_MS);
  t.strictSame(
    tally((await atOnce(1_002, () => issue())).map(({ status }) => status)),
    { 200: 1_000, 400: 2 },
    'dead tokens count no longer',
  );
});

t.test('address allow-lists, for keys and for what they acquire', async (t) => {
  const { sandbox, control, issue, call } = await start();
  await using _ = sandbox;
  const made = await control('POST', '/keys/voucherify', {
    credential: 'application_key',
    tenant: 'proj_hotbeans',
    role: 'admin',
    allowed_addresses: ['203.0.113.0/24', '198.51.100.7', '2001:db8:1::/48', '2001:db8:ffff::5'],
  });
  const key = { 'x-app-id': String(made.body['id']), 'x-app-token': String(made.body['secret']) };
  const at = (address: string): Headers => ({ ...key, 'x-forwarded-for': address });
  const token = tokenOf(await issue(at('203.0.113.9')));
  const cases: readonly (readonly [address: string, status: number])[] = [
    ['203.0.113.0', 200],
    ['203.0.113.255', 200],
    ['203.0.112.255', 401],
    ['203.0.114.0', 401],
    ['198.51.100.7', 200],
    ['198.51.100.8', 401],
    ['::ffff:203.0.113.9', 200],
    ['::ffff:198.51.100.8', 401],
    ['2001:db8:1::9', 200],
    ['2001:DB8:1:FFFF:0:0:0:1', 200],
    ['2001:db8:2::1', 401],
    ['2001:db8:ffff::5', 200],
    ['2001:db8:ffff::6', 401],
    ['203.0.113.9, 198.51.100.8', 401],
    ['198.51.100.8, 203.0.113.9', 200],
    ['203.0.113.9, 127.0.0.1', 200],
    ['203.0.113.9, 127.0.0.1, 192.0.2.1', 401],
    ['203.0.113.9:4711', 401],
    ['garbage', 401],
    ['', 401],
  ];
  for (const [address, status] of cases) {
    t.equal(await call(at(address)), status, `key from ${address}`);
    if (status === 401) t.equal(lastFailure(sandbox), 'address_not_allowed');
    t.equal(
      await call({ authorization: `Bearer ${token}`, 'x-forwarded-for': address }),
      status,
      `token from ${address}`,
    );
    t.equal((await issue(at(address))).status, status, `issue for ${address}`);
  }
  t.equal((await issue(key)).at('/details'), "The IP address is not on the key's whitelist.");
});

t.test('Revenue refuses the wrong address with 403 and names no scope', async (t) => {
  await using sandbox = await startFrozen(['engagifii-revenue']);
  const send = clientOf(sandbox, 'engagifii-revenue', { 'tenant-code': 'TENANT123', 'api-version': '1.0' });
  const home = { 'x-forwarded-for': '203.0.113.9' };
  const token = await send('/oauth/token', {
    headers: home,
    form: {
      grant_type: 'client_credentials',
      client_id: 'revenue-restricted',
      client_secret: 'secret_sandbox_revenue_restricted',
    },
  });
  for (const headers of [
    { authorization: `Bearer ${tokenOf(token)}` },
    { 'x-api-key': 'pk_test_restricted123', 'x-api-secret': 'sk_sandbox_restricted789' },
  ] as readonly Headers[]) {
    t.equal((await send('/api/1.0/invoice', { headers: { ...headers, ...home } })).status, 200);
    const refused = await send('/api/1.0/invoice', { headers });
    t.equal(refused.status, 403);
    t.equal(refused.at('/error'), 'forbidden');
    t.equal(refused.at('/required_scope'), undefined);
  }
});

t.test("Fortis: a user's key is set to what is sent, of the caller's location alone", async (t) => {
  await using sandbox = await startFrozen(['fortis']);
  const john = GUARDED.fortis.good;
  const send = clientOf(sandbox, 'fortis', { 'developer-id': 'fortis-developer' });
  const set = (id: string, user_api_key: unknown, headers: Headers = john): Promise<RawReply> =>
    send(`/v2/users/${id}`, { method: 'PUT', headers, json: { user: { user_api_key } } });
  const id = john['user-id']! as string;
  const chosen = 'a-key/of=my+own';
  t.match(await set(id, chosen), { status: 200, text: JSON.stringify({ user: { user_api_key: chosen } }) });
  t.equal((await send('/v2/contacts', { headers: john })).status, 401, 'the old one is dead');
  const now = { ...john, 'user-api-key': chosen };
  t.equal((await send('/v2/contacts', { headers: now })).status, 200);
  t.equal(
    (
      await send('/v2/contacts', {
        headers: { authorization: `Basic ${Buffer.from(`${id}:${chosen}`).toString('base64')}` },
      })
    ).status,
    200,
    'by every way of presenting it',
  );
  for (const bad of ['', 'with a space', 'x'.repeat(129), 7, undefined])
    t.equal((await set(id, bad, now)).status, 422, String(bad));
  t.equal((await send('/v2/contacts', { headers: now })).status, 200, 'a refused key changes nothing');
  t.equal((await set('11e95f8ec39de8fbdb0a4f2a', chosen, now)).status, 404, "another location's user");
  t.equal((await set('nobody', chosen, now)).status, 404);
  const rita = {
    'developer-id': 'fortis-developer',
    'user-id': '11e95f8ec39de8fbdb0a4f1b',
    'user-api-key': 'user_api_key_sandbox_rita',
  };
  t.equal((await set(id, 'rita-was-here', rita)).status, 403, 'a reader may not');
});

t.test('Voucherify: the owner makes a primary key, with its visibility, where the project has none', async (t) => {
  const sandbox = await startSandbox({ contracts: ['voucherify'] });
  t.teardown(() => sandbox.close());
  const call = controlClient(sandbox.control);
  const wish = { credential: 'application_key', tenant: 'proj_coldbrew', name: 'Mine', role: 'admin', primary: true };
  t.match(await call('POST', '/keys/voucherify', wish), {
    status: 400,
    body: { detail: /has the primary key "voucherify-app-coldbrew" already/ },
  });
  t.match(await call('POST', '/keys/voucherify', { ...wish, credential: 'client_key', role: undefined }), {
    status: 400,
    body: { detail: /No key of client_key is primary/ },
  });
  await call('DELETE', '/keys/voucherify/application_key/voucherify-app-coldbrew');
  const { status, body } = await call('POST', '/keys/voucherify', wish);
  t.match({ status, body }, { status: 201, body: { primary: true, secret: String } });
  const hidden = async (): Promise<unknown> =>
    (await call('GET', `/keys/voucherify/application_key/${String(body['id'])}`)).body['secret_hidden'];
  await sandbox.settings.change('voucherify', { plan: 'business' });
  sandbox.clock.advance('P13D');
  t.equal(await hidden(), false);
  sandbox.clock.advance('P2D');
  t.equal(await hidden(), true);
});

t.test('a rotated key: the old secret goes on for as long as the merchant wants, by default not at all', async (t) => {
  await using sandbox = await startFrozen(['piaxis']);
  const manage = jsonClient(sandbox.control);
  const KEY_PLACE = '/keys/piaxis/merchant_key/nile-market';
  const rotate = async (json: object = {}): Promise<string> => {
    const reply = await manage(`${KEY_PLACE}/regenerate`, { json });
    t.equal(reply.status, 200, reply.text);
    return String(reply.at('/secret'));
  };
  const call = async (key: string): Promise<number> =>
    (await jsonClient(sandbox.url('piaxis'), { 'api-key': key })('/api/account/settings')).status;

  const first = await rotate();
  t.strictSame([await call('pk_test_nile_market'), await call(first)], [401, 200], 'no overlap by default');

  const second = await rotate({ overlap: '24h' });
  t.strictSame([await call(first), await call(second)], [200, 200]);
  t.ok((await manage(KEY_PLACE)).at('/old_secret_until'), 'the control plane says until when');
  sandbox.clock.advance('23h59m59s');
  t.equal(await call(first), 200);
  const third = await rotate({ overlap: '1h' });
  t.strictSame(
    [await call(first), await call(second), await call(third)],
    [401, 200, 200],
    'only the last secret before goes on',
  );
  sandbox.clock.advance('59m59.999s');
  t.equal(await call(second), 200);
  sandbox.clock.advance(1);
  t.strictSame([await call(second), await call(third)], [401, 200], 'until the very instant');
  t.notOk((await manage(KEY_PLACE)).at('/old_secret_until'));

  const fourth = await rotate({ overlap: '1h' });
  await manage(`${KEY_PLACE}/block`, { json: {} });
  t.strictSame([await call(third), await call(fourth)], [401, 401], 'a blocked key has no secret that works');

  for (const [overlap, words] of [
    ['31d', 'at most P30D'],
    ['soon', 'duration'],
    ['-1h', 'duration'],
  ] as const) {
    const refused = await manage(`${KEY_PLACE}/regenerate`, { json: { overlap } });
    t.equal(refused.status, 400);
    t.match(refused.at('/detail'), words);
  }
});
