/** Security requirements: alternatives, several credentials at once, schemes that carry none, keys in HTTP Basic. */
import { join } from 'node:path';
import t from 'tap';
import { verify } from '../../conformance/library.ts';
import { startSandbox } from '../index.ts';
import { KEY, THING, THING_EXAMPLE, answer, listOf, operation, serve, verified } from './openapi-contract.ts';

const list = (id: string, security: readonly unknown[]) => ({
  ...operation(
    id,
    { type: 'resource.list', resource: 'thing' },
    { responses: { '200': listOf('Thing', THING_EXAMPLE) } },
  ),
  security,
});

const TOKENS = {
  credentials: { access: { kind: 'token', format: 'opaque', lifetime: 'PT1H' } },
  securitySchemes: {
    O: {
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: '/token', scopes: { r: 'Read.', w: 'Write.', x: 'Else.' } } },
      'x-verify': { credential: 'access' },
    },
  },
};

const tokenSchema = {
  type: 'object',
  required: ['access_token', 'token_type', 'expires_in'],
  properties: {
    access_token: { type: 'string', 'x-fill': 'token.access_token' },
    token_type: { type: 'string', const: 'Bearer' },
    expires_in: { type: 'integer', 'x-fill': 'token.expires_in' },
    scope: { type: 'string', 'x-fill': 'token.scope' },
  },
};

const oauthError = (status: string, failures: readonly string[]) => ({
  [status]: {
    description: 'Refused.',
    ...(status === '401' && { headers: { 'WWW-Authenticate': { schema: { type: 'string' }, 'x-fill': 'challenge' } } }),
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['error'],
          properties: { error: { type: 'string' } },
        },
        examples: Object.fromEntries(
          failures.map((failure) => [failure, { 'x-failure': failure, value: { error: failure } }]),
        ),
      },
    },
  },
});

const issueAction = {
  type: 'token.issue',
  credential: 'access',
  grants: ['client_credentials'],
  client_authentication: ['client_secret_basic'],
};

const issue = {
  ...operation('issueToken', issueAction),
  security: [],
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          required: ['grant_type'],
          properties: { grant_type: { type: 'string' }, scope: { type: 'string' } },
        },
      },
    },
  },
  responses: {
    '200': {
      ...answer(tokenSchema, { access_token: 'x', token_type: 'Bearer', expires_in: 3600, scope: 'r' }),
      headers: { 'Cache-Control': { schema: { type: 'string', const: 'no-store' } } },
    },
    ...oauthError('400', [
      'invalid_request',
      'unsupported_grant_type',
      'invalid_scope',
      'unauthorized_client',
      'invalid_grant',
    ]),
    ...oauthError('401', ['invalid_client']),
    '415': { $ref: '#/components/responses/R415' },
  },
};

const CLIENTS = ['north', 'south'].map((tenant) => ({
  client_id: `client-${tenant}`,
  client_secret: `sandbox-${tenant}-client`,
  tenant,
  grants: ['client_credentials'],
  scopes: ['r', 'w', 'x'],
}));

async function token(url: string, scope: string, tenant = 'north'): Promise<string> {
  const answered = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`client-${tenant}:sandbox-${tenant}-client`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  return ((await answered.json()) as { access_token: string }).access_token;
}

t.test('several requirements over one scheme are alternatives', async (t) => {
  const served = await serve(t, {
    ...TOKENS,
    seed: { clients: CLIENTS },
    schemas: { Thing: THING },
    paths: {
      '/things': { get: list('list', [{ O: ['r'] }, { O: ['w'] }]) },
      '/token': { post: issue },
    },
  });
  for (const [scope, status] of [
    ['r', 200],
    ['w', 200],
    ['r w', 200],
    ['x', 403],
  ] as const) {
    const authorization = `Bearer ${await token(served.url, scope)}`;
    t.equal((await served.bare('/things', { headers: { authorization } })).status, status, scope);
  }
  await verified(t, served);
});

t.test('a token that cannot be read is one that nobody knows, where the contract says no more', async (t) => {
  const { responses, ...things } = {
    responses: {},
    ...list('list', [{ O: ['r'] }]),
  };
  const served = await serve(t, {
    ...TOKENS,
    seed: { clients: CLIENTS },
    schemas: { Thing: THING },
    paths: {
      '/things': {
        get: {
          ...things,
          responses: { ...responses, ...oauthError('401', ['missing_credentials', 'invalid_token']) },
        },
      },
      '/token': { post: issue },
    },
  });
  const ask = async (headers: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
    const answered = await served.bare('/things', { headers });
    return [answered.status, answered.at('/error')];
  };
  t.strictSame(await ask({ authorization: 'Bearer ' }), [401, 'invalid_token']);
  t.strictSame(await ask({ authorization: 'Bearer' }), [401, 'invalid_token']);
  t.strictSame(await ask({}), [401, 'missing_credentials']);
});

t.test('different credentials in one requirement', async (t) => {
  const served = await serve(t, {
    ...TOKENS,
    seed: { clients: CLIENTS },
    schemas: { Thing: THING },
    paths: {
      '/things': { get: list('list', [{ Key: [], O: ['r'] }]) },
      '/token': { post: issue },
    },
  });
  const ask = async (headers: Record<string, string>) => (await served.bare('/things', { headers })).status;
  const bearer = async (scope: string, tenant?: string) => ({
    authorization: `Bearer ${await token(served.url, scope, tenant)}`,
  });
  t.equal(await ask({ ...KEY, ...(await bearer('r')) }), 200);
  t.equal(await ask({}), 401);
  t.equal(await ask(KEY), 401, 'the key alone');
  t.equal(await ask(await bearer('r')), 401, 'the token alone');
  t.equal(await ask({ 'x-key': 'nobody', ...(await bearer('r')) }), 401);
  t.equal(await ask({ ...KEY, authorization: 'Bearer nobody' }), 401);
  t.equal(await ask({ ...KEY, ...(await bearer('x')) }), 403);
  t.equal(await ask({ ...KEY, ...(await bearer('r', 'south')) }), 403, "another tenant's token");
  await verified(t, served);
});

t.test('an authorization endpoint without a page redirects at once', async (t) => {
  const back = 'https://client.test/back';
  const query = (name: string) => ({ name, in: 'query', schema: { type: 'string' } });
  const authorize = {
    ...operation('authorize', {
      type: 'authorize',
      credential: 'access',
      code_lifetime: 'PT1M',
      pkce: 'optional',
      consent: 'headless',
    }),
    security: [],
    parameters: ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge'].map(query),
    responses: {
      '302': {
        description: 'Back.',
        headers: { Location: { schema: { type: 'string' }, 'x-fill': 'location' } },
      },
      ...oauthError('400', ['unknown_client', 'invalid_redirect_uri', 'invalid_request']),
    },
  };
  const served = await serve(t, {
    ...TOKENS,
    seed: {
      clients: CLIENTS.map((client) => ({ ...client, grants: ['authorization_code'], redirect_uris: [back] })),
    },
    schemas: { Thing: THING },
    paths: {
      '/things': { get: list('list', [{ O: ['r'] }]) },
      '/authorize': { get: authorize },
      '/token': { post: { ...issue, 'x-action': { ...issueAction, grants: ['authorization_code'] } } },
    },
  });
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: 'client-north',
    redirect_uri: back,
    scope: 'r',
    state: 'ü&=',
  });
  const answered = await served.bare(`/authorize?${asked.toString()}`);
  t.equal(answered.status, 302);
  const { searchParams: returned } = new URL(answered.headers.get('location')!);
  t.equal(returned.get('state'), 'ü&=');
  const exchanged = await fetch(`${served.url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('client-north:sandbox-north-client')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code: returned.get('code')!, redirect_uri: back }),
  });
  t.equal(exchanged.status, 200);
  asked.set('scope', 'nothing');
  const refusedScope = await served.bare(`/authorize?${asked.toString()}`);
  t.match(refusedScope.headers.get('location'), /^https:\/\/client\.test\/back\?error=invalid_scope&/);
  asked.set('redirect_uri', 'https://elsewhere.test/');
  t.equal((await served.bare(`/authorize?${asked.toString()}`)).status, 400, 'never back to an unknown place');
  await verified(t, served);
});

t.test('a scheme that carries no credential', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    securitySchemes: { Version: { type: 'apiKey', in: 'header', name: 'X-Version', 'x-verify': { credential: null } } },
    paths: {
      '/things': { get: list('list', [{ Key: [], Version: [] }]) },
      '/open': { get: list('open', [{ Version: [] }]) },
    },
  });
  t.equal((await served.api('/things')).status, 200);
  t.equal((await served.bare('/things', { headers: { 'x-version': '1' } })).status, 401);
  t.equal((await served.bare('/open')).status, 200);
});

t.test('an Authorization header that cannot be used is not none', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    securitySchemes: { Bearer: { type: 'http', scheme: 'bearer', 'x-verify': { credential: 'key' } } },
    paths: {
      '/optional': { get: list('optional', [{ Bearer: [] }, {}]) },
      '/header': { get: list('header', [{ Key: [] }, {}]) },
    },
  });
  const ask = async (path: string, authorization: string) =>
    (await served.bare(path, { headers: { authorization } })).status;
  t.equal((await served.bare('/optional')).status, 200);
  t.equal(await ask('/optional', 'Bearer sandbox-north-secret'), 200);
  for (const value of ['Digest x', 'x', 'Basic eDp5', 'Bearer nobody'])
    t.equal(await ask('/optional', value), 401, value);
  t.equal(await ask('/header', 'Digest x'), 200, 'no scheme of it reads the header');
  await verified(t, served);
});

t.test('a key as user name of HTTP Basic', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    securitySchemes: {
      Basic: { type: 'http', scheme: 'basic', 'x-verify': { credential: 'key', part: 'secret' } },
    },
    paths: { '/things': { get: list('list', [{ Basic: [] }]) } },
  });
  const ask = async (pair: string) =>
    (await served.bare('/things', { headers: { authorization: `Basic ${btoa(pair)}` } })).status;
  t.equal(await ask('sandbox-north-secret:'), 200);
  for (const pair of ['sandbox-north-secret:x', 'nobody:', ':sandbox-north-secret', ':', ''])
    t.equal(await ask(pair), 401, pair);
  await verified(t, served);
});

t.test('a token that no operation gives out', async (t) => {
  const served = serve(t, {
    ...TOKENS,
    schemas: { Thing: THING },
    paths: { '/things': { get: list('list', [{ O: ['r'] }]) } },
  });
  await t.rejects(served, { message: /no operation gives out the token "access"/ });
});

t.test('a place that any scheme of an operation names is no wrong place for a credential', async (t) => {
  const served = await serve(t, {
    credentials: { whole: { kind: 'api_key' } },
    seed: {
      keys: ['key', 'whole'].flatMap((credential) =>
        ['north', 'south'].map((tenant) => ({
          credential,
          id: `${credential}-${tenant}`,
          secret: `sandbox-${tenant}-${credential === 'key' ? 'secret' : 'whole'}`,
          tenant,
        })),
      ),
    },
    schemas: { Thing: THING },
    securitySchemes: {
      Header: { type: 'apiKey', in: 'header', name: 'Authorization', 'x-verify': { credential: 'whole' } },
      Query: { type: 'apiKey', in: 'query', name: 'access_token', 'x-verify': { credential: 'whole' } },
      Bearer: { type: 'http', scheme: 'bearer', 'x-verify': { credential: 'key' } },
    },
    paths: {
      '/header': { get: list('header', [{ Header: [] }, { Query: [] }]) },
      '/bearer': { get: list('bearer', [{ Key: [] }, { Bearer: [] }]) },
    },
  });
  const ask = async (path: string, headers: Record<string, string>) => (await served.bare(path, { headers })).status;
  t.equal(await ask('/header', { authorization: 'sandbox-north-whole' }), 200);
  t.equal(await ask('/header', { authorization: 'Bearer sandbox-north-whole' }), 401, 'another text is another key');
  t.equal(await ask('/header?access_token=sandbox-north-whole', {}), 200);
  t.equal(await ask('/bearer', { authorization: 'Bearer sandbox-north-secret' }), 200);
  await verified(t, served);
});

t.test('an imported document: two schemes of one authorization server take the same tokens', async (t) => {
  const urls = {
    authorizationUrl: 'https://shop.example/oauth/authorize',
    tokenUrl: 'https://shop.example/oauth/token',
  };
  const answers = { '200': { description: 'Some.' }, '401': { description: 'No.' }, '403': { description: 'No.' } };
  const document = {
    openapi: '3.0.3',
    info: { title: 'Two flows', version: '1' },
    paths: {
      '/orders': { get: { security: [{ people: ['orders'] }], responses: answers } },
      '/stock': { get: { security: [{ machines: ['stock'] }, { people: ['orders'] }], responses: answers } },
    },
    components: {
      securitySchemes: {
        people: { type: 'oauth2', flows: { authorizationCode: { ...urls, scopes: { orders: 'Read.' } } } },
        machines: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: urls.tokenUrl, scopes: { stock: 'Count.' } } },
        },
      },
    },
  };
  const file = join(t.testdir({ 'flows.json': JSON.stringify(document) }), 'flows.json');
  await using sandbox = await startSandbox({ contracts: [file], strict: true, tell: () => undefined });
  const url = sandbox.url('flows');
  const [client] = (await sandbox.credentials('flows')).clients;
  const get = async (scope: string, path: string): Promise<number> => {
    const answer = await fetch(`${url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client!.client_id}:${client!.client_secret ?? ''}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    return (await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).status;
  };
  t.strictSame([await get('orders', '/orders'), await get('stock', '/orders')], [200, 403]);
  t.strictSame([await get('orders', '/stock'), await get('stock', '/stock')], [200, 200]);
  const { totals } = await verify({ contract: file, target: 'mock' });
  t.equal(totals.failed, 0);
});

t.test('an imported document: each flow is served where its URL says, its refreshUrl too', async (t) => {
  const scheme = (flow: string, urls: object) => ({
    type: 'oauth2',
    flows: { [flow]: { ...urls, scopes: { orders: 'Read.' } } },
  });
  const document = {
    openapi: '3.0.3',
    info: { title: 'Old shop', version: '1' },
    servers: [{ url: 'https://shop.example/api' }],
    security: [{ early: ['orders'] }, { late: ['orders'] }],
    paths: { '/orders': { get: { responses: { '200': { description: 'Some.' }, '401': { description: 'No.' } } } } },
    components: {
      securitySchemes: {
        // Names no token endpoint, and must not be given the one that the other names.
        early: scheme('implicit', { authorizationUrl: 'https://shop.example/oauth/authorize' }),
        late: scheme('password', {
          tokenUrl: 'https://shop.example/oauth/token',
          refreshUrl: 'https://shop.example/oauth/refresh',
        }),
      },
    },
  };
  const file = join(t.testdir({ 'shop.json': JSON.stringify(document) }), 'shop.json');
  await using sandbox = await startSandbox({ contracts: [file], strict: true, tell: () => undefined });
  const url = sandbox.url('shop');
  const { clients, users } = await sandbox.credentials('shop');
  const [client] = clients;
  const person = users.find(({ tenant }) => tenant === client!.tenant)!;
  const ask = async (path: string, form: Readonly<Record<string, string>>) =>
    (
      await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${client!.client_id}:${client!.client_secret ?? ''}`)}` },
        body: new URLSearchParams(form),
      })
    ).json() as Promise<Readonly<Record<string, string>>>;
  const login = { grant_type: 'password', username: person.username ?? '', password: person.password ?? '' };
  t.match(await ask('/oauth/token', login), { access_token: String });
  const unknown = { grant_type: 'refresh_token', refresh_token: 'unknown' };
  t.match(await ask('/oauth/refresh', unknown), { error: 'invalid_grant' });
  t.match(await ask('/oauth/refresh', login), { error: 'unsupported_grant_type' });
  t.equal((await fetch(`${url}/oauth/authorize?response_type=token`)).status, 400, 'the page of the other flow');
});
