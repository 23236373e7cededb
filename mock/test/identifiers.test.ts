/** What must be there beside a credential: tenant, API version, developer, origin. */
import t from 'tap';
import { clientOf, GUARDED, lastFailure, startFrozen, unlimit } from './guarded.ts';
import type { Name } from './guarded.ts';
import type { Headers, RawReply, RawSend } from './raw-client.ts';
import type { SandboxHandle } from '../index.ts';

async function start(contract: Name): Promise<{ sandbox: SandboxHandle; send: RawSend; bare: RawSend }> {
  const sandbox = await startFrozen([contract]);
  unlimit(sandbox, contract);
  return { sandbox, send: clientOf(sandbox, contract), bare: clientOf(sandbox, contract, {}) };
}

async function accessToken(send: RawSend, path: string, client: string): Promise<string> {
  const reply = await send(path, {
    form: {
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: `secret_sandbox_${client.replaceAll('-', '_')}`,
    },
  });
  return `Bearer ${String(reply.at('/access_token'))}`;
}

const without = (headers: Headers, ...names: readonly string[]): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

t.test('Revenue: tenant and version on every call', async (t) => {
  const { sandbox, bare } = await start('engagifii-revenue');
  await using _ = sandbox;
  const { good, other } = GUARDED['engagifii-revenue'];
  const ask = (headers: Headers): Promise<RawReply> => bare('/api/1.0/invoice', { headers });
  const cases: readonly (readonly [headers: Headers, status: number, failure: string | undefined])[] = [
    [good, 200, undefined],
    [without(good, 'tenant-code'), 400, 'missing_tenant'],
    [{ ...good, 'tenant-code': '' }, 400, 'missing_tenant'],
    [{ ...good, 'tenant-code': 'NOBODY' }, 401, 'unknown_tenant'],
    [{ ...good, 'tenant-code': 'tenant123' }, 401, 'unknown_tenant'],
    [{ ...good, 'tenant-code': '__proto__' }, 401, 'unknown_tenant'],
    [{ ...good, 'tenant-code': ['TENANT123', 'TENANT456'] }, 401, 'unknown_tenant'],
    [{ ...good, 'tenant-code': 'TENANT456' }, 403, 'tenant_mismatch'],
    [{ ...other, 'tenant-code': 'TENANT123' }, 403, 'tenant_mismatch'],
    [without(good, 'api-version'), 400, 'missing_version'],
    [{ ...good, 'api-version': '2.0' }, 400, 'unsupported_version'],
    [{ ...good, 'api-version': '1' }, 400, 'unsupported_version'],
    [{ ...good, 'api-version': ['1.0', '1.0'] }, 400, 'unsupported_version'],
    [{ 'api-version': '1.0' }, 400, 'missing_tenant'],
    [{ 'tenant-code': 'TENANT123' }, 400, 'missing_version'],
  ];
  for (const [headers, status, failure] of cases) {
    const reply = await ask(headers);
    t.equal(reply.status, status, JSON.stringify(headers));
    if (failure) t.equal(lastFailure(sandbox), failure);
    if (status === 401) t.match(reply.headers['www-authenticate'], /^Bearer realm="/);
  }
  const mismatch = await ask({ ...good, 'tenant-code': 'TENANT456' });
  t.equal(mismatch.at('/error'), 'forbidden');
  t.equal(mismatch.at('/required_scope'), undefined, 'no scope was missing');
  const authorization = await accessToken(bare, '/oauth/token', 'revenue-service-456');
  t.equal((await ask({ 'api-version': '1.0', 'tenant-code': 'TENANT456', authorization })).status, 200);
  t.equal(
    (await ask({ 'api-version': '1.0', 'tenant-code': 'TENANT123', authorization })).status,
    403,
    "another tenant's token",
  );
});

t.test('Training: the tenant comes before the token, and some demand one', async (t) => {
  const { sandbox, bare } = await start('engagifii-training');
  await using _ = sandbox;
  const ask = (headers: Headers): Promise<RawReply> => bare('/api/v1/Awards/List', { headers });
  const token = await accessToken(bare, '/token', 'training-service');
  const secure = await accessToken(bare, '/token', 'training-service-secure');
  const bad = { authorization: 'Bearer made-up' };
  const cases: readonly (readonly [headers: Headers, status: number, error: string | undefined])[] = [
    [{ 'tenant-code': 'org-12345' }, 200, undefined],
    [{}, 400, 'MISSING_TENANT'],
    [{ authorization: token }, 400, 'MISSING_TENANT'],
    [bad, 400, 'MISSING_TENANT'],
    [{ 'tenant-code': 'no-such-org' }, 404, 'INVALID_TENANT'],
    [{ 'tenant-code': 'ORG-12345' }, 404, 'INVALID_TENANT'],
    [{ 'tenant-code': 'org 12345' }, 404, 'INVALID_TENANT'],
    [{ 'tenant-code': ['org-12345', 'acme-corp'] }, 404, 'INVALID_TENANT'],
    [{ 'tenant-code': 'no-such-org', ...bad }, 404, 'INVALID_TENANT'],
    [{ 'tenant-code': 'org-12345', ...bad }, 401, 'INVALID_TOKEN'],
    [{ 'tenant-code': 'org-12345', authorization: 'Bearer ' }, 401, 'INVALID_TOKEN'],
    [{ 'tenant-code': 'org-12345', authorization: token }, 200, undefined],
    [{ 'tenant-code': 'acme-corp', authorization: token }, 403, 'INSUFFICIENT_PERMISSIONS'],
    [{ 'tenant-code': 'acme-corp', 'x-api-key': 'key_sandbox_northfield_bridge' }, 403, 'INSUFFICIENT_PERMISSIONS'],
    [{ 'tenant-code': 'secure-academy' }, 401, 'INVALID_TOKEN'],
    [{ 'tenant-code': 'secure-academy', ...bad }, 401, 'INVALID_TOKEN'],
    [{ 'tenant-code': 'secure-academy', authorization: token }, 403, 'INSUFFICIENT_PERMISSIONS'],
    [{ 'tenant-code': 'secure-academy', authorization: secure }, 200, undefined],
    [{ 'tenant-code': 'secure-academy', 'x-api-key': 'key_sandbox_secure_bridge' }, 200, undefined],
  ];
  for (const [headers, status, error] of cases) {
    const reply = await ask(headers);
    const about = JSON.stringify(headers).slice(0, 80);
    t.equal(reply.status, status, about);
    if (error === undefined) continue;
    t.equal(reply.at('/error'), error, about);
    t.equal(reply.at('/statusCode'), status, about);
  }
});

t.test('Fortis: the developer, in a header or the query', async (t) => {
  const { sandbox, bare } = await start('fortis');
  await using _ = sandbox;
  const key = without(GUARDED.fortis.good, 'developer-id');
  const ask = (query: string, headers: Headers): Promise<RawReply> =>
    bare(`/v2/contacts${query}`, { headers: { ...key, ...headers } });
  const header = { 'developer-id': 'fortis-developer' };
  const cases: readonly (readonly [query: string, headers: Headers, status: number, message?: string])[] = [
    ['', header, 200],
    ['?developer-id=fortis-developer', {}, 200],
    ['?developer-id=fortis-developer', header, 200],
    ['?developer-id=fortis-developer&developer-id=fortis-developer', {}, 200],
    ['?developer-id=', header, 200],
    ['', {}, 401, 'developer-id is required.'],
    ['?developer_id=fortis-developer', { developer_id: 'fortis-developer' }, 401, 'developer-id is required.'],
    ['', { 'developer-id': 'nobody' }, 401, 'developer-id is invalid.'],
    ['', { 'developer-id': 'Fortis-Developer' }, 401, 'developer-id is invalid.'],
    ['?developer-id=nobody', {}, 401, 'developer-id is invalid.'],
    ['?developer-id=fortis-developer-two', header, 400, 'developer-id in header and query must be the same.'],
    [
      '?developer-id=fortis-developer&developer-id=fortis-developer-two',
      {},
      400,
      'developer-id in header and query must be the same.',
    ],
  ];
  for (const [query, headers, status, message] of cases) {
    const reply = await ask(query, headers);
    t.equal(reply.status, status, `${query} ${JSON.stringify(headers)}`);
    if (message === undefined) continue;
    t.equal(reply.at('/message'), message);
    if (status === 401) t.ok(reply.headers['www-authenticate']);
  }
  const login = { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' };
  t.equal((await bare('/v2/token', { json: login })).status, 401, 'with every method: logging in too');
  t.equal((await bare('/v2/token', { json: login, headers: header })).status, 201);
  // Of the document's sample lines, these two come without it; its first note has it with everything.
  const opened = await bare('/v2/token', { json: login, headers: header });
  const token = String(opened.at('/token/token'));
  for (const [method, path] of [
    ['GET', `/v2/contacts?access-token=${token}`],
    ['DELETE', `/v2/token/${token}`],
  ] as const) {
    t.match(
      [(await bare(path, { method })).status, lastFailure(sandbox)],
      [401, 'missing_developer'],
      `${method} as the document writes it`,
    );
    t.equal((await bare(path, { method, headers: header })).status, method === 'GET' ? 200 : 204);
  }
  t.equal(
    (await bare('/v2/contacts', { headers: { 'user-id': 'nobody', 'user-api-key': 'wrong' } })).at('/message'),
    'developer-id is required.',
    'before the credential',
  );
});

t.test('Voucherify: the origin of the client side', async (t) => {
  const { sandbox, bare } = await start('voucherify');
  await using _ = sandbox;
  const key = {
    'x-client-application-id': 'voucherify-client',
    'x-client-token': 'pk_test_voucherify_client',
    'content-type': 'application/json',
  };
  const ask = (origin: Headers): Promise<RawReply> =>
    bare('/client/v1/validate?code=BLCKFRDY', { headers: { ...key, ...origin } });
  const judge = async (allowed: readonly string[], refused: readonly string[]): Promise<void> => {
    for (const origin of allowed) t.equal((await ask({ origin })).status, 200, origin);
    for (const origin of refused) {
      const reply = await ask({ origin });
      t.equal(reply.status, 401, origin);
      t.match(
        [reply.at('/key'), reply.at('/details'), lastFailure(sandbox)],
        ['unauthorized', /origin/, 'origin_not_allowed'],
        origin,
      );
    }
  };
  await judge(
    [
      'yourdomain.com',
      'https://yourdomain.com',
      'http://yourdomain.com',
      'https://yourdomain.com:8443',
      'https://YourDomain.COM',
      'https://www.example.com',
      'https://shop.example.com:444',
      'a.b.example.com',
      'http://localhost:3000',
    ],
    [
      'https://www.yourdomain.com',
      'https://yourdomain.com.evil.com',
      'https://notyourdomain.com',
      'https://yourdomain.co',
      'https://example.com',
      'https://.example.com',
      'https://notexample.com',
      'https://example.com.evil.com',
      'https://www.example.com.evil.com',
      'https://evil.com/www.example.com',
      'https://evil.com#.example.com',
      'https://evil.com?.example.com',
      'https://yourdomain.com@evil.com',
      'null',
      'https://',
      '://',
      '*',
      'https://evil.com, https://yourdomain.com',
    ],
  );
  for (const absent of [{}, { origin: '' }] as readonly Headers[]) {
    t.match(await ask(absent), { status: 401, headers: { 'www-authenticate': /.+/ } });
    t.equal(lastFailure(sandbox), 'missing_origin');
  }
  t.equal((await bare('/client/v1/validate?code=BLCKFRDY', { headers: { origin: 'https://evil.com' } })).status, 401);
  t.equal(lastFailure(sandbox), 'origin_not_allowed', 'the origin comes before the keys');

  sandbox.settings.change('voucherify', {
    origins: ['shop.example', '.Example.ORG', 'https://with-scheme.example', '127.0.0.1'],
  });
  await judge(
    ['https://shop.example', 'https://www.example.org', 'https://with-scheme.example:81', 'http://127.0.0.1:8080'],
    ['https://yourdomain.com', 'https://example.org', 'https://www.shop.example', 'http://127.0.0.1.evil.com'],
  );
  sandbox.settings.change('voucherify', { origins: [] });
  await judge([], ['https://yourdomain.com', 'null']);
  sandbox.settings.change('voucherify', { origins: ['*'] });
  await judge(['https://anything.example', 'null'], []);
  sandbox.settings.change('voucherify', { origins: null });
  await judge(['https://yourdomain.com'], ['https://shop.example']);
  t.equal(
    (await clientOf(sandbox, 'voucherify')('/v1/vouchers', { headers: { origin: 'https://evil.com' } })).status,
    200,
    'the server side has no origin',
  );
});
