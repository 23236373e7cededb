/**
 * Requests that nobody honest sends: each is refused in words or harmless, the server goes on, and nothing of one request
 * reaches another.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import t from 'tap';
import { startSandbox } from '../index.ts';
import { rawClient } from './raw-client.ts';

const GOOD = { 'api-key': 'pk_test_nile_market' };
const READ = '/api/account/settings';

const sandbox = await startSandbox({ contracts: ['piaxis', 'engagifii-revenue', 'oauth2'] });
t.teardown(() => sandbox.close());
const piaxis = rawClient(sandbox.url('piaxis'), GOOD);
const { host, hostname, port } = new URL(sandbox.url('piaxis'));

/** Everything that is answered to these bytes until the connection ends or stays silent. */
function exchange(bytes: string | Buffer, to = port, silence = 500): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(to), hostname);
    let answer = '';
    socket.setEncoding('latin1');
    socket.setTimeout(silence, () => socket.destroy());
    socket.on('data', (text: string) => (answer += text));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(bytes);
  });
}

const statuses = (answer: string): number[] =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

const head = (...lines: readonly string[]): string =>
  [
    `POST /piaxis/api/auth/request-otp HTTP/1.1`,
    `Host: ${host}`,
    'api-key: pk_test_nile_market',
    ...lines,
    '',
    '',
  ].join('\r\n');

/** What would be a request of its own, if its length were read otherwise. */
const SMUGGLED = `GET /piaxis${READ} HTTP/1.1\r\nHost: ${host}\r\napi-key: pk_test_nile_market\r\n\r\n`;

t.test('a whole URL as the target of a request means its path, behind the same guards', async (t) => {
  const target = (url: string, ...headers: readonly string[]): Promise<string> =>
    exchange([`GET ${url} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n'));
  const url = `http://${host}/piaxis${READ}`;
  t.same(statuses(await target(url, 'api-key: pk_test_nile_market')), [200]);
  t.same(statuses(await target(url)), [401]);
});

t.test('requests whose end can be read in two ways are not read at all', async (t) => {
  const cases: Readonly<Record<string, string>> = {
    'two lengths': head('Content-Length: 5', `Content-Length: ${5 + SMUGGLED.length}`) + 'hello' + SMUGGLED,
    'one length twice': head('Content-Length: 5', 'Content-Length: 5') + 'hello' + SMUGGLED,
    'chunks and a length': head('Transfer-Encoding: chunked', 'Content-Length: 4') + '0\r\n\r\n' + SMUGGLED,
    'chunks told twice': head('Transfer-Encoding: chunked', 'Transfer-Encoding: identity') + '0\r\n\r\n' + SMUGGLED,
    'a size that is none': head('Transfer-Encoding: chunked') + '0x5\r\nhello\r\n0\r\n\r\n' + SMUGGLED,
    'a negative length': head('Content-Length: -5') + SMUGGLED,
    'a length with a sign': head('Content-Length: +5') + 'hello' + SMUGGLED,
    'a folded header': head('X-Long: one', ' two') + SMUGGLED,
    'a space before the colon': head('Content-Length : 5') + 'hello' + SMUGGLED,
    'a zero byte': head('X-Zero: a\0b') + SMUGGLED,
    'a bare line feed': `GET /piaxis${READ} HTTP/1.1\nHost: ${host}\n\n${SMUGGLED}`,
  };
  for (const [what, bytes] of Object.entries(cases)) {
    const answer = await exchange(bytes);
    t.strictSame(statuses(answer), [400], what);
  }
  t.equal((await piaxis(READ)).status, 200, 'the server goes on');
});

t.test('what a client names comes back as a value, never as a header', async (t) => {
  for (const id of [
    'a%0d%0aSet-Cookie: stolen=1',
    'a\\r\\nSet-Cookie: stolen=1',
    '<script>alert(1)</script>',
    '"><b>',
  ]) {
    const { headers, status } = await piaxis(READ, { headers: { 'x-request-id': id } });
    t.equal(status, 200, id);
    t.equal(headers['set-cookie'], undefined);
  }
  const answer = await exchange(
    Buffer.from(`GET /piaxis${READ} HTTP/1.1\r\nHost: ${host}\r\nX-Request-ID: \x80\xff\r\n\r\n`, 'latin1'),
  );
  t.notMatch(answer, /\x80\xff/, 'bytes that are no text are not echoed');
});

t.test('names of every object are names like others', async (t) => {
  const revenue = rawClient(sandbox.url('engagifii-revenue'), {
    'api-version': '1.0',
    'tenant-code': 'TENANT123',
    'x-api-key': 'pk_test_abc123',
    'x-api-secret': 'sk_sandbox_xyz789',
  });
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  for (const name of names) {
    const answers = [
      await piaxis(`${READ}?${name}=1&${name}[polluted]=1`),
      await piaxis('/api/auth/request-otp', {
        body: `{"${name}":{"polluted":1},"operation":"escrow_release"}`,
        headers: { 'content-type': 'application/json' },
      }),
      await revenue('/api/1.0/invoice', { method: 'GET', headers: { 'tenant-code': name } }),
      await rawClient(sandbox.url('oauth2'))('/token', {
        body: `grant_type=${name}&${name}=1&${name}[polluted]=1`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
      await piaxis(`/${name}`),
      await fetch(`${sandbox.control}/settings/${name}`),
      await fetch(`${sandbox.control}/sandboxes/${name}`),
    ];
    t.ok(
      answers.every(({ status }) => status < 500),
      `${name}: ${answers.map(({ status }) => status).join()}`,
    );
    t.equal(({} as Record<string, unknown>)['polluted'], undefined);
  }
  const changed = await fetch(`${sandbox.control}/settings/piaxis`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"rate_limits":{"__proto__":{"limit":1,"window_seconds":1}}}',
  });
  t.equal(changed.status, 400, 'a class of that name is unknown');
  t.equal(({} as Record<string, unknown>)['limit'], undefined);
});

t.test('bodies made to exhaust the reader', async (t) => {
  const json = { 'content-type': 'application/json' };
  const deep = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels);
  for (const body of [deep(200_000, '[', ']'), deep(100_000, '{"a":', '}').replace(':}', ':1}'), '['.repeat(500_000)]) {
    const { status } = await piaxis('/api/auth/request-otp', { body, headers: json });
    t.ok(status >= 400 && status < 500, `${body.slice(0, 10)}… ${body.length}: ${status}`);
    const control = await fetch(`${sandbox.control}/sandboxes`, { method: 'POST', headers: json, body });
    t.ok(control.status >= 400 && control.status < 500, `control plane: ${control.status}`);
  }
  const many = Array.from({ length: 50_000 }, (_, i) => `p${i}=1`).join('&');
  const form = await rawClient(sandbox.url('oauth2'))('/token', {
    body: many,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  t.equal(form.status, 400, 'fifty thousand parameters');
  t.equal((await piaxis(READ)).status, 200, 'the server goes on');
});

t.test('the control plane answers no web page and no rebound name', async (t) => {
  const control = rawClient(sandbox.control);
  const status = async (headers: Readonly<Record<string, string>>): Promise<number> =>
    (await control('/clock', { headers })).status;
  t.equal(await status({ host }), 200);
  const refused: readonly Readonly<Record<string, string>>[] = [
    { host: 'rebound.example' },
    { host: `127.0.0.1.rebound.example:${port}` },
    { host: `localhost.rebound.example:${port}` },
    { host, origin: 'null' },
    { host, origin: 'https://evil.example' },
    { host, origin: `http://${host}.evil.example` },
    { host, origin: 'file://' },
    { host, 'x-forwarded-for': '203.0.113.9' },
  ];
  for (const headers of refused) t.equal(await status(headers), 403, JSON.stringify(headers));
});

const REQUEST_MS = 400;
const CONNECTIONS = 12;

/** One that has little patience and little room. */
const small = await startSandbox({
  contracts: ['piaxis'],
  requestTimeoutMs: REQUEST_MS,
  maxConnections: CONNECTIONS,
  maxBodyBytes: 100_000,
});
t.teardown(() => small.close());
const smallUrl = new URL(small.url('piaxis'));

/** Connections that say so much, and wait. @returns what closes them */
async function waiting(count: number, bytes: string): Promise<() => void> {
  const sockets = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve) => {
          const socket = connect(Number(smallUrl.port), hostname, () => {
            socket.write(bytes);
            resolve(socket);
          });
          socket.on('error', () => undefined).resume();
        }),
    ),
  );
  return () => sockets.forEach((socket) => socket.destroy());
}

/** Answers at once, or says why not. */
const read = async (): Promise<number | string> =>
  fetch(`${smallUrl.href}${READ}`, { headers: { ...GOOD, connection: 'close' } }).then(
    ({ status }) => status,
    (error: unknown) => String(error),
  );

t.test('a request that comes too slowly is given up, and holds up nobody', async (t) => {
  const half = head('Content-Length: 500', 'Content-Type: application/json');
  for (const [what, bytes] of Object.entries({
    'half the headers': half.slice(0, 60),
    'half the body': `${half}{"operation":`,
    'a chunk that does not come': `${head('Transfer-Encoding: chunked')}5\r\nhe`,
    nothing: '',
  })) {
    const started = performance.now();
    const answer = exchange(bytes, smallUrl.port, 4_000);
    t.equal(await read(), 200, `${what}: others are answered meanwhile`);
    t.match(await answer, what === 'nothing' ? /^$|408/ : /^HTTP\/1\.1 408 /, what);
    const took = performance.now() - started;
    t.ok(took > REQUEST_MS / 2 && took < REQUEST_MS * 6, `${what}: after ${Math.round(took)} ms`);
  }
});

t.test('bodies that come at once have only so much room, whoever they come from', async (t) => {
  const large = 'x'.repeat(90_000);
  const upload = (body: string) =>
    rawClient(smallUrl.href, GOOD)('/api/auth/request-otp', { body, headers: { 'content-type': 'application/json' } });
  const end = await waiting(1, `${head('Content-Length: 95000', 'Content-Type: application/json')}${large}`);
  const [refused, few, unknown, control] = await Promise.all([
    upload(large),
    upload('{}'),
    rawClient(smallUrl.origin)('/nowhere', { body: large }),
    rawClient(small.control)('/sandboxes', { body: 'x'.repeat(60_000) }),
  ]);
  end();
  t.equal(refused.status, 503, refused.text);
  t.equal(few.status, 400, 'small ones are read');
  t.equal(unknown.status, 404, 'what has no route is told so, whatever is wrong with its body');
  t.equal(control.status, 507, 'at the control plane');
  const entry = await rawClient(small.control)(`/journal/${String(refused.headers['x-tollgate-request'])}`);
  t.match(entry.at('/refusal/expected'), /at most 100000 bytes of request bodies .*--max-body-bytes/);
  t.equal(entry.at('/refusal/explanation/mistake'), 'sandbox-full');
  for (let i = 0; i < 5; i++) t.not((await upload(large)).status, 503, 'what was answered makes room');
});

t.test('connections are turned away beyond so many', async (t) => {
  const end = await waiting(CONNECTIONS, '');
  t.type(await read(), 'string', 'one more is closed');
  end();
  let status: number | string = 0;
  for (let i = 0; i < 20 && status !== 200; i++) status = await read();
  t.equal(status, 200, 'and is answered when others have gone');
});
