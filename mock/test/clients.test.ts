/** OAuth clients, users and tenants, made and changed over the control plane. */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle, StartOptions } from '../index.ts';
import { controlClient } from './control-client.ts';
import type { ControlClient } from './control-client.ts';
import { CHALLENGE, postForm, send, VERIFIER } from './oauth-client.ts';

interface Started {
  readonly sandbox: SandboxHandle;
  readonly call: ControlClient;
  readonly base: string;
}

async function started(t: Test, options: StartOptions = {}): Promise<Started> {
  const sandbox = await startSandbox({ contracts: ['oauth2'], ...options });
  t.teardown(() => sandbox.close());
  await sandbox.settings.change('oauth2', { consent: 'headless' });
  return { sandbox, call: controlClient(sandbox.control), base: sandbox.url('oauth2') };
}

const NATIVE = {
  client_id: 'my-app',
  tenant: 'home',
  grants: ['authorization_code', 'refresh_token'],
  redirect_uris: ['com.example.app:/callback'],
  token_endpoint_auth_method: 'none',
};
const SERVICE = {
  client_id: 'my-service',
  client_secret: 'secret_sandbox_mine',
  tenant: 'home',
  grants: ['client_credentials'],
};

const authorize = (base: string, query: Readonly<Record<string, string>>) =>
  send(
    `${base}/authorize?${new URLSearchParams({ response_type: 'code', code_challenge: CHALLENGE, code_challenge_method: 'S256', ...query }).toString()}`,
  );

/** Tokens of a public client, by way of a code. */
async function signIn(base: string, client_id: string, redirect_uri: string): Promise<Record<string, unknown>> {
  const { location } = await authorize(base, { client_id, redirect_uri });
  const { status, json } = await postForm(`${base}/token`, {
    grant_type: 'authorization_code',
    code: location.get('code') ?? '',
    redirect_uri,
    client_id,
    code_verifier: VERIFIER,
  });
  return { status, ...json };
}

const tokenOf = async (
  base: string,
  { client_id, client_secret }: { client_id: string; client_secret: string },
): Promise<Record<string, unknown>> => {
  const { status, json } = await postForm(`${base}/token`, {
    grant_type: 'client_credentials',
    client_id,
    client_secret,
  });
  return { status, ...json };
};

const introspect = async (base: string, token: unknown): Promise<unknown> =>
  (
    await postForm(`${base}/introspect`, {
      token: String(token),
      client_id: 'service',
      client_secret: 'secret_sandbox_service',
    })
  ).json['active'];

t.test('a client that is made is known to every endpoint, and forgotten by every endpoint', async (t) => {
  const { call, base } = await started(t);
  const made = await call('POST', '/clients/oauth2', NATIVE);
  t.match(made, {
    status: 201,
    body: {
      client_id: 'my-app',
      client_secret: null,
      scopes: ['openid', 'profile'],
      redirect_uris: ['com.example.app:/callback'],
      active: true,
    },
  });
  t.match(await call('POST', '/clients/oauth2', NATIVE), {
    status: 409,
    body: { detail: 'There is a client "my-app" already' },
  });
  const tokens = await signIn(base, 'my-app', 'com.example.app:/callback');
  t.match(tokens, { status: 200, access_token: String, refresh_token: String });
  t.equal(await introspect(base, tokens['access_token']), true);
  t.equal(
    (await call('GET', '/credentials/oauth2')).body['clients'] instanceof Array &&
      ((await call('GET', '/credentials/oauth2')).body['clients'] as { client_id: string }[]).some(
        ({ client_id }) => client_id === 'my-app',
      ),
    true,
  );

  const { location } = await authorize(base, { client_id: 'my-app' });
  t.match(await call('DELETE', '/clients/oauth2/my-app'), { status: 204 });
  t.match(await call('GET', '/clients/oauth2/my-app'), {
    status: 404,
    body: { detail: /There is no client "my-app"/ },
  });
  t.equal(await introspect(base, tokens['access_token']), false, 'its tokens died');
  t.equal((await authorize(base, { client_id: 'my-app' })).status, 400);

  await call('POST', '/clients/oauth2', NATIVE);
  t.equal(await introspect(base, tokens['access_token']), false, 'another client of the same id does not revive them');
  const refresh = { grant_type: 'refresh_token', client_id: 'my-app', refresh_token: String(tokens['refresh_token']) };
  t.match(await postForm(`${base}/token`, refresh), { status: 400, json: { error: 'invalid_grant' } });
  const code = {
    grant_type: 'authorization_code',
    code: location.get('code') ?? '',
    client_id: 'my-app',
    code_verifier: VERIFIER,
  };
  t.match(await postForm(`${base}/token`, code), { status: 400, json: { error: 'invalid_grant' } }, 'nor its codes');
  t.match(await signIn(base, 'my-app', 'com.example.app:/callback'), { status: 200 });
});

t.test("one of the contract's clients is deleted, made again, and back as it was after a reset", async (t) => {
  const { call, base } = await started(t);
  const seeded = { client_id: 'service', client_secret: 'secret_sandbox_service' };
  const { access_token: token } = await tokenOf(base, seeded);
  t.match(await call('DELETE', '/clients/oauth2/service'), { status: 204 });
  t.match(await tokenOf(base, seeded), { status: 401, error: 'invalid_client' });
  t.match(await call('POST', '/clients/oauth2', { ...SERVICE, client_id: 'service' }), { status: 201 });
  t.match(await tokenOf(base, { ...SERVICE, client_id: 'service' }), { status: 200 });
  const asked = await postForm(`${base}/introspect`, {
    token: String(token),
    client_id: 'service',
    client_secret: SERVICE.client_secret,
  });
  t.equal(asked.json['active'], false);
  await call('POST', '/reset', {});
  t.match(await tokenOf(base, seeded), { status: 200 });
});

t.test('a change is obeyed at the next request, and null takes a field away', async (t) => {
  const { call, base } = await started(t);
  const secret = String(
    (
      await call('POST', '/clients/oauth2', {
        tenant: 'home',
        grants: ['client_credentials'],
        name: 'Mine',
        token_lifetime: 'PT2M',
      })
    ).body['client_secret'],
  );
  const id = ((await call('GET', '/clients/oauth2')).body['clients'] as { client_id: string }[]).at(-1)!.client_id;
  t.match(await tokenOf(base, { client_id: id, client_secret: secret }), {
    status: 200,
    expires_in: 120,
    scope: 'openid profile',
  });
  t.match(
    await call('PATCH', `/clients/oauth2/${id}`, { token_lifetime: 90 }),
    { body: { token_lifetime: 'PT90S' } },
    'seconds, told in the one form that lifetimes of clients have',
  );
  t.match(await tokenOf(base, { client_id: id, client_secret: secret }), { expires_in: 90 });
  const changed = await call('PATCH', `/clients/oauth2/${id}`, {
    name: null,
    token_lifetime: null,
    scopes: ['profile'],
  });
  t.match(changed, { status: 200, body: { client_id: id, scopes: ['profile'] } });
  t.notOk('name' in changed.body);
  t.match(await tokenOf(base, { client_id: id, client_secret: secret }), {
    status: 200,
    expires_in: 3600,
    scope: 'profile',
  });
  await call('PATCH', `/clients/oauth2/${id}`, { token_endpoint_auth_method: 'client_secret_basic' });
  t.match(
    await tokenOf(base, { client_id: id, client_secret: secret }),
    { status: 401, error: 'invalid_client' },
    'it authenticates as it registered',
  );
  const basic = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
  t.match(await postForm(`${base}/token`, { grant_type: 'client_credentials' }, basic), { status: 200 });
  const { access_token: old } = (await postForm(`${base}/token`, { grant_type: 'client_credentials' }, basic)).json;
  await call('PATCH', `/clients/oauth2/${id}`, { name: 'Renamed' });
  t.equal(await introspect(base, old), true, 'a change does not end its tokens');
  await call('PATCH', `/clients/oauth2/${id}`, { active: false });
  t.match(await call('GET', `/clients/oauth2/${id}`), { body: { active: false, name: 'Renamed' } });
});

t.test('a client publishes its keys, changes them, and is known by them', async (t) => {
  const { call, base, sandbox } = await started(t);
  const pair = (kid: string) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256' } };
  };
  const [first, second] = [pair('1'), pair('2')];
  let served = JSON.stringify({ keys: [first.jwk] });
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (request.url === '/elsewhere') response.writeHead(302, { location: '/jwks.json' }).end();
    else response.setHeader('content-type', 'application/json').end(served);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.teardown(() => server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = await call('POST', '/clients/oauth2', {
    client_id: 'publisher',
    tenant: 'home',
    grants: ['client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: `${origin}/jwks.json`,
  });
  t.match(made, { status: 201, body: { client_secret: null, jwks_uri: `${origin}/jwks.json` } });
  let count = 0;
  const ask = async (key: KeyObject, alg = 'RS256'): Promise<Record<string, unknown>> => {
    const client_assertion = await new SignJWT({
      iss: 'publisher',
      sub: 'publisher',
      aud: base,
      jti: `${(count += 1)}`,
    })
      .setProtectedHeader({ alg })
      .setExpirationTime('5m')
      .sign(key);
    const { status, json } = await postForm(`${base}/token`, {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    });
    return { status, ...json };
  };
  t.match(await ask(first.privateKey), { status: 200 });
  t.match(await ask(first.privateKey), { status: 200 });
  t.equal(asked, 1, 'what was published is remembered');
  t.match(await ask(first.privateKey, 'PS256'), { status: 401 }, 'the key is for one algorithm');
  served = JSON.stringify({ keys: [second.jwk] });
  sandbox.clock.advance('1s');
  t.match(await ask(second.privateKey), { status: 200 }, 'a key that was changed is found');
  t.match(
    await ask(first.privateKey),
    { status: 401, error: 'invalid_client' },
    'and the old one is not good any more',
  );
  for (const [uri, body] of [
    [`${origin}/elsewhere`, served],
    [`${origin}/long`, JSON.stringify({ keys: [second.jwk], more: 'x'.repeat(70_000) })],
    [`${origin}/text`, 'no JSON'],
    ['http://127.0.0.1:1/jwks.json', served],
  ] as const) {
    served = body;
    await call('PATCH', '/clients/oauth2/publisher', { jwks_uri: uri });
    t.match(await ask(second.privateKey), { status: 401, error: 'invalid_client' }, `${uri} gives no key`);
  }
  for (const uri of ['https://keys.example/jwks.json', 'http://169.254.169.254/', 'file:///etc/passwd', 'no URI'])
    t.match(
      await call('PATCH', '/clients/oauth2/publisher', { jwks_uri: uri }),
      { status: 400, body: { detail: /must be a loopback URL/ } },
      uri,
    );
  const without = { tenant: 'home', grants: ['client_credentials'], token_endpoint_auth_method: 'private_key_jwt' };
  t.match(await call('POST', '/clients/oauth2', without), {
    status: 400,
    body: { detail: /needs "jwks" or "jwks_uri"/ },
  });
  await sandbox.reset();
});

t.test('what no client can be is refused by name', async (t) => {
  const { call } = await started(t, { contracts: ['oauth2', 'voucherify', 'engagifii-revenue', 'piaxis'] });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cases: [string, object, RegExp][] = [
    [
      'oauth2',
      { ...NATIVE, redirect_uris: ['/callback'] },
      /"\/callback" cannot be a redirect URI: it is not absolute/,
    ],
    ['oauth2', { ...NATIVE, redirect_uris: ['https://a.example/#x'] }, /it has a fragment/],
    ['oauth2', { ...NATIVE, redirect_uris: ['javascript:alert(1)'] }, /javascript: leads to no application/],
    ['oauth2', { ...NATIVE, redirect_uris: ['https://a.example/a b'] }, /carries characters that no URI may/],
    ['oauth2', { ...NATIVE, redirect_uris: [] }, /needs at least one of "redirect_uris"/],
    ['oauth2', { ...NATIVE, client_secret: 'x' }, /authenticates by none has no "client_secret"/],
    ['oauth2', { ...NATIVE, tenant: 'hom' }, /no tenant "hom"; did you mean "home"\?/],
    ['oauth2', { ...NATIVE, scopes: ['opnid'] }, /no scope "opnid"; did you mean "openid"\?/],
    ['oauth2', { ...NATIVE, grants: ['jwt_bearer'] }, /has no grant "jwt_bearer" for clients/],
    ['oauth2', { ...NATIVE, client_id: 'my app' }, /"client_id" does not fit\. Visible ASCII/],
    [
      'oauth2',
      { ...NATIVE, redirect_uri: 'https://a.example/' },
      /unknown field "redirect_uri"; did you mean "redirect_uris"\?/,
    ],
    [
      'oauth2',
      { ...SERVICE, allowed_addresses: ['10.0.0.0/33'] },
      /"10\.0\.0\.0\/33" is neither an IP address nor a CIDR range/,
    ],
    ['oauth2', { ...SERVICE, token_lifetime: '2 minutes' }, /ISO 8601 duration/],
    ['voucherify', { tenant: 'north', grants: ['client_credentials'] }, /no tenant|has no OAuth clients/],
    ['piaxis', { tenant: 'nobody', grants: ['authorization_code'] }, /no tenant "nobody"/],
    [
      'engagifii-revenue',
      { tenant: 'TENANT123', grants: ['jwt_bearer'], jwks: { keys: [privateKey.export({ format: 'jwk' })] } },
      /"jwks\.keys\.0" is no public key/,
    ],
    [
      'engagifii-revenue',
      { tenant: 'TENANT123', grants: ['jwt_bearer'] },
      /needs "jwks" or "jwks_uri" with its public keys/,
    ],
  ];
  for (const [contract, client, detail] of cases) {
    t.match(
      await call('POST', `/clients/${contract}`, client),
      { status: 400, body: { detail } },
      `${contract} ${JSON.stringify(client)}`,
    );
  }
  t.match(await call('PATCH', '/clients/oauth2/webb', { name: 'x' }), {
    status: 404,
    body: { detail: 'There is no client "webb"; did you mean "web"?' },
  });
  t.match(await call('PATCH', '/clients/oauth2/web', {}), { status: 400 });
  t.match(await call('PATCH', '/clients/oauth2/web', { redirect_uris: ['x'] }), { status: 400 });
});

t.test('a client signs assertions with a key of its own', async (t) => {
  const sandbox = await startSandbox({ contracts: ['engagifii-revenue'] });
  t.teardown(() => sandbox.close());
  const call = controlClient(sandbox.control);
  const base = sandbox.url('engagifii-revenue');
  for (const [alg, pair] of [
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['PS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ] as const) {
    const client = `signer-${alg}`;
    const made = await call('POST', '/clients/engagifii-revenue', {
      client_id: client,
      tenant: 'TENANT123',
      grants: ['jwt_bearer'],
      jwks: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'mine' }] },
    });
    t.match(made, { status: 201, body: { client_secret: null, jwks: { keys: [{ kid: 'mine' }] } } });
    const assertion = (key: typeof pair.privateKey, header = alg as string): Promise<string> =>
      new SignJWT()
        .setProtectedHeader({ alg: header })
        .setIssuer(client)
        .setSubject(client)
        .setAudience(`${base}/oauth/token`)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(key);
    const ask = async (text: string) =>
      postForm(`${base}/oauth/token`, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });
    t.match(await ask(await assertion(pair.privateKey)), { status: 200, json: { access_token: String } }, alg);
    const stranger =
      alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
    t.match(
      await ask(await assertion(stranger.privateKey)),
      { status: 400, json: { error: 'invalid_grant' } },
      `${alg}, another key`,
    );
  }
});

t.test('--redirect-uri registers with every client that takes codes, and survives a change', async (t) => {
  const uri = 'http://localhost:5173/callback';
  const { call, base, sandbox } = await started(t, { redirectUris: [uri] });
  for (const client_id of ['web', 'app', 'web-away'])
    t.equal((await authorize(base, { client_id, redirect_uri: uri })).status, 302, client_id);
  t.match(await call('GET', '/clients/oauth2/service'), { body: { redirect_uris: [] } });
  await call('POST', '/clients/oauth2', { ...NATIVE, redirect_uris: [] });
  t.equal((await authorize(base, { client_id: 'my-app' })).status, 302);
  await call('PATCH', '/clients/oauth2/web', { redirect_uris: ['https://mine.example/cb'] });
  t.match(await call('GET', '/clients/oauth2/web'), { body: { redirect_uris: ['https://mine.example/cb', uri] } });
  const other = await sandbox.open('other');
  t.equal(
    (
      await send(
        `${other.url('oauth2')}/authorize?${new URLSearchParams({ response_type: 'code', client_id: 'web', redirect_uri: uri }).toString()}`,
      )
    ).status,
    200,
  );
  await t.rejects(startSandbox({ contracts: ['oauth2'], redirectUris: ['localhost/callback'] }), {
    message:
      '"localhost/callback" cannot be a redirect URI: it is not absolute; write scheme, host and path, such as http://localhost:3000/callback',
  });
  await t.rejects(startSandbox({ contracts: ['voucherify'], redirectUris: [uri] }), {
    message: 'no served contract has an authorization endpoint, so no redirect URI can be registered: voucherify',
  });
});

t.test('a loopback redirect URI matches on any port where the contract says so, and nowhere else', async (t) => {
  const { call, base, sandbox } = await started(t, { contracts: ['oauth2', 'engagifii-revenue'] });
  await call('POST', '/clients/oauth2', {
    ...NATIVE,
    redirect_uris: ['http://127.0.0.1/cb', 'http://[::1]:8000/cb', 'https://localhost:1/cb'],
  });
  for (const [uri, status] of [
    ['http://127.0.0.1:51004/cb', 302],
    ['http://[::1]:9/cb', 302],
    ['http://127.0.0.1/cb', 302],
    ['http://127.0.0.1:51004/cb/', 400],
    ['http://127.0.0.1:51004/cb?x=1', 400],
    ['http://localhost:51004/cb', 400],
    ['https://localhost:2/cb', 400],
    ['http://127.0.0.1.evil.example:80/cb', 400],
    ['http://127.0.0.1:80@evil.example/cb', 400],
    ['http://evil@127.0.0.1:80/cb', 400],
  ] as const)
    t.equal((await authorize(base, { client_id: 'my-app', redirect_uri: uri })).status, status, uri);
  const seeded = 'http://localhost:3000/callback';
  const revenue = sandbox.url('engagifii-revenue');
  const ask = (uri: string) =>
    send(
      `${revenue}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: 'revenue-web', redirect_uri: uri }).toString()}`,
    );
  t.equal((await ask(seeded)).status, 200);
  t.equal((await ask(seeded.replace('3000', '3001'))).status, 400);
});

t.test('the page that refuses a redirect URI says how to register it, and where it differs', async (t) => {
  const { base, sandbox } = await started(t);
  const uri = "https://client.example/callbock?a='b'";
  const { status, text } = await authorize(base, { client_id: 'web', redirect_uri: uri });
  t.equal(status, 400);
  const plain = text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  t.match(plain, 'They differ from character 29 on:');
  t.match(plain, `requested   ${uri}\n            ${' '.repeat(28)}^`);
  t.match(plain, String.raw`tollgate mock --redirect-uri 'https://client.example/callbock?a='\''b'\'''`);
  t.match(plain, `curl -X PATCH '${sandbox.control}/clients/oauth2/web?sandbox=default'`);
  t.notMatch((await authorize(base, { client_id: 'web', redirect_uri: 'javascript:alert(1)' })).text, /--redirect-uri/);
});

t.test('users sign in and speak for themselves until they are deleted', async (t) => {
  const { sandbox, call } = await started(t, { contracts: ['fortis', 'oauth2'] });
  const fortis = sandbox.url('fortis');
  const { tenants, users, developers } = await sandbox.credentials('fortis');
  const domain = users.find(({ password }) => password !== undefined)!.domain!;
  const tenant = tenants[0]!.id;
  const grace = {
    id: '11e95f8ec39de8fbdb0a4fff',
    tenant,
    name: 'Grace Hopper',
    username: 'grace',
    password: 'sandbox-password',
    domain,
  };
  t.match(await call('POST', '/users/fortis', grace), { status: 201, body: grace });
  t.match(await call('POST', '/users/fortis', { ...grace, id: 'twin' }), {
    status: 409,
    body: { detail: /has the user name "grace" already/ },
  });
  const headers = { 'developer-id': developers[0]!.id, 'content-type': 'application/json' };
  const logIn = () =>
    fetch(`${fortis}/v2/token`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ username: 'grace', password: grace.password, domain }),
    });
  const session = (await (await logIn()).json()) as { token: { token: string; username: string } };
  t.equal(session.token.username, 'grace');
  const use = async (): Promise<number> =>
    (await fetch(`${fortis}/v2/contacts`, { headers: { ...headers, 'access-token': session.token.token } })).status;
  t.equal(await use(), 200);
  t.match(await call('PATCH', `/users/fortis/${grace.id}`, { password: 'another' }), { status: 200 });
  t.not((await logIn()).status, 201, 'the old password is no more');
  t.match(await call('DELETE', `/users/fortis/${grace.id}`), { status: 204 });
  t.equal(await use(), 401, 'the session died');
  await call('POST', '/users/fortis', grace);
  t.equal(await use(), 401, 'for good');
  const keyed = users.find(({ id }) => id !== grace.id)!;
  t.match(await call('DELETE', `/users/fortis/${keyed.id}`), { status: 409, body: { detail: /still has the keys/ } });
  t.match(await call('GET', '/users/oauth2/user-alice'), { body: { profile: { name: 'Alice Moreau' } } });
});

t.test('tenants are known at once, have records of their own, and are deleted when nobody is left', async (t) => {
  const sandbox = await startSandbox({ contracts: ['engagifii-training'] });
  t.teardown(() => sandbox.close());
  const call = controlClient(sandbox.control);
  const awards = async (tenant: string) => {
    const response = await fetch(`${sandbox.url('engagifii-training')}/api/v1/Awards/List`, {
      headers: { 'tenant-code': tenant },
    });
    return { status: response.status, body: await response.json() };
  };
  t.equal((await awards('new-corp')).status, 404);
  t.match(await call('POST', '/tenants/engagifii-training', { id: 'new-corp', name: 'New Corp' }), {
    status: 201,
    body: { id: 'new-corp', name: 'New Corp' },
  });
  const list = await awards('new-corp');
  t.equal(list.status, 200);
  t.ok(Array.isArray(list.body) && list.body.length > 0);
  await call('PATCH', '/tenants/engagifii-training/new-corp', { require_token: true });
  t.equal((await awards('new-corp')).status, 401);
  await call('POST', '/clients/engagifii-training', {
    client_id: 'new-client',
    tenant: 'new-corp',
    grants: ['client_credentials'],
  });
  t.match(await call('DELETE', '/tenants/engagifii-training/new-corp'), {
    status: 409,
    body: { detail: 'The tenant "new-corp" still has client new-client; delete them first' },
  });
  await call('DELETE', '/clients/engagifii-training/new-client');
  t.match(await call('DELETE', '/tenants/engagifii-training/new-corp'), { status: 204 });
  t.equal((await awards('new-corp')).status, 404);
  t.match(await call('GET', '/tenants/engagifii-training'), { body: { tenants: [{ id: String }, { id: String }] } });
});

t.test('of many who make the same client one does', async (t) => {
  const { call } = await started(t);
  const statuses = (await Promise.all(Array.from({ length: 10 }, () => call('POST', '/clients/oauth2', SERVICE))))
    .map(({ status }) => status)
    .sort();
  t.strictSame(statuses, [201, ...Array.from({ length: 9 }, () => 409)]);
});
