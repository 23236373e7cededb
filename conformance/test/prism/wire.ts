/** Requests and answers as they are on the wire, sent and served without a change. */
import { createServer, request as send } from 'node:http';
import type { Agent, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Header fields in the raw form: name, value, name, value. */
export type Fields = readonly string[];

export interface WireRequest {
  readonly method: string;
  /** Path and query, letter for letter. */
  readonly url: string;
  readonly headers: Fields;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Fields;
  readonly body: Buffer;
}

export interface WireServer {
  readonly origin: string;
  close(): Promise<unknown>;
}

/** @param name in lower case */
export const field = (fields: Fields, name: string): string | undefined =>
  fields.find((_, i) => i % 2 === 1 && fields[i - 1]!.toLowerCase() === name);

/** Node's own reader makes a Blob first, which takes longer than the rest of an exchange. */
const bytesOf = async (incoming: IncomingMessage): Promise<Buffer> =>
  Buffer.concat((await incoming.toArray()) as Buffer[]);

/** @throws the socket's error */
export function ask(origin: string, agent: Agent, { method, url, headers, body }: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = send(origin, { agent, method, path: url, headers }, (answer) => {
      bytesOf(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.rawHeaders, body: read }),
        reject,
      );
    });
    // A body that is too large is answered before it was all sent; the answer has then settled the promise already.
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const body = await bytesOf(incoming);
  return { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.rawHeaders, body };
}

/** Serves on a free port. Where the handler fails, the connection breaks. */
export async function serve(handler: (request: WireRequest) => Promise<WireAnswer>): Promise<WireServer> {
  // Connections are never closed for being idle: a request sent at that moment would be lost.
  const server: Server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (incoming, response) => {
    readRequest(incoming)
      .then(handler)
      .then(
        ({ status, headers, body }) => response.writeHead(status, [...headers]).end(body),
        () => response.destroy(),
      );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
