/**
 * `--port-per-contract`: every contract at the root of a port of its own, and all that a server has to offer there too.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { InputError, startSandbox } from '../../mock/index.ts';
import { run, start } from './command.ts';
import type { Running } from './command.ts';
import { workersOf } from './workers-client.ts';

t.setTimeout(120_000);

const REVENUE = 'engagifii-revenue';
const CONTRACTS = [REVENUE, 'piaxis', 'fortis'];
const SERVICE = {
  grant_type: 'client_credentials',
  client_id: 'revenue-service',
  client_secret: 'secret_sandbox_revenue_service',
};

const PERSON = {
  user_id: '11e95f8ec39de8fbdb0a4f1a',
  user_api_key: 'user_api_key_sandbox_john',
  location_id: '11e8aaaa0000000000000001',
  contact_api_id: 'crm-0815',
  first_name: 'Nora',
  last_name: 'Whitfield',
};

type Json = Record<string, any>;

async function json(url: string | URL, init?: RequestInit): Promise<Json> {
  const body: unknown = await (await fetch(url, init)).json();
  return body as Json;
}

/** As a client does whose base URL has no path: the leading slash replaces whatever stands there. */
const token = (base: string): Promise<Json> =>
  json(new URL('/oauth/token', base), { method: 'POST', body: new URLSearchParams(SERVICE) });

const invoices = (base: string, bearer: string): Promise<Response> =>
  fetch(new URL('/api/1.0/invoice', base), {
    headers: { authorization: `Bearer ${bearer}`, 'tenant-code': 'TENANT123', 'api-version': '1.0' },
  });

const claimsOf = (jwt: string): Json => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as Json;

async function listening(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** The first of some free ports in a row. */
async function freeRow(length: number): Promise<number> {
  for (;;) {
    const first = await listening(0);
    const { port } = first.address() as AddressInfo;
    const servers = [first];
    try {
      for (let i = 1; i < length; i++) servers.push(await listening(port + i));
      return port;
    } catch {
      // One of them is taken: another row.
    } finally {
      servers.forEach((server) => server.close());
      await Promise.all(servers.map((server) => once(server, 'close')));
    }
  }
}

t.test('each contract has an origin', async (t) => {
  const port = await freeRow(4);
  const server = await start('--port-per-contract', '--port', String(port), ...CONTRACTS);
  t.teardown(() => server.end());
  t.equal(server.url, `http://127.0.0.1:${port}`);
  t.strictSame(
    server.contracts,
    Object.fromEntries(CONTRACTS.map((name, i) => [name, `http://127.0.0.1:${port + 1 + i}`])),
    "the ports after the server's, in order",
  );

  const base = server.contracts[REVENUE]!;
  const { access_token } = await token(base);
  t.equal((await invoices(base, access_token)).status, 200);
  t.equal(
    (
      await fetch(`${server.url}/${REVENUE}/api/1.0/invoice`, {
        headers: { authorization: `Bearer ${access_token}`, 'tenant-code': 'TENANT123', 'api-version': '1.0' },
      })
    ).status,
    200,
    'one world, on the port of all too',
  );
  t.equal((await fetch(`${base}/${REVENUE}/api/1.0/invoice`)).status, 404, "no contract's name stands in its paths");
  t.equal((await fetch(`${base}/fortis/v2/contacts`)).status, 404, 'and no other contract there');
  const journal = await json(`${server.control}/journal?contract=${REVENUE}&status=200&order=oldest`);
  t.strictSame(
    journal.entries.map(({ url }: Json) => url),
    ['/oauth/token', '/api/1.0/invoice', `/${REVENUE}/api/1.0/invoice`],
  );

  for (const name of CONTRACTS) {
    const own = server.contracts[name]!;
    for (const origin of [server.url, ...Object.values(server.contracts)]) {
      const { base_url, example } = await json(`${origin}/_tollgate/credentials/${name}`);
      t.equal(base_url, own, `${name}, told at ${origin}`);
      // One whose secret is shown once has no example any more.
      if (name !== REVENUE) t.match(example, `${own}/`);
    }
    t.equal(
      (await json(`http://localhost:${new URL(own).port}/_tollgate/credentials/${name}`)).base_url,
      own.replace('127.0.0.1', 'localhost'),
      'as the client calls the host',
    );
  }
  const { contracts } = await json(`${base}/_tollgate/contracts`);
  t.strictSame(Object.fromEntries(contracts.map(({ name, base_url }: Json) => [name, base_url])), server.contracts);
});

t.test('what a contract says of itself is right there', async (t) => {
  const server = await start('--port-per-contract', ...CONTRACTS);
  t.teardown(() => server.end());
  const base = server.contracts[REVENUE]!;
  const metadata = await json(`${base}/.well-known/oauth-authorization-server`);
  t.match(metadata, { issuer: base, token_endpoint: `${base}/oauth/token`, jwks_uri: new RegExp(`^${base}/`) });
  t.equal((await fetch(metadata.jwks_uri)).status, 200);
  t.equal(claimsOf((await token(base)).access_token).iss, base);

  const made = await json(`${base}/_tollgate/sandboxes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"ci-7"}',
  });
  t.strictSame(
    made.base_urls,
    Object.fromEntries(Object.entries(server.contracts).map(([name, url]) => [name, `${url}/~ci-7`])),
  );
  const inside = `${base}/~ci-7`;
  const issued = await json(`${inside}/oauth/token`, { method: 'POST', body: new URLSearchParams(SERVICE) });
  t.equal(claimsOf(issued.access_token).iss, inside);
  const asked = (url: string): Promise<Response> =>
    fetch(`${url}/api/1.0/invoice`, {
      headers: { authorization: `Bearer ${issued.access_token}`, 'tenant-code': 'TENANT123', 'api-version': '1.0' },
    });
  t.equal((await asked(inside)).status, 200);
  t.equal((await asked(`${server.url}/~ci-7/${REVENUE}`)).status, 200, 'the same sandbox on the port of all');
  t.equal((await asked(base)).status, 401, 'another than the default one');
  t.equal(
    (await json(`${base}/.well-known/oauth-authorization-server/~ci-7`)).issuer,
    inside,
    "RFC 8414 §3.1: the well-known path before the issuer's",
  );
  t.equal((await json(`${base}/~ci-7/_tollgate/health`)).status, 'ok');
  t.equal((await fetch(`${base}/~nobody/oauth/token`, { method: 'POST' })).status, 404);

  const piaxis = server.contracts['piaxis']!;
  const page = await (
    await fetch(
      `${piaxis}/api/authorize?merchant_id=096b723a-45c5-4957-94d7-747835136265&redirect_uri=http://localhost:3000/callback&response_type=code&scope=payments:create&state=x`,
    )
  ).text();
  t.match(page, /action="\/api\/authorize/, 'the consent page posts to the root');
  t.match(await run('verify', 'piaxis', '--base-url', piaxis, '--only', 'oauth', '--only', 'otp'), {
    code: 0,
    stdout: /[1-9]\d+ passed, 0 failed/,
  });
});

t.test('a sign-on link leads on at the root, and its cookie goes no further', async (t) => {
  const server = await start('--port-per-contract', 'fortis');
  t.teardown(() => server.end());
  const base = server.contracts['fortis']!;
  const [at, below] = await Promise.all(
    [base, `${server.url}/fortis`].map(async (url) => {
      const data = Buffer.from(JSON.stringify({ ...PERSON, timestamp: Math.floor(Date.now() / 1_000) })).toString(
        'hex',
      );
      const { headers } = await fetch(`${url}/v2/contactsso?developer-id=fortis-developer&data=${data}`, {
        redirect: 'manual',
      });
      return { location: headers.get('location'), cookie: headers.get('set-cookie') };
    }),
  );
  t.match(at, { location: /^\/(?!fortis)/, cookie: /; Path=\/;/ });
  t.match(below, { location: /^\/fortis\//, cookie: /; Path=\/fortis;/ });
});

t.test('over TLS, on every address of localhost', async (t) => {
  const server = await start('--port-per-contract', '--tls', '--host', 'localhost', 'piaxis');
  t.teardown(() => server.end());
  t.match(server.contracts['piaxis'], /^https:/);
  const { port } = new URL(server.contracts['piaxis']!);
  const { connect } = await import('node:tls');
  const { lookup } = await import('node:dns/promises');
  for (const { address } of await lookup('localhost', { all: true })) {
    const socket = connect({ host: address, port: Number(port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    socket.write(`GET /_tollgate/credentials/piaxis HTTP/1.1\r\nhost: localhost:${port}\r\nconnection: close\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket.setEncoding('utf8')) answer += chunk as string;
    t.match(answer, new RegExp(`^HTTP/1\\.1 200[^]*"base_url":"https://localhost:${port}"`), address);
  }
});

/** Until a condition holds; the test's own time is the limit. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

t.test('many processes share every port, and keep them', async (t) => {
  const server: Running = await start(
    '--port-per-contract',
    '--workers',
    '2',
    '--store',
    `file:${t.testdir({})}/state`,
    REVENUE,
    'piaxis',
  );
  t.teardown(() => server.end());
  const base = server.contracts[REVENUE]!;
  t.not(base, server.contracts['piaxis']);
  const { access_token } = await token(base);
  const statuses = await Promise.all(
    Array.from({ length: 24 }, async () => (await invoices(base, access_token)).status),
  );
  t.strictSame(statuses, Array(24).fill(200), 'whichever of them answers');
  const before = workersOf(server);
  t.equal(before.length, 2);
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await until(() => workersOf(server).length === 2 && workersOf(server).every((pid) => !before.includes(pid)));
  for (const url of Object.values(server.contracts)) {
    let health: Json = {};
    // A connection that was handed to a process that died is never answered.
    const ask = () => json(`${url}/_tollgate/health`, { signal: AbortSignal.timeout(1_000) });
    await until(async () => (health = await ask().catch((): Json => ({}))).status === 'ok');
    t.equal(health.status, 'ok', `${url} is served again`);
  }
  t.equal((await invoices(base, access_token)).status, 200);
  const ended = await server.end();
  t.match(ended, { code: 0 });
});

t.test('what cannot be is one line', async (t) => {
  const refused = async (wanted: RegExp, ...args: readonly string[]): Promise<void> => {
    const { code, stderr, stdout } = await run('mock', '--port-per-contract', ...args);
    t.match({ code, stdout }, { code: 2, stdout: '' });
    t.match(stderr, wanted);
    t.equal(stderr.split('\n').length, 2, stderr);
  };
  await refused(
    /^tollgate: a contract at the root \(--root piaxis\) and a port for each \(--port-per-contract\) exclude each other; use one of them\n$/,
    'piaxis',
    '--root',
    'piaxis',
  );
  await refused(
    /^tollgate: --port-per-contract takes the 2 ports after 65534, .*choose a --port up to 65533\n$/,
    'piaxis',
    'fortis',
    '--port',
    '65534',
  );
  const port = await freeRow(3);
  const taken = await listening(port + 2);
  t.teardown(() => taken.close());
  const line = new RegExp(`^tollgate: cannot listen on 127\\.0\\.0\\.1:${port + 2}: the port is taken; .*\n$`);
  await refused(line, 'piaxis', 'fortis', '--port', String(port));
  await refused(
    line,
    'piaxis',
    'fortis',
    '--port',
    String(port),
    '--workers',
    '2',
    '--store',
    `file:${t.testdir({})}/state`,
  );
});

t.test('as a library', async (t) => {
  const [first, second] = [await freeRow(1), await freeRow(1)];
  await using sandbox = await startSandbox({ contracts: ['piaxis', 'fortis'], portPerContract: [first, second] });
  t.equal(sandbox.url('piaxis'), `http://127.0.0.1:${first}`);
  t.equal((await sandbox.credentials('fortis')).base_url, `http://127.0.0.1:${second}`);
  await using own = await sandbox.open('mine');
  t.equal(own.url('piaxis'), `http://127.0.0.1:${first}/~mine`);
  t.equal(
    (await fetch(`${own.url('piaxis')}/api/account/settings`, { headers: { 'api-key': 'pk_test_nile_market' } }))
      .status,
    200,
  );
  for (const options of [
    { portPerContract: true, root: 'piaxis' },
    { portPerContract: [1] },
    { portPerContract: [70_000, 1] },
    { portPerContract: true, port: 65_535 },
  ]) {
    await t.rejects(startSandbox({ contracts: ['piaxis', 'fortis'], ...options }), InputError);
  }
  await t.rejects(startSandbox({ contracts: ['piaxis', 'fortis'], portPerContract: [0, first] }), {
    code: 'EADDRINUSE',
  });
});
