/** Where worlds stand: sandboxes under `/~name`, a contract at the root, and the server behind a proxy. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { controlClient } from './control-client.ts';
import { dpopKey, dpopProof } from './dpop-proof.ts';
import { clientOf, GUARDED, START, startFrozen, tally } from './guarded.ts';
import { atOnce } from './json-client.ts';
import { claims } from './oauth-client.ts';
import { rawClient } from './raw-client.ts';
import type { Headers, RawReply, RawSend } from './raw-client.ts';

const SERVICE = {
  grant_type: 'client_credentials',
  client_id: 'revenue-service',
  client_secret: 'secret_sandbox_revenue_service',
};
const MERCHANT = GUARDED.piaxis;

t.test('sandboxes share nothing', async (t) => {
  await using sandbox = await startFrozen(['piaxis', 'engagifii-revenue']);
  const control = controlClient(sandbox.control);
  t.equal((await control('POST', '/sandboxes', { name: 'ci-1' })).status, 201);
  t.equal((await control('POST', '/sandboxes', { name: 'ci-2', seed: 'another' })).status, 201);
  const base = new URL(sandbox.control).origin;
  const client = (name: string, contract: 'piaxis' | 'engagifii-revenue'): RawSend =>
    rawClient(`${base}/~${name}/${contract}`, GUARDED[contract].good);
  const home = clientOf(sandbox, 'piaxis');
  const away = client('ci-1', 'piaxis');

  const created = await away(MERCHANT.write.path, { json: MERCHANT.write.json, headers: { 'Idempotency-Key': 'one' } });
  const id = String(created.at('/data/id'));
  t.equal((await away(`/api/payments/${id}`)).status, 200);
  t.equal((await home(`/api/payments/${id}`)).status, 404, 'state');
  t.equal(
    (
      await home(MERCHANT.write.path, {
        json: { ...(MERCHANT.write.json as object), amount: 1 },
        headers: { 'Idempotency-Key': 'one' },
      })
    ).status,
    201,
    'idempotency keys',
  );

  const invoices = clientOf(sandbox, 'engagifii-revenue');
  const same = client('ci-1', 'engagifii-revenue');
  const lists = await Promise.all(
    [invoices, same, client('ci-2', 'engagifii-revenue')].map(async (send) => (await send('/api/1.0/invoice')).text),
  );
  t.equal(lists[0], lists[1], 'one seed, one world, whatever the name');
  t.not(lists[0], lists[2]);

  const token = String((await same('/oauth/token', { form: SERVICE, headers: {} })).at('/access_token'));
  const bearer: Headers = { 'tenant-code': 'TENANT123', 'api-version': '1.0', authorization: `Bearer ${token}` };
  const call = async (name: string): Promise<number> =>
    (await rawClient(`${base}${name}/engagifii-revenue`, bearer)('/api/1.0/invoice')).status;
  t.strictSame([await call('/~ci-1'), await call('/~ci-2'), await call('')], [200, 401, 401], 'tokens');
  t.equal(claims(token)['iss'], `${base}/~ci-1/engagifii-revenue`);

  const otp_id = (
    await away('/api/auth/request-otp', { json: { operation: 'account_settings', phone_number: '+256700000000' } })
  ).at('/otp_id');
  t.equal(sandbox.otp.list().length, 0, 'inbox');
  t.equal((await control('GET', '/otp/latest?sandbox=ci-1')).body['otp_id'], otp_id);
  t.equal((await control('GET', '/otp/latest?sandbox=ci-2')).status, 404);

  await control('PUT', '/clock?sandbox=ci-1', { now: '2031-06-01T00:00:00Z', frozen: true });
  t.equal((await away('/api/profile')).at('/meta/timestamp'), '2031-06-01T00:00:00Z');
  t.equal((await home('/api/profile')).at('/meta/timestamp'), '2030-01-01T00:00:00Z', 'clock');
  t.equal(sandbox.clock.now(), START);

  t.strictSame(tally((await atOnce(62, () => same('/api/1.0/invoice'))).map(({ status }) => status)), {
    200: 60,
    429: 2,
  });
  t.equal((await invoices('/api/1.0/invoice')).status, 200, 'limits');
  await control('PATCH', '/settings/engagifii-revenue?sandbox=ci-2', {
    rate_limits: { default: { limit: 0, window_seconds: 60 } },
  });
  t.equal((await client('ci-2', 'engagifii-revenue')('/api/1.0/invoice')).status, 429);
  t.equal((await invoices('/api/1.0/invoice')).status, 200, 'settings');
  await control('POST', '/keys/piaxis/merchant_key/nile-market/block?sandbox=ci-1', {});
  t.strictSame([(await away('/api/profile')).status, (await home('/api/profile')).status], [401, 200], 'keys');

  t.notOk(
    sandbox.journal.list().some(({ url }) => url.startsWith('/~')),
    'journal',
  );
  const { body } = await control('GET', '/journal?sandbox=ci-1&limit=1000');
  t.ok((body['entries'] as readonly { url: string }[]).every(({ url }) => url.startsWith('/~ci-1/')));

  await control('POST', '/reset?sandbox=ci-1', {});
  t.equal((await away(`/api/payments/${id}`)).status, 404);
  t.equal((await away('/api/profile')).status, 200);
  t.equal((await control('DELETE', '/sandboxes/ci-1')).status, 204);
  t.equal((await away('/api/profile')).status, 404);
  for (const name of [
    '~nope/piaxis',
    '~ci-1',
    '~',
    '~/piaxis',
    '~__proto__/piaxis/api/profile',
    '~ci-2/nope',
    '~ci-2',
    'nope',
    '',
  ]) {
    const reply = await rawClient(base)(`/${name}`);
    t.match(
      { status: reply.status, type: reply.headers['content-type'], detail: reply.at('/detail') },
      { status: 404, type: /^application\/problem\+json/, detail: /.+/ },
      name,
    );
  }
});

t.test('a sandbox begins with its first use, as old as it was made', async (t) => {
  await using sandbox = await startSandbox({ contracts: ['engagifii-revenue'] });
  const control = controlClient(sandbox.control);
  const base = new URL(sandbox.control).origin;
  const created = Date.now();
  for (const name of ['fresh', 'gone', 'raced'])
    t.equal((await control('POST', '/sandboxes', { name })).status, 201, name);
  t.equal((await control('POST', '/sandboxes', { name: 'fresh' })).status, 409, 'taken, though nobody used it');
  const listed = (await control('GET', '/sandboxes')).body['sandboxes'] as { name: string; base_urls: object }[];
  t.strictSame(
    listed.map(({ name, base_urls: urls }) => [name, Object.values(urls)]),
    [
      ['default', [`${base}/engagifii-revenue`]],
      ...['fresh', 'gone', 'raced'].map((name) => [name, [`${base}/~${name}/engagifii-revenue`]]),
    ],
  );
  const send = (name: string): Promise<RawReply> =>
    rawClient(`${base}/~${name}/engagifii-revenue`, GUARDED['engagifii-revenue'].good)('/api/1.0/invoice');
  const made = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const answers = await Promise.all(Array.from({ length: 20 }, () => send('fresh')));
  t.strictSame([...new Set(answers.map(({ status }) => status))], [200]);
  const left = answers.map(({ headers }) => Number(headers['x-ratelimit-remaining']));
  t.equal(new Set(left).size, 20, 'all first requests are counted in one world');
  const entries = (await control('GET', '/journal?sandbox=fresh')).body['entries'] as unknown[];
  t.equal(entries.length, 20);
  const keys = (await control('GET', '/credentials/engagifii-revenue?sandbox=fresh')).body['keys'] as {
    readonly created_at: string;
  }[];
  t.ok(keys.length > 0);
  for (const { created_at: at } of keys)
    t.ok(Date.parse(at) >= created - 1_000 && Date.parse(at) <= made, 'its keys are as old as it is');

  t.equal((await control('DELETE', '/sandboxes/gone')).status, 204, 'one that nobody used goes');
  t.equal((await send('gone')).status, 404);
  const [raced] = await Promise.all([send('raced'), control('DELETE', '/sandboxes/raced')]);
  t.ok([200, 404].includes(raced.status), 'deleted while its first request is on its way');
  t.equal((await send('raced')).status, 404);
  t.equal((await control('POST', '/sandboxes', { name: 'raced' })).status, 201);
  t.equal((await send('raced')).status, 200);
});

t.test('a contract at the root', async (t) => {
  await using sandbox = await startFrozen(['engagifii-revenue', 'piaxis'], { root: 'engagifii-revenue' });
  const base = new URL(sandbox.control).origin;
  t.equal(sandbox.url('engagifii-revenue'), base);
  const send = rawClient(base, GUARDED['engagifii-revenue'].good);
  t.equal((await send('/api/1.0/invoice')).status, 200);
  t.equal((await send('/engagifii-revenue/api/1.0/invoice')).status, 200, 'and where it stands otherwise');
  t.equal((await send('/nothing')).at('/error/code'), 'NOT_FOUND', 'unknown paths are its own');
  t.equal((await send('/')).at('/error/code'), 'NOT_FOUND');
  t.equal((await send('/.well-known/oauth-authorization-server')).at('/issuer'), base);
  t.equal(claims((await send('/oauth/token', { form: SERVICE })).at('/access_token'))['iss'], base);
  t.equal((await clientOf(sandbox, 'piaxis')('/api/profile')).status, 200, 'the others stay below their names');
  const control = controlClient(sandbox.control);
  t.equal((await control('GET', '/health')).status, 200);
  await control('POST', '/sandboxes', { name: 'ci' });
  t.equal((await send('/~ci/engagifii-revenue/api/1.0/invoice')).status, 200);
});

/** A proxy in front of a port, that takes a path off or leaves it on. */
async function proxy(t: Test, port: string, off: string): Promise<string> {
  const server = createServer((incoming, answer) => {
    const path = incoming.url!.startsWith(off) ? incoming.url!.slice(off.length) : incoming.url!;
    incoming.pipe(
      request({ port, path, method: incoming.method, headers: { ...incoming.headers, host: 'inner' } }, (inner) => {
        answer.writeHead(inner.statusCode!, inner.headers);
        inner.pipe(answer);
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('a public URL is the issuer, whatever address is asked', async (t) => {
  const contracts = ['engagifii-revenue', 'fortis', 'oauth2'];
  await using sandbox = await startFrozen(contracts, { publicUrl: 'https://auth.example.test/gate/' });
  const listens = new URL(sandbox.control).origin;
  t.equal(sandbox.url('fortis'), 'https://auth.example.test/gate/fortis');
  const other = await sandbox.open('ci');
  const ports = [listens, await proxy(t, new URL(listens).port, '/gate'), await proxy(t, new URL(listens).port, '!')];
  for (const [mount, { clock }] of [
    ['', sandbox],
    ['/~ci', other],
  ] as const) {
    const issuer = `https://auth.example.test/gate${mount}/engagifii-revenue`;
    for (const [i, origin] of ports.entries()) {
      const base = `${origin}${i === 0 ? '' : '/gate'}${mount}/engagifii-revenue`;
      const get = async (url: string): Promise<Record<string, unknown>> =>
        (await (await fetch(url, { headers: { 'x-forwarded-host': 'evil.example' } })).json()) as Record<
          string,
          unknown
        >;
      const metadata = await get(`${base}/.well-known/oauth-authorization-server`);
      t.match(metadata, { issuer, token_endpoint: `${issuer}/oauth/token` }, base);
      // As RFC 8414 §3.1 has it: before the issuer's path.
      t.strictSame(
        await get(`${origin}/.well-known/oauth-authorization-server${new URL(base).pathname}`),
        metadata,
        'before the path',
      );
      const token = await fetch(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams(SERVICE) });
      t.equal(claims(((await token.json()) as Record<string, unknown>)['access_token'])['iss'], issuer);
      const authorize = await fetch(
        `${base}/oauth/authorize?response_type=code&client_id=revenue-web&redirect_uri=http://localhost:3000/callback`,
      );
      t.match(await authorize.text(), `action="/gate${mount}/engagifii-revenue/oauth/authorize"`, 'the form');
      const stranger = await fetch(
        `${base}/oauth/authorize?response_type=code&client_id=revenue-web&redirect_uri=http://localhost:9/`,
      );
      t.match(await stranger.text(), 'https://auth.example.test/gate/_tollgate/clients/', 'how to register');
      // A proof names the URL that clients know, and no other.
      const known = `https://auth.example.test/gate${mount}/oauth2/token`;
      const here = `${origin}${i === 0 ? '' : '/gate'}${mount}/oauth2/token`;
      const key = dpopKey();
      const prove = async (htu: string, nonce?: string): Promise<Response> =>
        fetch(here, {
          method: 'POST',
          headers: {
            authorization: `Basic ${btoa('service:secret_sandbox_service')}`,
            dpop: await dpopProof(key, 'POST', htu, { iat: Math.floor(clock.now() / 1000), nonce }),
          },
          body: new URLSearchParams({ grant_type: 'client_credentials' }),
        });
      const nonce = (await prove(known)).headers.get('dpop-nonce') ?? 'none';
      t.match(await (await prove(known, nonce)).json(), { token_type: 'DPoP' }, `a proof for ${known} at ${here}`);
      t.match(await (await prove(here, nonce)).json(), { error: 'invalid_dpop_proof' }, 'the address behind the proxy');
    }
    const credentials = await fetch(
      `${listens}/_tollgate/credentials/fortis?sandbox=${mount === '' ? 'default' : 'ci'}`,
    );
    t.equal(
      ((await credentials.json()) as { base_url: string }).base_url,
      `https://auth.example.test/gate${mount}/fortis`,
    );
    const payload = {
      timestamp: Math.floor(clock.now() / 1000),
      user_id: '11e95f8ec39de8fbdb0a4f1a',
      user_api_key: 'user_api_key_sandbox_john',
      contact_api_id: 'crm-4711',
    };
    const entered = await fetch(
      `${listens}${mount}/fortis/v2/contactsso?developer-id=fortis-developer&${new URLSearchParams({ data: Buffer.from(JSON.stringify(payload)).toString('hex') }).toString()}`,
      { redirect: 'manual' },
    );
    t.match(entered.headers.get('location'), new RegExp(`^/gate${mount}/fortis/`), 'a sign-on link');
    t.match(entered.headers.get('set-cookie'), new RegExp(`Path=/gate${mount}/fortis;.*; Secure`));
  }
  for (const publicUrl of [
    'auth.example.test',
    'ftp://a',
    'https://a?b',
    'https://a/#',
    'https://u:p@a',
    'https://a//b',
  ])
    await t.rejects(startFrozen(contracts, { publicUrl }), { message: /^"[^"\n]+" cannot be the public URL: [^\n]+$/ });
});

t.test('a public path that begins like a contract, or like paths of the contract at the root', async (t) => {
  await using named = await startFrozen(['engagifii-revenue'], { publicUrl: 'http://sso.test/engagifii-revenue' });
  const status = async (sandbox: SandboxHandle, path: string): Promise<number> =>
    (await fetch(new URL(sandbox.control).origin + path)).status;
  const metadata = '/.well-known/oauth-authorization-server';
  t.equal(await status(named, `/engagifii-revenue${metadata}`), 200, 'a proxy that takes it off');
  t.equal(await status(named, `/engagifii-revenue/engagifii-revenue${metadata}`), 200, 'one that leaves it on');
  await using root = await startFrozen(['engagifii-revenue'], {
    publicUrl: 'http://sso.test/api',
    root: 'engagifii-revenue',
  });
  t.equal(await status(root, '/api/1.0/invoice'), 400, 'its own path');
  t.equal(await status(root, metadata), 200);
});

t.test('behind a proxy, the client sees its own URLs', async (t) => {
  await using sandbox = await startFrozen(['engagifii-revenue']);
  sandbox.settings.change('engagifii-revenue', { consent: 'headless' });
  const send = clientOf(sandbox, 'engagifii-revenue', {});
  const metadata = async (headers: Headers): Promise<RawReply> =>
    send('/.well-known/oauth-authorization-server', { headers });
  const port = new URL(sandbox.control).port;
  for (const [headers, origin] of [
    [{}, `http://127.0.0.1:${port}`],
    [{ host: 'mock.local:8080' }, 'http://mock.local:8080'],
    [{ 'x-forwarded-proto': 'https' }, `https://127.0.0.1:${port}`],
    [{ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'api.example.test' }, 'https://api.example.test'],
    [
      { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'api.example.test:8443, inner' },
      'https://api.example.test:8443',
    ],
  ] as readonly (readonly [Headers, string])[]) {
    const reply = await metadata(headers);
    const issuer = `${origin}/engagifii-revenue`;
    t.equal(reply.at('/issuer'), issuer);
    t.equal(reply.at('/token_endpoint'), `${issuer}/oauth/token`);
    t.equal(reply.at('/jwks_uri'), `${issuer}/.well-known/jwks.json`);
    const token = (await send('/oauth/token', { form: SERVICE, headers })).at('/access_token');
    t.equal(claims(token)['iss'], issuer);
    const redirect = await send(
      `/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: 'revenue-web', redirect_uri: 'http://localhost:3000/callback' }).toString()}`,
      { headers },
    );
    t.equal(new URL(redirect.headers.location ?? '').searchParams.get('iss'), issuer, 'RFC 9207');
    t.equal(
      (
        await send('/api/1.0/invoice', {
          headers: { 'tenant-code': 'TENANT123', 'api-version': '1.0', authorization: `Bearer ${String(token)}` },
        })
      ).status,
      200,
      'by whatever name it is called',
    );
  }
  for (const headers of [
    { 'x-forwarded-host': 'a b' },
    { 'x-forwarded-host': 'a/b?c' },
    { 'x-forwarded-host': '' },
    { 'x-forwarded-proto': 'javascript' },
    { host: 'a b' },
    { host: '' },
    { 'x-forwarded-host': '"><script>' },
  ] as readonly Headers[]) {
    const reply = await metadata(headers);
    t.ok(reply.status < 500, JSON.stringify(headers));
    if (reply.status === 200)
      t.match(reply.at('/issuer'), /^https?:\/\/[\w.:[\]-]+\/engagifii-revenue$/, JSON.stringify(headers));
  }
});
