/** No secret reaches the journal or a log line, wherever a client puts it. @see RFC 6750 §5.3 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Document } from '../contract/openapi-document.ts';
import { controlClient } from './control-client.ts';
import { clientOf, GUARDED, NAMES, START, startFrozen, unlimit } from './guarded.ts';
import type { Name } from './guarded.ts';
import type { Headers, RawReply, RawSend } from './raw-client.ts';

const lines: string[] = [];
const sandbox = await startFrozen(NAMES, { log: (line) => lines.push(line) });
t.teardown(() => sandbox.close());
for (const name of NAMES) {
  unlimit(sandbox, name);
  sandbox.settings.change(name, { consent: 'headless' });
}

const CALLBACK = 'http://localhost:3000/callback';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const secrets = new Set<string>([VERIFIER]);

/** Marks a value as secret from now on. */
function secret(value: unknown): string {
  const text = String(value);
  t.ok(text !== 'undefined' && text.length >= 6, `a secret was issued: ${text.slice(0, 6)}…`);
  secrets.add(text);
  return text;
}

/** Where each contract has the parts of its keys, and `access-token`, which is nobody's but one's. */
const PARTS: Readonly<Record<Name, readonly (readonly [id: string, secret: string])[]>> = {
  'engagifii-revenue': [
    ['x-api-key', 'x-api-secret'],
    ['x', 'access-token'],
  ],
  'engagifii-training': [
    ['x', 'x-api-key'],
    ['x', 'access-token'],
  ],
  voucherify: [
    ['x-app-id', 'x-app-token'],
    ['x-client-application-id', 'x-client-token'],
  ],
  piaxis: [
    ['x', 'api-key'],
    ['x', 'x-verification-token'],
  ],
  fortis: [
    ['user-id', 'user-api-key'],
    ['user-id', 'hash-key'],
    ['x', 'access-token'],
  ],
};

const basic = (id: string, password: string): Headers => {
  const pair = Buffer.from(`${id}:${password}`).toString('base64');
  secrets.add(pair);
  return { authorization: `Basic ${pair}` };
};

function seedOf(contract: Name): NonNullable<Document['x-seed']> {
  const document = JSON.parse(
    readFileSync(new URL(`../../specs/${contract}.json`, import.meta.url), 'utf8'),
  ) as Document;
  return document['x-seed']!;
}

/** Every way that a token or secret comes to the wrong place. */
async function misplace(send: RawSend, path: string, value: string): Promise<void> {
  const encoded = encodeURIComponent(value);
  for (const name of [
    'access_token',
    'token',
    'refresh_token',
    'client_secret',
    'password',
    'api_key',
    'Authorization',
    'ACCESS_TOKEN',
    'access%5Ftoken',
    'token[]',
  ]) {
    await send(`${path}?${name}=${encoded}`);
    await send(`/nowhere?page=1&${name}=${encoded}&x`);
  }
  for (const scheme of ['Bearer ', 'bearer ', 'Basic ', 'Token ', ''])
    await send(path, { headers: { authorization: scheme + value } });
  await send(path, {
    headers: { cookie: `session=${value}`, 'x-api-key': value, 'api-key': value, 'access-token': value },
  });
}

async function code(send: RawSend, path: string, query: Readonly<Record<string, string>>): Promise<string> {
  const { headers } = await send(
    `${path}?${new URLSearchParams({ response_type: 'code', redirect_uri: CALLBACK, ...query }).toString()}`,
  );
  return secret(new URL(headers.location ?? 'about:blank').searchParams.get('code'));
}

async function codeFlow(
  send: RawSend,
  paths: { readonly authorize: string; readonly token: string; readonly refresh?: string },
  asks: Readonly<Record<string, string>>,
  client: Readonly<Record<string, string>>,
): Promise<RawReply> {
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
  const redeem = async (extra: object): Promise<RawReply> =>
    send(paths.token, {
      form: {
        grant_type: 'authorization_code',
        code: await code(send, paths.authorize, { ...asks, ...pkce }),
        redirect_uri: CALLBACK,
        code_verifier: VERIFIER,
        ...client,
        ...extra,
      },
    });
  await redeem({ code_verifier: 'x'.repeat(43) });
  const tokens = await redeem({});
  const refreshed = await send(paths.refresh ?? paths.token, {
    form: { grant_type: 'refresh_token', refresh_token: secret(tokens.at('/refresh_token')), ...client },
  });
  for (const place of ['/access_token', '/refresh_token']) secret(refreshed.at(place));
  await misplace(send, '/nowhere', secret(tokens.at('/access_token')));
  await send(`/nowhere?code=${await code(send, paths.authorize, asks)}`);
  return refreshed;
}

t.test('every seeded secret, presented right, wrong and in the wrong place', async () => {
  for (const name of NAMES) {
    const { keys = [], clients = [], users = [], developers = [] } = seedOf(name);
    const send = clientOf(sandbox, name, {
      'tenant-code': 'TENANT123',
      'api-version': '1.0',
      'developer-id': 'fortis-developer',
    });
    const { read } = GUARDED[name];
    const pairs = [
      ...keys.map(({ id, secret: value = '' }) => [id, value] as const),
      ...clients.flatMap(({ client_id, client_secret }) =>
        client_secret ? [[client_id, client_secret] as const] : [],
      ),
    ];
    for (const [id, value] of pairs) {
      secrets.add(value);
      await send(read, { headers: basic(id, value) });
      await send(read, { headers: basic(value, id) });
      for (const [idHeader, secretHeader] of PARTS[name]) {
        await send(read, { headers: { [idHeader]: id, [secretHeader]: value } });
        await send(read, { headers: { [idHeader]: value, [secretHeader]: value } });
        await send(`${read}?${idHeader}=${id}&${secretHeader}=${value}`);
        await send(`/nowhere?${secretHeader.toUpperCase()}=${value}`);
      }
      for (const path of ['/oauth/token', '/token', '/v1/oauth/token', '/api/oauth/token', '/v2/token']) {
        await send(path, {
          form: { grant_type: 'client_credentials', client_id: id, client_secret: value, scope: 'x' },
        });
        await send(path, { form: { grant_type: 'client_credentials', client_id: value, client_secret: id } });
        await send(path, { json: { username: id, password: value } });
        await send(`${path}?client_secret=${value}&password=${value}`, { form: { grant_type: 'client_credentials' } });
      }
      await misplace(send, read, value);
    }
    for (const { username, password, domain } of users) {
      if (!password) continue;
      secrets.add(password);
      await send('/v2/token', { json: { username, password, domain: 'wrong' } });
      secret((await send('/v2/token', { json: { username, password, domain } })).at('/token/token'));
    }
    for (const { encryption_key } of developers) if (encryption_key) secrets.add(encryption_key);
  }
});

t.test('what the providers issue', async (t) => {
  const revenue = clientOf(sandbox, 'engagifii-revenue', {});
  const tokens = await codeFlow(
    revenue,
    { authorize: '/oauth/authorize', token: '/oauth/token' },
    { client_id: 'revenue-web' },
    { client_id: 'revenue-web', client_secret: 'secret_sandbox_revenue_web' },
  );
  await revenue('/oauth/revoke', {
    form: {
      token: String(tokens.at('/access_token')),
      client_id: 'revenue-web',
      client_secret: 'secret_sandbox_revenue_web',
    },
  });
  await revenue('/api/1.0/invoice', {
    headers: {
      'tenant-code': 'TENANT123',
      'api-version': '1.0',
      authorization: `Bearer ${String(tokens.at('/access_token'))}`,
    },
  });
  const training = clientOf(sandbox, 'engagifii-training', {});
  await codeFlow(
    training,
    { authorize: '/authorize', token: '/token' },
    { client_id: 'training-web' },
    { client_id: 'training-web', client_secret: 'secret_sandbox_training_web' },
  );

  const voucherify = clientOf(sandbox, 'voucherify');
  const opaque = secret(
    (await voucherify('/v1/oauth/token', { form: { grant_type: 'client_credentials', scope: 'api' } })).at(
      '/access_token',
    ),
  );
  for (const path of ['introspect', 'token/revoke', 'token/revoke'])
    await voucherify(`/v1/oauth/${path}`, { form: { access_token: opaque } });
  await misplace(voucherify, '/v1/vouchers', opaque);
  const control = controlClient(sandbox.control);
  const made = await control('POST', '/keys/voucherify', { credential: 'application_key', tenant: 'proj_hotbeans' });
  t.equal(
    (
      await voucherify('/v1/vouchers', {
        headers: { 'x-app-id': String(made.body['id']), 'x-app-token': secret(made.body['secret']) },
      })
    ).status,
    200,
  );

  const merchant = '096b723a-45c5-4957-94d7-747835136265';
  const piaxis = clientOf(sandbox, 'piaxis');
  await codeFlow(
    clientOf(sandbox, 'piaxis', {}),
    { authorize: '/api/authorize', token: '/api/oauth/token', refresh: '/api/oauth/refresh' },
    { merchant_id: merchant, scope: 'payments:read' },
    { client_id: merchant },
  );
  const otp_id = String(
    (
      await piaxis('/api/auth/request-otp', { json: { operation: 'account_settings', phone_number: '+256700000000' } })
    ).at('/otp_id'),
  );
  await piaxis('/api/auth/verify-otp', { json: { otp_id, otp_code: '000000' } });
  const verification = secret(
    (
      await piaxis('/api/auth/verify-otp', { json: { otp_id, otp_code: secret(sandbox.otp.latest({ otp_id })?.code) } })
    ).at('/verification_token'),
  );
  for (let i = 0; i < 2; i++)
    await piaxis('/api/account/settings', {
      method: 'PATCH',
      json: { receipt_emails: false },
      headers: { 'X-Verification-Token': verification },
    });
});

t.test('sessions, signatures and links', async (t) => {
  const fortis = clientOf(sandbox, 'fortis', { 'developer-id': 'fortis-developer' });
  await codeFlow(
    fortis,
    { authorize: '/oauth/authorize', token: '/oauth/token' },
    { client_id: 'fortis-app', scope: 'v2.contacts.get' },
    { client_id: 'fortis-app', client_secret: 'secret_sandbox_fortis_app' },
  );
  const token = secret(
    (
      await fortis('/v2/token', {
        json: { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' },
      })
    ).at('/token/token'),
  );
  t.equal((await fortis(`/v2/contacts?access-token=${token}`)).status, 200);
  await misplace(fortis, '/v2/contacts', token);
  for (const path of [`/v2/token/${token}`, `/v2/token/${token}/`, `/v2/token/${token}?x=1`])
    await fortis(path, { method: 'DELETE' });
  await fortis(`/v2/token/${token}`);

  const id = '11e95f8ec39de8fbdb0a4f1a';
  const timestamp = String(START / 1000);
  const signature = secret(
    createHmac('sha256', 'my_user_hash_key')
      .update(id + timestamp)
      .digest('hex'),
  );
  t.equal((await fortis(`/v2/transactions?user-id=${id}&timestamp=${timestamp}&hash-key=${signature}`)).status, 200);
  for (const stamp of [timestamp, '1'])
    await fortis('/v2/transactions', { headers: { 'user-id': id, timestamp: stamp, 'hash-key': signature } });
  await fortis(`/v2/contacts?user-id=${id}&timestamp=${timestamp}&hash-key=${signature}`);

  const link = {
    timestamp: START / 1000,
    user_id: id,
    user_api_key: 'user_api_key_sandbox_john',
    location_id: '11e8aaaa0000000000000001',
    contact_api_id: 'c1',
    first_name: 'Jane',
    last_name: 'Smith',
  };
  const data = secret(Buffer.from(JSON.stringify(link)).toString('hex'));
  const entered = await fortis(`/v2/contactsso?data=${data}`);
  t.equal(entered.status, 302);
  secret(/=([^;]+)/.exec(entered.headers['set-cookie']?.[0] ?? '')?.[1]);
  await fortis('/v2/portal', { headers: { cookie: entered.headers['set-cookie']?.[0] ?? '' } });
  await fortis(`/v2/contactsso?e_data=${data}&data=${data}`);
  const generated = await fortis(`/v2/users/${id}/generateuserapikey`, {
    method: 'POST',
    headers: { 'user-id': id, 'user-api-key': 'user_api_key_sandbox_john' },
  });
  const made = secret(String(generated.at('/user/user_api_key')));
  const chosen = secret('user_api_key_chosen_by_john_himself');
  const set = await fortis(`/v2/users/${id}`, {
    method: 'PUT',
    headers: { 'user-id': id, 'user-api-key': made },
    json: { user: { user_api_key: chosen } },
  });
  t.strictSame([set.status, set.at('/user/user_api_key')], [200, chosen]);
});

t.test('none of it was kept', async (t) => {
  // Durations are measured, and may have any digits.
  const entries = sandbox.journal
    .list({ limit: 10_000 })
    .map(({ duration: _duration, ...entry }) => JSON.stringify(entry));
  t.ok(entries.length > 1_000, `${entries.length} entries`);
  t.ok(secrets.size > 60, `${secrets.size} secrets`);
  t.ok(lines.length >= entries.length);
  const { body } = await controlClient(sandbox.control)('GET', '/journal?details=true&limit=10000');
  const whole = (body['entries'] as { duration_ms: number }[]).map(({ duration_ms: _duration, ...entry }) =>
    JSON.stringify(entry),
  );
  t.ok(whole.filter((text) => text.includes('"finding"')).length > 200, 'explanations too');
  for (const kept of [entries, lines, whole]) {
    const leaks = [...secrets].flatMap((value) =>
      kept
        .filter((text) => text.includes(value))
        .slice(0, 2)
        .map((text) => `${value} in ${text}`),
    );
    t.strictSame(leaks.slice(0, 10), [], `${leaks.length} leaks`);
  }
});
