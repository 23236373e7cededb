/**
 * An answer leaves in one write. Node ends each by an empty chunk, which only carries a callback; with it there are two
 * chunks to gather for the system, and that costs a tenth of a whole request.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

type Write = (chunk: string | Uint8Array, encoding?: BufferEncoding, done?: (error?: Error | null) => void) => boolean;

function withoutEmptyChunks(socket: Socket): void {
  const write = socket.write as Write;
  const lean: Write = (chunk, encoding, done) => {
    if (chunk !== '' || done === undefined) return write.call(socket, chunk, encoding, done);
    // After the chunks before it are handed over, which is when the caller lets go of them, at the end of this turn.
    process.nextTick(done);
    return true;
  };
  socket.write = lean as Socket['write'];
}

/** @param isTls whether the server speaks HTTPS */
export function writeAtOnce(server: Server, isTls: boolean): void {
  server.on(isTls ? 'secureConnection' : 'connection', withoutEmptyChunks);
}
