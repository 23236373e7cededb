/**
 * Keys, pairs, Basic and bearer tokens: every way to present them, and every way to get it wrong. @see RFC 6750 §2, RFC
 * 7617 §2
 */
import t from 'tap';
import type { Test } from 'tap';
import { clientOf, GUARDED, lastFailure, NAMES, startFrozen, unlimit } from './guarded.ts';
import type { Headers, RawReply } from './raw-client.ts';

const sandbox = await startFrozen(NAMES);
for (const name of NAMES) unlimit(sandbox, name);
t.teardown(() => sandbox.close());

const revenue = clientOf(sandbox, 'engagifii-revenue', {});
const training = clientOf(sandbox, 'engagifii-training', {});
const voucherify = clientOf(sandbox, 'voucherify', {});
const piaxis = clientOf(sandbox, 'piaxis', {});
const fortis = clientOf(sandbox, 'fortis', { 'developer-id': 'fortis-developer' });

const basic = (pair: string): Headers => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
const service = {
  grant_type: 'client_credentials',
  client_id: 'revenue-service',
  client_secret: 'secret_sandbox_revenue_service',
};
const revenueToken = String((await revenue('/oauth/token', { form: service })).at('/access_token'));
const appKeys = GUARDED.voucherify.good;
const clientKeys = { 'x-client-application-id': 'voucherify-client', 'x-client-token': 'pk_test_voucherify_client' };
const appToken = String(
  (
    await voucherify('/v1/oauth/token', { headers: appKeys, form: { grant_type: 'client_credentials', scope: 'api' } })
  ).at('/access_token'),
);

type Case = readonly [what: string, headers: Headers, status: number, failure?: string];

async function judge(t: Test, ask: (headers: Headers) => Promise<RawReply>, cases: readonly Case[]): Promise<void> {
  for (const [what, headers, status, failure] of cases) {
    const reply = await ask(headers);
    t.equal(reply.status, status, what);
    if (failure !== undefined) t.equal(lastFailure(sandbox), failure, what);
    if (status === 401)
      t.match(
        reply.headers['www-authenticate'],
        /^(Bearer|Basic|ApiKey) realm="/,
        `${what}: a 401 says how to authenticate (RFC 9110 §15.5.2)`,
      );
  }
}

t.test('Revenue: a pair or a bearer token', async (t) => {
  const { good } = GUARDED['engagifii-revenue'];
  const identifiers = { 'tenant-code': 'TENANT123', 'api-version': '1.0' };
  const pair = (id: string, secret: string): Headers => ({ 'x-api-key': id, 'x-api-secret': secret });
  const bearer = { authorization: `Bearer ${revenueToken}` };
  await judge(t, (headers) => revenue('/api/1.0/invoice', { headers: { ...identifiers, ...headers } }), [
    ['the pair', good, 200],
    ['the token', bearer, 200],
    ['scheme in lower case', { authorization: `bearer ${revenueToken}` }, 200],
    ['scheme in upper case', { authorization: `BEARER ${revenueToken}` }, 200],
    ['nothing', {}, 401, 'missing_credentials'],
    ['the key alone', { 'x-api-key': 'pk_test_abc123' }, 401],
    ['the secret alone', { 'x-api-secret': 'sk_sandbox_xyz789' }, 401, 'malformed_credentials'],
    ['an empty secret', pair('pk_test_abc123', ''), 401],
    ['a wrong secret', pair('pk_test_abc123', 'sk_sandbox_xyz780'), 401, 'invalid_credentials'],
    ['a secret with more behind it', pair('pk_test_abc123', 'sk_sandbox_xyz7890'), 401, 'invalid_credentials'],
    ['a secret in another case', pair('pk_test_abc123', 'SK_SANDBOX_XYZ789'), 401, 'invalid_credentials'],
    ['an unknown key', pair('pk_test_nobody', 'sk_sandbox_xyz789'), 401, 'invalid_credentials'],
    ["an object's own name", pair('__proto__', 'constructor'), 401, 'invalid_credentials'],
    ['a key for the secret', pair('pk_test_abc123', 'pk_test_abc123'), 401, 'invalid_credentials'],
    ["another key's secret", pair('pk_test_abc123', 'sk_sandbox_reader789'), 401, 'invalid_credentials'],
    ['a blocked key', pair('pk_test_blocked123', 'sk_sandbox_blocked789'), 401, 'blocked_key'],
    ['both methods', { ...good, ...bearer }, 400, 'multiple_credentials'],
    ['both, one of them bad', { ...good, authorization: 'Bearer made-up' }, 400, 'multiple_credentials'],
    [
      'the token twice',
      { authorization: [`Bearer ${revenueToken}`, `Bearer ${revenueToken}`] },
      400,
      'multiple_credentials',
    ],
    ['a key twice', { ...good, 'x-api-key': ['pk_test_abc123', 'pk_test_abc123'] }, 401, 'invalid_credentials'],
    ['the token as Basic', { authorization: `Basic ${revenueToken}` }, 401],
    ['the scheme alone', { authorization: 'Bearer' }, 401, 'malformed_credentials'],
    ['no scheme', { authorization: revenueToken }, 401, 'missing_credentials'],
    ['a tab for the space', { authorization: `Bearer\t${revenueToken}` }, 401],
    ['something behind the token', { authorization: `Bearer ${revenueToken} x` }, 401, 'invalid_token'],
    ['a token cut short', { authorization: `Bearer ${revenueToken.slice(0, -1)}` }, 401, 'invalid_token'],
    ["a client's secret for a token", { authorization: 'Bearer secret_sandbox_revenue_service' }, 401, 'invalid_token'],
  ]);
  for (const query of ['access_token', 'token', 'authorization']) {
    t.equal(
      (await revenue(`/api/1.0/invoice?${query}=${revenueToken}`, { headers: identifiers })).status,
      401,
      `never as ?${query}=`,
    );
  }
  t.equal(
    (
      await revenue('/api/1.0/invoice?X-API-Key=pk_test_abc123&X-API-Secret=sk_sandbox_xyz789', {
        headers: identifiers,
      })
    ).status,
    401,
    'nor keys',
  );
  t.equal(
    (await revenue('/api/1.0/invoice', { method: 'POST', headers: identifiers, form: { access_token: revenueToken } }))
      .status,
    401,
    'nor in a form',
  );
  const { headers } = await revenue('/api/1.0/invoice', {
    headers: { ...identifiers, authorization: 'Bearer made-up' },
  });
  t.match(headers['www-authenticate'], /^Bearer realm="[^"]+", error="invalid_token", error_description="/);
  t.notMatch(
    (await revenue('/api/1.0/invoice', { headers: identifiers })).headers['www-authenticate'],
    /error=/,
    'no error where nothing was presented (RFC 6750 §3.1)',
  );
});

t.test('Training: a lone key, or none', (t) =>
  judge(t, (headers) => training('/api/v1/Awards/List', { headers: { 'tenant-code': 'org-12345', ...headers } }), [
    ['the key', { 'x-api-key': 'key_sandbox_northfield_bridge' }, 200],
    ['the name of the header in another case', { 'X-API-KEY': 'key_sandbox_northfield_bridge' }, 200],
    ['an unknown key', { 'x-api-key': 'key_sandbox_nobody' }, 401, 'invalid_credentials'],
    ['its label', { 'x-api-key': 'northfield-bridge' }, 401, 'invalid_credentials'],
    ['a blocked key', { 'x-api-key': 'key_sandbox_northfield_blocked' }, 401, 'blocked_key'],
    [
      'two keys',
      { 'x-api-key': ['key_sandbox_northfield_bridge', 'key_sandbox_acme_bridge'] },
      401,
      'invalid_credentials',
    ],
    [
      'key and token',
      { 'x-api-key': 'key_sandbox_northfield_bridge', authorization: 'Bearer x' },
      400,
      'multiple_credentials',
    ],
    ['the key as a token', { authorization: 'Bearer key_sandbox_northfield_bridge' }, 401, 'invalid_token'],
    ["another provider's token", { authorization: `Bearer ${revenueToken}` }, 401, 'invalid_token'],
  ]),
);

t.test('Voucherify: each side has its own keys', async (t) => {
  const origin = { origin: 'https://yourdomain.com' };
  await judge(t, (headers) => voucherify('/v1/vouchers/BLCKFRDY', { headers }), [
    ['application keys', appKeys, 200],
    ['a token', { authorization: `Bearer ${appToken}` }, 200],
    ['client-side keys', { ...clientKeys, ...origin }, 401, 'credential_not_accepted'],
    [
      'client-side keys under the other name',
      { 'x-app-id': 'voucherify-client', 'x-app-token': 'pk_test_voucherify_client' },
      401,
      'invalid_credentials',
    ],
    ['keys and token', { ...appKeys, authorization: `Bearer ${appToken}` }, 400, 'multiple_credentials'],
    ['the id alone', { 'x-app-id': 'voucherify-app-primary' }, 401, 'missing_credentials'],
    ['the token alone', { 'x-app-token': 'secret_sandbox_voucherify_primary' }, 401, 'malformed_credentials'],
    [
      'a blocked key',
      { 'x-app-id': 'voucherify-app-blocked', 'x-app-token': 'secret_sandbox_voucherify_blocked' },
      401,
      'blocked_key',
    ],
    [
      'a blocked key with a wrong secret',
      { 'x-app-id': 'voucherify-app-blocked', 'x-app-token': 'wrong' },
      401,
      'invalid_credentials',
    ],
  ]);
  await judge(
    t,
    (headers) =>
      voucherify('/client/v1/validate?code=BLCKFRDY', {
        headers: { ...origin, 'content-type': 'application/json', ...headers },
      }),
    [
      ['client-side keys', clientKeys, 200],
      ['application keys', appKeys, 403, 'credential_not_accepted'],
      [
        'application keys under the other name',
        { 'x-client-application-id': 'voucherify-app-primary', 'x-client-token': 'secret_sandbox_voucherify_primary' },
        401,
        'invalid_credentials',
      ],
      ['a server-side token', { authorization: `Bearer ${appToken}` }, 403, 'insufficient_scope'],
      [
        'blocked keys',
        {
          'x-client-application-id': 'voucherify-client-blocked',
          'x-client-token': 'pk_test_voucherify_client_blocked',
        },
        401,
      ],
      ['nothing', {}, 401, 'missing_credentials'],
    ],
  );
});

t.test('Piaxis: a lone key or a token', (t) =>
  judge(t, (headers) => piaxis('/api/profile', { headers }), [
    ['the key', { 'api-key': 'pk_test_nile_market' }, 200],
    ['a wrong key', { 'api-key': 'pk_test_nile_marke' }, 401, 'invalid_credentials'],
    ['a retired key', { 'api-key': 'pk_test_nile_market_retired' }, 401, 'blocked_key'],
    ['an empty key', { 'api-key': '' }, 401, 'missing_credentials'],
    ['underscores', { api_key: 'pk_test_nile_market' }, 401, 'missing_credentials'],
    ['key and token', { 'api-key': 'pk_test_nile_market', authorization: 'Bearer x' }, 400, 'multiple_credentials'],
    ['an unsigned token', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' }, 401, 'invalid_token'],
  ]),
);

t.test('where no bearer token is taken, a 401 names a scheme all the same', async (t) => {
  await judge(t, (headers) => piaxis('/api/account/settings', { headers }), [
    ['nothing', {}, 401, 'missing_credentials'],
    ['a wrong key', { 'api-key': 'x' }, 401, 'invalid_credentials'],
    ['a token', { authorization: 'Bearer x' }, 401, 'credential_not_accepted'],
  ]);
  await judge(
    t,
    (headers) => voucherify('/v1/oauth/token', { headers, form: { grant_type: 'client_credentials', scope: 'api' } }),
    [
      ['nothing', {}, 401, 'missing_credentials'],
      ['a token for a token', { authorization: `Bearer ${appToken}` }, 401, 'credential_not_accepted'],
      ['client-side keys', clientKeys, 401, 'credential_not_accepted'],
    ],
  );
});

t.test('Fortis: a user key in headers, in the query, or as Basic', async (t) => {
  const id = '11e95f8ec39de8fbdb0a4f1a';
  const secret = 'user_api_key_sandbox_john';
  const header = { 'user-id': id, 'user-api-key': secret };
  const ask =
    (query = '') =>
    (headers: Headers) =>
      fortis(`/v2/contacts${query}`, { headers });
  const query = `?user-id=${id}&user-api-key=${secret}`;
  await judge(t, ask(), [
    ['headers', header, 200],
    ['Basic', basic(`${id}:${secret}`), 200],
    [
      'basic in lower case',
      { authorization: String(basic(`${id}:${secret}`)['authorization']).replace('Basic', 'basic') },
      200,
    ],
    ['headers and the same as Basic', { ...header, ...basic(`${id}:${secret}`) }, 200],
    ['headers and another Basic', { ...header, ...basic(`${id}:wrong`) }, 400, 'multiple_credentials'],
    ['underscores', { user_id: id, user_api_key: secret }, 401, 'missing_credentials'],
    ['a wrong secret', { ...header, 'user-api-key': 'x' }, 401, 'invalid_credentials'],
    ['Basic with a wrong secret', basic(`${id}:x`), 401, 'invalid_credentials'],
    ['Basic without a colon', basic(id), 401, 'malformed_credentials'],
    ['Basic that is not base64', { authorization: 'Basic !!!' }, 401, 'malformed_credentials'],
    ['Basic with a colon in the secret', basic(`${id}:${secret}:x`), 401, 'invalid_credentials'],
    ['Basic with nothing', basic(':'), 401],
    ["another user's secret", { ...header, 'user-api-key': 'user_api_key_sandbox_ann' }, 401, 'invalid_credentials'],
    [
      'a blocked key',
      { 'user-id': '11e95f8ec39de8fbdb0a4f1c', 'user-api-key': 'user_api_key_sandbox_blocked' },
      401,
      'blocked_key',
    ],
    ['key and session', { ...header, 'access-token': 'x' }, 400, 'multiple_credentials'],
    ['a session as a bearer token', { authorization: 'Bearer x' }, 401, 'invalid_token'],
    [
      'a signature where none is taken',
      { 'user-id': id, timestamp: '1893456000', 'hash-key': 'x' },
      401,
      'credential_not_accepted',
    ],
  ]);
  await judge(t, ask(query), [
    ['query', {}, 200],
    ['query and the same in headers', header, 200],
    ['query and others in headers', { ...header, 'user-api-key': 'x' }, 400, 'multiple_credentials'],
  ]);
  await judge(t, ask(`?user-id=${id}`), [
    ['the id alone', {}, 401, 'missing_credentials'],
    ['id in the query, secret in a header', { 'user-api-key': secret }, 401, 'malformed_credentials'],
  ]);
  await judge(t, ask(`${query}&user-api-key=x`), [['a secret twice', {}, 401, 'malformed_credentials']]);
  await judge(t, ask('?user_id=1&user_api_key=2'), [['underscores in the query', {}, 401, 'missing_credentials']]);
});
