/** Answers of every form, as bytes on the wire: what is read without Node's client reads as Node's client would have it. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import t from 'tap';
import { createHttpClient } from '../driver/http-client.ts';
import type { HttpClient, HttpRequest } from '../driver/http-client.ts';
import { pause } from '../machine-clock.ts';

const TIMEOUT_MS = 2000;

interface Served extends AsyncDisposable {
  readonly client: HttpClient;
  /** All that the server was sent, connection by connection. */
  readonly got: readonly string[];
  ask(more?: Partial<HttpRequest>): ReturnType<HttpClient['send']>;
}

/** A server that answers the nth request of all with the nth script, whatever is asked. */
async function serve(...answers: readonly ((socket: Socket) => unknown)[]): Promise<Served> {
  const got: string[] = [];
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const place = got.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      got[place] = got[place]! + bytes.toString('latin1');
      answers[Math.min(count++, answers.length - 1)]!(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createHttpClient(undefined, TIMEOUT_MS);
  return {
    client,
    got,
    ask: (more) =>
      client.send(
        {
          method: 'GET',
          url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`,
          headers: [],
          body: undefined,
          ...more,
        },
        TIMEOUT_MS,
      ),
    async [Symbol.asyncDispose]() {
      client.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const write =
  (...parts: readonly string[]) =>
  async (socket: Socket): Promise<void> => {
    for (const part of parts) {
      socket.write(part, 'latin1');
      await pause(5);
    }
  };

const OK = 'HTTP/1.1 200 OK\r\n';
const PLAIN = `${OK}Content-Length: 2\r\n\r\nhi`;

t.test('a plain answer', async (t) => {
  await using served = await serve(
    write(
      `${OK}Set-Cookie: a=1\r\nset-cookie:b=2 \r\nX-Empty:\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n\xe2\x82\xac`,
    ),
    write(PLAIN),
  );
  t.match(await served.ask(), {
    status: 200,
    answerHeaders: { 'set-cookie': 'a=1, b=2', 'x-empty': '', 'content-type': 'text/plain', 'content-length': '3' },
    answerBody: '€',
  });
  t.match(
    await served.ask({
      method: 'POST',
      headers: [
        ['X-Key', 'a'],
        ['x-key', 'b'],
      ],
      body: '{"a":"é"}',
    }),
    { status: 200, answerBody: 'hi' },
  );
  t.equal(served.got.length, 1, 'both went over one connection');
  const host = /Host: \S+/.exec(served.got[0]!)![0];
  t.equal(
    served.got[0],
    `GET /a HTTP/1.1\r\n${host}\r\nConnection: keep-alive\r\n\r\nPOST /a HTTP/1.1\r\n${host}\r\nX-Key: a\r\nx-key: b\r\nContent-Length: 10\r\nConnection: keep-alive\r\n\r\n{"a":"\xc3\xa9"}`,
  );
});

const FORMS: readonly (readonly [name: string, parts: readonly string[], wanted: object, ends?: boolean])[] = [
  ['comes in pieces', ['HTTP/1.1 2', '00 OK\r\nConte', 'nt-Length: 4\r\n\r', '\nab', 'cd'], { answerBody: 'abcd' }],
  ['has chunks', [`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n`, '1\r\nc\r\n0\r\n\r\n'], { answerBody: 'abc' }],
  [
    'has chunks and a trailer',
    [`${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-T: 1\r\n\r\n`],
    { answerBody: 'ab' },
  ],
  [
    'comes after an interim one',
    ['HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', PLAIN],
    { status: 200, answerBody: 'hi' },
  ],
  [
    'ends with its connection',
    [`${OK}X-A: 1\r\n\r\nab`, 'cd'],
    { answerHeaders: { 'x-a': '1' }, answerBody: 'abcd' },
    true,
  ],
  ['has no body by its status', ['HTTP/1.1 204 No Content\r\n\r\n'], { status: 204, answerBody: '' }],
  ['has no reason phrase', ['HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n'], { status: 404, answerBody: '' }],
];

for (const [name, parts, wanted, ends] of FORMS)
  t.test(`an answer that ${name}`, async (t) => {
    await using served = await serve(async (socket) => {
      await write(...parts)(socket);
      if (ends === true) socket.end();
    });
    t.match(await served.ask(), { status: 200, ...wanted });
    t.match(await served.ask(), { status: 200, ...wanted }, 'so is the next');
  });

t.test('an answer to HEAD has no body, whatever its length', async (t) => {
  await using served = await serve(write(`${OK}Content-Length: 20\r\n\r\n`), write(PLAIN));
  t.match(await served.ask({ method: 'HEAD' }), {
    status: 200,
    answerHeaders: { 'content-length': '20' },
    answerBody: '',
  });
  t.match(await served.ask(), { answerBody: 'hi' });
  t.equal(served.got.length, 1);
});

const BROKEN: readonly (readonly [name: string, part: string, wanted: RegExp])[] = [
  ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', /HPE_INVALID_CONSTANT|Parse Error/],
  ['a space in a name', `${OK}X Y: 1\r\nContent-Length: 0\r\n\r\n`, /HPE_INVALID_HEADER_TOKEN|Parse Error/],
  ['two lengths', `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, /HPE_UNEXPECTED_CONTENT_LENGTH|Parse Error/],
  ['a body cut short', `${OK}Content-Length: 9\r\n\r\nab`, /closes the connection without an answer/],
  ['half a head', `${OK}Content-Le`, /closes the connection|Parse Error/],
  ['nothing', '', /closes the connection without an answer/],
];

for (const [name, part, wanted] of BROKEN)
  t.test(`an answer with ${name}`, async (t) => {
    await using served = await serve((socket) => socket.end(part));
    await t.rejects(served.ask(), wanted);
  });

t.test('connections that the server closes', async (t) => {
  await using served = await serve(
    write(PLAIN),
    (socket) => socket.destroy(),
    write(`${OK}Connection: close\r\nContent-Length: 1\r\n\r\na`),
    write(`${OK}Keep-Alive: timeout=1\r\nContent-Length: 1\r\n\r\nb`),
    write(PLAIN),
  );
  t.match(await served.ask(), { answerBody: 'hi' });
  t.match(await served.ask(), { answerBody: 'a' }, 'one that was closed meanwhile is not the answer');
  t.match(await served.ask(), { answerBody: 'b' });
  t.match(await served.ask(), { answerBody: 'hi' });
  t.equal(served.got.length, 4, 'one that ends, or is about to, is not used again');
});

t.test('a server that is silent', async (t) => {
  await using served = await serve(() => undefined);
  await t.rejects(served.ask(), /timed out: no answer within 2000 ms/);
});

t.test('many at once', async (t) => {
  await using served = await serve(write(PLAIN));
  const answers = await Promise.all(Array.from({ length: 300 }, () => served.ask()));
  t.ok(answers.every(({ answerBody }) => answerBody === 'hi'));
  t.equal(served.got.length, 256);
});
