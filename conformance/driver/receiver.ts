/** A receiver of webhooks, on this machine, for as long as a check runs. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonic, pause } from '../machine-clock.ts';
import { parseJson } from './json-values.ts';

export interface Webhook {
  readonly method: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly body: unknown;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Webhook[];
  /** What the next ones are answered. */
  status: number;
  /** Waits until so many have come, for a moment. @returns whether they have */
  got(count: number): Promise<boolean>;
  /** Waits until it is so, for a moment. @returns whether it is */
  until(done: () => boolean): Promise<boolean>;
  /** Gives what should not come the time to come. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds that a webhook is waited for. */
export const PATIENCE = 4_000;
const LOOK_EVERY = 10;
/** Milliseconds within which a sandbox on this machine sends what is due. */
const QUIET = 150;

export async function startReceiver(): Promise<Receiver> {
  const received: Webhook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      received.push({
        method: request.method ?? '',
        headers: request.headers,
        contentType: request.headers['content-type'] ?? '',
        text,
        body: parseJson(text),
      });
      response.writeHead(receiver.status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    status: 200,
    got: (count) => receiver.until(() => received.length >= count),
    async until(done) {
      for (const end = monotonic() + PATIENCE; !done() && monotonic() < end; ) await pause(LOOK_EVERY);
      return done();
    },
    quiet: () => pause(QUIET),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
