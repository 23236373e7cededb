/** A receiver of webhooks for tests: a real server on this machine, which answers as it is told. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonic } from '../state/clock.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** What the next requests are answered; default 200. */
  answer: (response: ServerResponse, received: Received) => void;
  /** Waits until so many have come. */
  got(count: number): Promise<readonly Received[]>;
}

export const status =
  (code: number) =>
  (response: ServerResponse): void =>
    void response.writeHead(code).end();

const PATIENCE = 10_000;
const LOOK_EVERY = 5;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Waits for what must become true soon. */
export async function soon(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = monotonic() + PATIENCE;
  while (!(await holds())) {
    if (monotonic() > end) throw new Error(`not within ${PATIENCE} ms: ${what}`);
    await pause(LOOK_EVERY);
  }
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one: Received = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        text,
        body: JSON.parse(text) as Record<string, unknown>,
      };
      received.push(one);
      receiver.answer(response, one);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answer: status(200),
    async got(count) {
      await soon(() => received.length >= count, `${count} webhooks; ${received.length} came`);
      return received;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
