/**
 * One request sent many times over one connection, a few at once without waiting for their answers (RFC 9112 §9.3.2),
 * of which status and body are kept: a quota of thousands is used up at a tenth of the price.
 */
import net from 'node:net';
import tls from 'node:tls';

export interface BurstAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Place {
  readonly hostname: string;
  readonly port: number;
  /** How a certificate is judged; undefined for plain HTTP. */
  readonly tls: tls.ConnectionOptions | undefined;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** Answers that never have a body (RFC 9110 §6.4.1). */
const WITHOUT_BODY = new Set([204, 304]);

/**
 * Requests that wait for their answers at once. With many more, a server stops reading until its answers are taken;
 * Node's HTTPS server then breaks the connection off, since its paused parser is fed all the same.
 */
const AT_ONCE = { http: Infinity, https: 16 };

interface Head {
  readonly status: number;
  /** Bytes of the body. */
  readonly length: number;
}

function headOf(text: string): Head {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  const length = WITHOUT_BODY.has(status) ? '0' : /^content-length: *(\d+)\r?$/im.exec(text)?.[1];
  if (Number.isNaN(status) || length === undefined)
    throw new Error('an answer of the target does not say how long it is (Content-Length)');
  return { status, length: Number(length) };
}

/** @returns what takes bytes as they come, and gives the answers that are whole */
export function answerReader(): (bytes: Buffer) => readonly BurstAnswer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const answers: BurstAnswer[] = [];
    let at = 0;
    for (;;) {
      const end = text.indexOf(END_OF_HEAD, at);
      if (end < 0) break;
      const { status, length } = headOf(text.toString('latin1', at, end));
      const start = end + END_OF_HEAD.length;
      const next = start + length;
      if (next > text.length) break;
      answers.push({ status, body: text.toString('utf8', start, next) });
      at = next;
    }
    rest = text.subarray(at);
    return answers;
  };
}

/** @param request as it goes on the wire. @returns the answers, in the order of the requests */
export async function burst(
  { hostname, port, tls: secure }: Place,
  request: string,
  count: number,
  timeoutMs: number,
): Promise<readonly BurstAnswer[]> {
  const socket = secure === undefined ? net.connect(port, hostname) : tls.connect({ ...secure, host: hostname, port });
  const answers: BurstAnswer[] = [];
  const read = answerReader();
  let sent = 0;
  const send = (): void => {
    const more = Math.min(count, answers.length + AT_ONCE[secure === undefined ? 'http' : 'https']) - sent;
    sent += more;
    if (more > 0) socket.write(request.repeat(more));
  };
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs} ms`)));
      socket.on('error', reject);
      socket.on('close', () =>
        reject(new Error(`the target closes the connection after ${answers.length} of ${count} answers`)),
      );
      socket.on('data', (bytes: Buffer) => {
        try {
          answers.push(...read(bytes));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        if (answers.length >= count) resolve();
        else send();
      });
      send();
    });
    return answers;
  } finally {
    socket.destroy();
  }
}
