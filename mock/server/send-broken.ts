/** Sends an answer as a fault wants it: not at all, not whole, or slowly. */
import type { OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Wire } from '../pipeline/reply.ts';
import { after } from '../state/clock.ts';

/** Pieces that a slow body comes in. */
const PIECES = 10;

const pause = (ms: number): Promise<void> => new Promise((resolve) => void after(ms, resolve));

async function* slowly(body: Buffer, ms: number, end: number): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  for (let from = 0; from < end; from += size) {
    await pause(ms / PIECES);
    yield body.subarray(from, Math.min(from + size, end));
  }
}

/** The connection ends. @see [RFC 9112 §8](https://www.rfc-editor.org/rfc/rfc9112#section-8) on incomplete messages */
function drop(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.destroy();
}

/** Status and headers are set already. */
export function sendBroken(reply: FastifyReply, body: string | undefined, { drop: none, cut, slow = 0 }: Wire): void {
  const bytes = Buffer.from(body ?? '');
  if (none === true) return drop(reply);
  if (cut === true) {
    const headers = reply.header('content-length', Math.max(1, bytes.length)).getHeaders() as OutgoingHttpHeaders;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(reply.statusCode, headers);
    const end = Math.floor(bytes.length / 2);
    const close = (): void => void after(PIECES, () => raw.socket?.destroy());
    if (slow === 0) raw.write(bytes.subarray(0, end), close);
    else
      Readable.from(slowly(bytes, slow, end))
        .on('data', (piece: Buffer) => void raw.write(piece))
        .on('end', close);
    // Without a body nothing is written, and nothing would be cut.
    if (end === 0) raw.flushHeaders();
    return;
  }
  reply.header('content-length', bytes.length);
  reply.send(bytes.length === 0 ? undefined : Readable.from(slowly(bytes, slow, bytes.length)));
}
