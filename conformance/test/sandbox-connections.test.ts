/** The suite's own connections to a sandbox: what goes over them comes back whole, and what is not plain is left alone. */
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { createSandboxConnections } from '../driver/sandbox-connections.ts';
import type { PlainRequest, SandboxConnections } from '../driver/sandbox-connections.ts';

interface Started {
  readonly connections: SandboxConnections;
  readonly host: string;
  /** What the server was sent, by connection. */
  readonly asked: string[][];
}

/** @param answer called with each request and how many there were before on all connections */
async function start(t: Test, answer: (socket: Socket, count: number) => void, timeoutMs = 5_000): Promise<Started> {
  const asked: string[][] = [];
  let count = 0;
  const server = net.createServer((socket) => {
    const own: string[] = [];
    asked.push(own);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      own.push(bytes.toString());
      answer(socket, count++);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connections = createSandboxConnections(`http://${host}/acme`, timeoutMs);
  t.teardown(() => {
    connections.close();
    server.close();
  });
  return { connections, host, asked };
}

const get = (host: string, rest: Partial<PlainRequest> = {}): PlainRequest => ({
  host,
  method: 'GET',
  target: '/acme/a//../b?q=%41',
  headers: [['Host', host]],
  body: undefined,
  ...rest,
});

const ok = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

t.test('a request goes as it is given, and its answer comes back whole', async (t) => {
  const { connections, host, asked } = await start(t, (socket) => {
    const text = Buffer.from(
      'HTTP/1.1 201 Created\r\nX-Twice: a\r\nx-twice:  b \r\nContent-Length: 5\r\n\r\nzo\u00eb!',
    );
    // In pieces, one of them within a letter.
    for (const [at, end] of [
      [0, 20],
      [20, text.length - 2],
      [text.length - 2, text.length],
    ] as const)
      setTimeout(() => socket.write(text.subarray(at, end)), at * 2);
  });
  const headers = [
    ['Host', host],
    ['X-Two', '1'],
    ['x-TWO', '2'],
    ['Content-Length', '3'],
  ] as const;
  t.same(await connections.send(get(host, { method: 'PUT', headers, body: 'raw' })), {
    status: 201,
    headers: { 'x-twice': 'a, b', 'content-length': '5' },
    body: 'zo\u00eb!',
  });
  t.equal(
    asked[0]![0],
    `PUT /acme/a//../b?q=%41 HTTP/1.1\r\nHost: ${host}\r\nX-Two: 1\r\nx-TWO: 2\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\nraw`,
  );
});

t.test('an answer may have no body, and say how long it would be', async (t) => {
  const { connections, host, asked } = await start(t, (socket, count) => {
    socket.write(count === 0 ? 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n' : 'HTTP/1.1 204 No Content\r\n\r\n');
  });
  t.match(await connections.send(get(host, { method: 'HEAD' })), { status: 200, body: '' });
  t.match(await connections.send(get(host, { method: 'DELETE' })), { status: 204, body: '' });
  t.equal(asked.length, 1, 'one connection carries both');
});

t.test('a connection that the server closed meanwhile is no fault of its', async (t) => {
  const { connections, host, asked } = await start(t, (socket, count) => {
    // The second is read, and its connection ends before anything is said.
    if (count === 1) socket.destroy();
    else socket.write(ok(`${count}`));
  });
  t.match(await connections.send(get(host)), { body: '0' });
  t.match(await connections.send(get(host)), { body: '2' }, 'it is asked again, over a new one');
  t.equal(asked.length, 2);
});

t.test('a new connection that ends without an answer is told, and so is one in the middle', async (t) => {
  for (const half of ['', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf']) {
    const { connections, host } = await start(t, (socket) => void socket.end(half));
    await t.rejects(connections.send(get(host))!, { code: 'ECONNRESET' });
  }
});

t.test('an answer that does not come is not waited for', async (t) => {
  const { connections, host } = await start(t, () => undefined, 100);
  await t.rejects(connections.send(get(host))!, { code: 'timed out:' });
});

t.test('an answer that does not say how long it is is no answer of a sandbox', async (t) => {
  for (const text of ['HTTP/1.1 200 OK\r\n\r\n', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n']) {
    const { connections, host } = await start(t, (socket) => void socket.write(text));
    await t.rejects(connections.send(get(host))!, /how long its answer is/);
  }
});

t.test("what is not plain is left to Node's client", async (t) => {
  const { connections, host, asked } = await start(t, (socket) => void socket.write(ok('')));
  const left: Partial<PlainRequest>[] = [
    { host: 'example.com' },
    { method: 'TRACE' },
    { target: '/a b' },
    { target: '/\u00e9' },
    ...['Expect', 'TRANSFER-encoding', 'Connection', 'upgrade'].map((name) => ({ headers: [[name, 'x'] as const] })),
    { headers: [['X-A', 'a\r\nX-B: b']] },
    { headers: [['X-A', '\u00e9']] },
    { headers: [['X A', 'a']] },
  ];
  for (const rest of left) t.equal(connections.send(get(host, rest)), undefined, JSON.stringify(rest));
  t.equal(asked.length, 0);
});
