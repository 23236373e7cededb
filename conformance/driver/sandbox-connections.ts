/**
 * Connections to a sandbox over plain HTTP. It is ours: it speaks HTTP/1.1, keeps connections open and says how long
 * each answer is. So an answer is read with a few lines, at a quarter of the price of Node's client, which has to be
 * ready for any server; and a run sends tens of thousands of requests. Other servers are not asked over these.
 */
import net from 'node:net';
import { END_OF_HEAD, WITHOUT_BODY } from './burst.ts';

/** As the sandbox answers. */
export interface PlainAnswer {
  readonly status: number;
  /** Names in lower case; a repeated header is joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SandboxConnections {
  /**
   * Sends one request; undefined where it is one that Node's client has to send.
   *
   * @throws what the socket does, with its code; `ECONNRESET` for a connection that ends before the answer is whole
   */
  send(request: PlainRequest): Promise<PlainAnswer> | undefined;
  close(): void;
}

export interface PlainRequest {
  /** Name and port, as URLs have them. */
  readonly host: string;
  readonly method: string;
  /** The request's target, as it goes on the wire. */
  readonly target: string;
  /** With `Host` and, where there is a body, its length. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

const MOST_SOCKETS = 256;

/** Those of which it is plain what no body means. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What changes how a message or a connection goes on. */
const OF_THE_CONNECTION = new Set(['connection', 'expect', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

const TARGET = /^[\u0021-\u007e]+$/;
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\u0020-\u007e]*$/;

/** Requests ask with the same names again and again. */
const plainNames = new Map<string, boolean>();

function isPlainName(name: string): boolean {
  let plain = plainNames.get(name);
  if (plain === undefined)
    plainNames.set(name, (plain = NAME.test(name) && !OF_THE_CONNECTION.has(name.toLowerCase())));
  return plain;
}

/** As it goes on the wire; undefined for one that is not plain. */
function wireOf({ method, target, headers, body }: PlainRequest): string | undefined {
  if (!METHODS.has(method) || !TARGET.test(target)) return undefined;
  let text = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of headers) {
    if (!isPlainName(name) || !VALUE.test(value)) return undefined;
    text += `${name}: ${value}\r\n`;
  }
  return `${text}Connection: keep-alive\r\n\r\n${body ?? ''}`;
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

const closed = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** What one connection waits for. */
interface Waiting {
  readonly wire: string;
  readonly isHead: boolean;
  /** Whether the connection was used before. */
  readonly reused: boolean;
  resolve(answer: PlainAnswer): void;
  reject(error: Error): void;
}

interface Connection {
  readonly socket: net.Socket;
  waiting: Waiting | undefined;
  /** Of an answer that is not whole yet. */
  rest: Buffer | undefined;
}

/** @throws {Error} for an answer that is not as the sandbox's are */
function readAnswer(
  bytes: Buffer,
  isHead: boolean,
): { readonly answer: PlainAnswer; readonly end: number } | undefined {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  const lines = bytes.toString('latin1', 0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})( |$)/.exec(lines[0]!)?.[1];
  const headers = headersOf(lines);
  const length = isHead || WITHOUT_BODY.has(Number(status)) ? '0' : headers['content-length'];
  if (status === undefined || length === undefined || !/^\d+$/.test(length))
    throw new Error('the sandbox does not say how long its answer is (Content-Length)');
  const start = end + END_OF_HEAD.length;
  const whole = start + Number(length);
  if (bytes.length < whole) return undefined;
  return { answer: { status: Number(status), headers, body: bytes.toString('utf8', start, whole) }, end: whole };
}

/** What sockets read into, one after the other: all is taken out before the next reads. */
const INCOMING = 65_536;

/**
 * @param baseUrl of the sandbox: other hosts are not asked
 * @param timeoutMs after which a connection ends that says nothing
 */
export function createSandboxConnections(baseUrl: string, timeoutMs: number): SandboxConnections {
  const { host, hostname, port } = new URL(baseUrl);
  const incoming = Buffer.allocUnsafe(INCOMING);
  const open = new Set<Connection>();
  /** The one that was used last is used first. */
  const idle: Connection[] = [];

  function take(connection: Connection, bytes: Buffer): void {
    const { waiting, rest } = connection;
    if (waiting === undefined) return void connection.socket.destroy();
    const text = rest === undefined ? bytes : Buffer.concat([rest, bytes]);
    let read: ReturnType<typeof readAnswer>;
    try {
      read = readAnswer(text, waiting.isHead);
    } catch (error) {
      return void connection.socket.destroy(error as Error);
    }
    if (read === undefined) {
      connection.rest = rest === undefined ? Buffer.from(bytes) : text;
      return;
    }
    connection.rest = undefined;
    connection.waiting = undefined;
    if (read.end < text.length || read.answer.headers['connection'] === 'close') connection.socket.destroy();
    else idle.push(connection);
    waiting.resolve(read.answer);
  }

  function connect(): Connection {
    const socket = net.connect({
      host: hostname.replaceAll(/[[\]]/g, ''),
      port: Number(port || 80),
      noDelay: true,
      onread: {
        buffer: incoming,
        callback(size) {
          take(connection, incoming.subarray(0, size));
          return true;
        },
      },
    });
    const connection: Connection = { socket, waiting: undefined, rest: undefined };
    open.add(connection);
    const end = (error: Error): void => {
      open.delete(connection);
      const place = idle.indexOf(connection);
      if (place >= 0) idle.splice(place, 1);
      const { waiting, rest } = connection;
      connection.waiting = undefined;
      if (waiting === undefined) return;
      // A connection that the server had already closed says nothing about the target.
      const { code } = error as NodeJS.ErrnoException;
      if (waiting.reused && rest === undefined && (code === 'ECONNRESET' || code === 'EPIPE'))
        ask(connect(), { ...waiting, reused: false });
      else waiting.reject(error);
    };
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'timed out:' })),
    );
    socket.on('error', end);
    socket.on('end', () => end(closed()));
    socket.on('close', () => end(closed()));
    return connection;
  }

  function ask(connection: Connection, waiting: Waiting): void {
    connection.waiting = waiting;
    connection.socket.write(waiting.wire);
  }

  return {
    send(request) {
      const wire = request.host === host ? wireOf(request) : undefined;
      if (wire === undefined || (idle.length === 0 && open.size >= MOST_SOCKETS)) return undefined;
      const free = idle.pop();
      return new Promise((resolve, reject) => {
        ask(free ?? connect(), {
          wire,
          isHead: request.method === 'HEAD',
          reused: free !== undefined,
          resolve,
          reject,
        });
      });
    },
    close() {
      for (const { socket } of open) socket.destroy();
    },
  };
}
