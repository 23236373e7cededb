/** One request sent many times over one connection. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { BurstAnswer } from '../driver/burst.ts';
import { answerReader } from '../driver/burst.ts';
import { createHttpClient } from '../driver/http-client.ts';

const LIMIT = 40;

async function burstAt(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  body?: string,
): Promise<readonly BurstAnswer[]> {
  let count = 0;
  const server = createServer((request, response) => answer(request, response, ++count)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const client = createHttpClient();
  try {
    return await client.burst(
      {
        method: body === undefined ? 'GET' : 'POST',
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`,
        headers: [['X-Key', 'k']],
        body,
      },
      100,
      5000,
    );
  } finally {
    client.close();
    server.closeAllConnections();
    server.close();
  }
}

t.test('answers come in the order of the requests, whatever the bodies hold', async (t) => {
  const seen = new Set<string>();
  const text = 'HTTP/1.1 429 Zu viel ✋\r\n\r\n';
  const answers = await burstAt((request, response, count) => {
    let sent = '';
    request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    request.on('end', () => {
      seen.add([request.method, request.url, request.headers['x-key'], sent].join(' '));
      if (count % 10 === 0) response.writeHead(204).end();
      else response.writeHead(count <= LIMIT ? 200 : 429, { 'Content-Length': Buffer.byteLength(text) }).end(text);
    });
  }, '{"a":1}');
  t.strictSame([...seen], ['POST /a?b=c k {"a":1}'], 'each is the request that was given');
  t.strictSame(
    answers,
    Array.from({ length: 100 }, (_, i) =>
      (i + 1) % 10 === 0 ? { status: 204, body: '' } : { status: i < LIMIT ? 200 : 429, body: text },
    ),
  );
});

t.test(
  'an answer that does not say how long it is, and a connection that ends, are errors and no shorter list',
  async (t) => {
    await t.rejects(
      burstAt((_request, response) => {
        response.write('chunk');
        response.end();
      }),
      /does not say how long it is/,
    );
    await t.rejects(
      burstAt((request, response, count) => {
        // Of the socket: a reply that waits for its turn has none, and newer Nodes then close nothing.
        if (count === 7) request.socket.destroy();
        else response.writeHead(200, { 'Content-Length': 0 }).end();
      }),
      /closes the connection after \d+ of 100 answers|ECONNRESET/,
    );
  },
);

t.test('answers may come in any pieces', (t) => {
  const text = Buffer.from(
    'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabcHTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n',
  );
  for (let size = 1; size <= text.length; size++) {
    const read = answerReader();
    const found: BurstAnswer[] = [];
    for (let at = 0; at < text.length; at += size) found.push(...read(text.subarray(at, at + size)));
    t.strictSame(
      found,
      [
        { status: 200, body: 'abc' },
        { status: 429, body: '' },
      ],
      `pieces of ${size} bytes`,
    );
  }
  t.end();
});
