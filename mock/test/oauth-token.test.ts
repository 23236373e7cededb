/** The token endpoint: clients, scopes, lifetimes, assertions. @see RFC 6749 §2.3, §3.2, §4.4, §5; RFC 7523 */
import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import t from 'tap';
import { ecKeyFromSeed } from '../state/signing-keys.ts';
import { basic, claims, send, start } from './oauth-client.ts';
import { READER, revenue, SERVICE } from './oauth-revenue.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const GRANT = { grant_type: 'client_credentials' };

const sandbox = await start('engagifii-revenue');
const api = revenue(sandbox);
t.teardown(() => sandbox.close());

t.test('a client gets a token for itself', async (t) => {
  const { status, json, headers } = await api.token({ ...GRANT, ...SERVICE });
  t.equal(status, 200);
  t.match(json, { token_type: 'Bearer', expires_in: 3600, scope: 'revenue.api.full' });
  t.notOk('refresh_token' in json, 'never a refresh token (RFC 6749 §4.4.3)');
  t.match([headers.get('cache-control'), headers.get('pragma')], ['no-store', 'no-cache']);
  const [head, body, signature] = String(json['access_token']).split('.');
  const { keys } = (await send(`${api.base}/.well-known/jwks.json`)).json as { keys: readonly JsonWebKey[] };
  const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
  t.ok(
    verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature ?? '', 'base64url')),
    'the published key verifies it',
  );
  const now = Math.floor(sandbox.clock.now() / 1000);
  t.match(claims(json['access_token']), { iat: now, exp: now + 3600, sub: SERVICE.client_id });
});

t.test('clients authenticate in one way', async (t) => {
  const { client_id, client_secret } = SERVICE;
  const byBasic = basic(client_id, client_secret);
  t.equal((await api.token(GRANT, byBasic)).status, 200);
  t.equal((await api.token({ ...GRANT, client_id }, byBasic)).status, 200);
  t.match(
    await api.token({ ...GRANT, ...SERVICE }, byBasic),
    { status: 400, json: { error: 'invalid_request' } },
    'both at once',
  );
  t.equal(
    (await api.token({ ...GRANT, ...SERVICE }, { authorization: 'Bearer x' })).status,
    200,
    'a token beside the secret authenticates nobody',
  );
  t.match(await api.token({ ...GRANT, client_id: 'revenue-reader' }, byBasic), { status: 400 }, 'two clients');
  for (const header of [
    'Basic',
    'Basic !!!',
    'Basic bm9jb2xvbg==',
    `Basic ${Buffer.from('%zz:x').toString('base64')}`,
    'Bearer x',
    'Digest x',
  ]) {
    const { status, json, headers } = await api.token(GRANT, { authorization: header });
    t.match(
      { status, json, challenge: headers.get('www-authenticate') },
      { status: 401, json: { error: 'invalid_client' }, challenge: /^Basic realm="/ },
      header,
    );
  }
  for (const wrong of [
    { client_secret: 'x' },
    { client_secret: '' },
    { client_id: 'nobody' },
    { client_id: '' },
    { client_id: '__proto__' },
  ]) {
    t.match(
      await api.token({ ...GRANT, ...SERVICE, ...wrong }),
      { status: 401, json: { error: 'invalid_client' } },
      JSON.stringify(wrong),
    );
  }
});

t.test('malformed requests', async (t) => {
  const post = (body: string, query = '') =>
    send(`${api.base}/oauth/token${query}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const good = new URLSearchParams({ ...GRANT, ...SERVICE }).toString();
  t.equal((await post(`${good}&unknown=1&scope=`)).status, 200, 'unknown parameters are ignored, empty ones omitted');
  for (const [body, query, error] of [
    [`${good}&scope=a&scope=a`, '', 'invalid_request'],
    [`${good}&grant_type=client_credentials`, '', 'invalid_request'],
    [`${good}&x=1&x=2`, '', 'invalid_request'],
    [good, '?client_secret=x', 'invalid_request'],
    [good, '?a=1&a=2', 'invalid_request'],
    ['', '', 'invalid_request'],
    [good.replace('client_credentials', 'password'), '', 'unsupported_grant_type'],
    [good.replace('client_credentials', 'constructor'), '', 'unsupported_grant_type'],
    [good.replace('client_credentials', 'authorization_code'), '', 'unauthorized_client'],
    [`${good}&scope=nonsense`, '', 'invalid_scope'],
    [`${good}&scope=%22`, '', 'invalid_scope'],
    [`${good}&scope=+`, '', 'invalid_scope'],
  ] as const) {
    t.match(await post(body, query), { status: 400, json: { error } }, `${query} ${body.slice(-40)}`);
  }
});

t.test('scope', async (t) => {
  t.equal(
    (await api.token({ ...GRANT, ...READER })).json['scope'],
    'revenue.api.read',
    'the default, cut down to what the client may have',
  );
  t.match((await api.token({ ...GRANT, ...READER, scope: 'revenue.api.write' })).json, { error: 'invalid_scope' });
  t.equal(
    (await api.token({ ...GRANT, ...SERVICE, scope: 'revenue.api.read revenue.api.read' })).json['scope'],
    'revenue.api.read',
  );
});

t.test('a token is good until the second of its end', async (t) => {
  const { json } = await api.token({ ...GRANT, ...SERVICE });
  sandbox.clock.advance('3599s');
  t.equal(await api.call(json['access_token']), 200);
  sandbox.clock.advance('1s');
  t.equal(await api.call(json['access_token']), 401);
  t.equal(sandbox.journal.list({ refused: true }).at(-1)?.refusal?.failure, 'expired_token');
  sandbox.clock.advance('48h');
  t.equal(await api.call(json['access_token']), 401);
  t.equal(
    sandbox.journal.list({ refused: true }).at(-1)?.refusal?.failure,
    'expired_token',
    'and long forgotten, it is still called expired',
  );
  sandbox.settings.change('engagifii-revenue', { token_lifetime: 5 });
  t.equal((await api.token({ ...GRANT, ...SERVICE })).json['expires_in'], 5);
  sandbox.settings.change('engagifii-revenue', { token_lifetime: null });
});

t.test('tokens it did not issue are refused, each with its reason', async (t) => {
  const { json } = await api.token({ ...GRANT, ...SERVICE });
  const [head = '', body = '', signature = ''] = String(json['access_token']).split('.');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const [token, rule] of [
    [`${encode({ alg: 'none' })}.${body}.`, /be signed$/],
    [`${encode({ alg: 'HS256' })}.${body}.${signature}`, /algorithm of the contract/],
    [
      `${head}.${encode({ ...claims(json['access_token']), scope: 'revenue.api.full admin' })}.${signature}`,
      /signature/,
    ],
    [`${head}.${body}.${signature.slice(0, -4)}AAAA`, /signature/],
    ['gibberish', /be a JWT/],
    ['a.b.c', /be a JWT/],
  ] as const) {
    t.equal(await api.call(token), 401);
    t.match(sandbox.journal.list({ refused: true }).at(-1)?.refusal, { failure: 'invalid_token', rule });
  }
});

t.test('JWT bearer assertions', async (t) => {
  const iss = 'revenue-partner';
  const { clients } = await sandbox.credentials('engagifii-revenue');
  const jwk = clients.find(({ client_id }) => client_id === iss)?.assertion_key;
  if (jwk === undefined) return t.fail('the credentials carry no assertion key');
  const key = await importJWK({ ...jwk }, 'ES256');
  const now = (): number => Math.floor(sandbox.clock.now() / 1000);
  const good = (): JWTPayload => ({ iss, sub: iss, aud: `${api.base}/oauth/token`, exp: now() + 60, iat: now() });
  const sign = (payload: JWTPayload, by = key): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(by);
  const ask = async (assertion: string | Promise<string>, form = {}) =>
    api.token({ grant_type: JWT_BEARER, assertion: await assertion, ...form });
  const { status, json } = await ask(sign(good()), { scope: 'revenue.api.read' });
  t.match(
    { status, json },
    { status: 200, json: { scope: 'revenue.api.read', expires_in: 600 } },
    'with the lifetime of this client',
  );
  t.equal(await api.call(json['access_token']), 200);
  t.equal((await ask(sign({ ...good(), aud: ['x', api.base] }))).status, 200, 'the issuer as audience');
  const stranger = await importJWK(ecKeyFromSeed('stranger'), 'ES256');
  const { exp: _, ...endless } = good();
  const wrong: readonly Promise<string>[] = [
    sign({ ...good(), exp: now() }),
    sign(endless),
    sign({ ...good(), sub: 'x' }),
    sign({ ...good(), iss: 'revenue-service', sub: 'revenue-service' }),
    sign({ ...good(), iss: 'nobody' }),
    sign({ ...good(), aud: 'https://elsewhere.example' }),
    sign({ ...good(), nbf: now() + 5 }),
    sign({ ...good(), iat: now() + 3600 }),
    sign(good(), stranger),
    new SignJWT(good()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32)),
    Promise.resolve('gibberish'),
    Promise.resolve('e30.e30.'),
  ];
  for (const [i, assertion] of wrong.entries()) {
    const { status: refused, json: body } = await ask(assertion);
    t.match([refused, body['error']], [400, /^(invalid_grant|unauthorized_client)$/], `assertion ${i}`);
  }
  t.match((await ask('')).json, { error: 'invalid_request' });
  const last = sign(good());
  sandbox.clock.advance('59s');
  t.equal((await ask(last)).status, 200, 'the second before its end');
  sandbox.clock.advance('1s');
  t.equal((await ask(last)).status, 400, 'at its end');
});
