/**
 * Plain HTTP/1.1 over connections that are kept: a request goes out in one write, and an answer that says how long it is
 * is read as it comes. A run asks many thousands of times, and Node's client takes several times as long for each.
 *
 * What is not of this plain form is left to Node's client, with the bytes that came: chunks, trailers, interim answers,
 * answers that end with their connection, and all that is malformed.
 */
import net from 'node:net';

export interface PlainAnswer {
  readonly status: number;
  /** Names and values by turns, as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** An answer that Node's client has to read. */
export interface OtherAnswer {
  readonly socket: net.Socket;
  /** Gives what came so far, and then what comes; null is the end. */
  readonly follow: (take: (bytes: Buffer | null) => void) => void;
}

/** The connection failed before anything of an answer came. */
export class NoAnswer extends Error {
  readonly reason: NodeJS.ErrnoException;
  /** Whether requests were answered over it before. */
  readonly wasKept: boolean;

  constructor(reason: NodeJS.ErrnoException, wasKept: boolean) {
    super(reason.message);
    this.reason = reason;
    this.wasKept = wasKept;
  }
}

export interface PlainRequest {
  readonly hostname: string;
  readonly port: number | undefined;
  /** As it goes on the wire. */
  readonly text: string;
  readonly encoding: 'latin1' | 'utf8';
  /** An answer to HEAD has no body, whatever it says of its length. */
  readonly isHead: boolean;
}

export interface PlainConnections {
  /** @throws {NoAnswer} */
  send(request: PlainRequest, timeoutMs: number): Promise<PlainAnswer | OtherAnswer>;
  close(): void;
}

const HTTP_PORT = 80;
const READ_BYTES = 16_384;
/** Node's client takes no more than this of an answer's head. */
const LONGEST_HEAD = 16_384;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

const STATUS_LINE = /^HTTP\/1\.1 ([2-5]\d\d)(?: [\t -~\x80-\xff]*)?\r\n/;
const HEADER_LINE = /([!#$%&'*+\-.^`|~\w]+):[ \t]*([\t -~\x80-\xff]*)\r\n/y;
const LENGTH = /^\d{1,15}$/;

/** Statuses of answers that never have a body (RFC 9110 §6.4.1). */
const WITHOUT_BODY = new Set([204, 304]);

/** A server closes a connection that it announced to keep for so long; it may do so a little sooner. */
const KEPT_FOR = /\btimeout=(\d+)/i;
const SOONER_MS = 1000;

interface Head {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  /** Bytes of the body. */
  readonly length: number;
  readonly keeps: boolean;
  /** Milliseconds for which the server keeps the connection; undefined where it does not say. */
  readonly keptMs: number | undefined;
}

/** @param text with its last line break. @returns undefined for what is not plain */
function readHead(text: string, isHead: boolean): Head | undefined {
  const first = STATUS_LINE.exec(text);
  if (first === null) return undefined;
  const status = Number(first[1]);
  const rawHeaders: string[] = [];
  let length: string | undefined;
  let keeps = true;
  let keptMs: number | undefined;
  HEADER_LINE.lastIndex = first[0].length;
  while (HEADER_LINE.lastIndex < text.length) {
    const line = HEADER_LINE.exec(text);
    if (line === null) return undefined;
    const name = line[1]!;
    const value = line[2]!.trimEnd();
    rawHeaders.push(name, value);
    switch (name.toLowerCase()) {
      case 'content-length':
        if (length !== undefined || !LENGTH.test(value)) return undefined;
        length = value;
        break;
      case 'transfer-encoding':
      case 'upgrade':
        return undefined;
      case 'connection':
        if (!/^(?:close|keep-alive)$/i.test(value)) return undefined;
        keeps = value.length !== 'close'.length;
        break;
      case 'keep-alive': {
        const seconds = KEPT_FOR.exec(value)?.[1];
        if (seconds !== undefined) keptMs = Number(seconds) * 1000 - SOONER_MS;
        break;
      }
    }
  }
  if (isHead || WITHOUT_BODY.has(status)) return { status, rawHeaders, length: 0, keeps, keptMs };
  return length === undefined ? undefined : { status, rawHeaders, length: Number(length), keeps, keptMs };
}

const hungUp = (): NodeJS.ErrnoException => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

interface Waiting {
  readonly isHead: boolean;
  resolve(answer: PlainAnswer | OtherAnswer): void;
  reject(error: NoAnswer): void;
}

interface Connection {
  readonly socket: net.Socket;
  waiting: Waiting | undefined;
  wasKept: boolean;
  /** On the monotonic clock. */
  goodUntil: number;
}

/** The connections of one origin. */
interface Pool {
  /** The last to be free is the first to be taken: it is the least likely to be closed by now. */
  readonly free: Connection[];
  readonly queue: (() => void)[];
  open: number;
}

/**
 * @param most connections of one origin at a time
 * @param now milliseconds on a clock that never goes back
 */
export function createPlainConnections(most: number, now: () => number): PlainConnections {
  const pools = new Map<string, Pool>();
  const sockets = new Set<net.Socket>();

  function connect({ hostname, port = HTTP_PORT }: PlainRequest, pool: Pool, timeoutMs: number): Connection {
    /** What came of the answer that is waited for. */
    let parts: Buffer[] = [];
    let size = 0;
    let head: Head | undefined;
    let bodyAt = 0;
    let follower: ((bytes: Buffer | null) => void) | undefined;

    const whole = (): Buffer => {
      const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts, size);
      parts = [bytes];
      return bytes;
    };

    function leave(waiting: Waiting): void {
      connection.waiting = undefined;
      const held: (Buffer | null)[] = [whole()];
      follower = (more) => held.push(more);
      waiting.resolve({
        socket,
        follow(take) {
          for (const more of held) take(more);
          follower = take;
        },
      });
    }

    function finish(waiting: Waiting, { status, rawHeaders, keeps, keptMs }: Head, end: number): void {
      const body = whole().toString('utf8', bodyAt, end);
      parts = [];
      size = 0;
      head = undefined;
      connection.waiting = undefined;
      if (keeps) {
        connection.wasKept = true;
        connection.goodUntil = keptMs === undefined ? Infinity : now() + keptMs;
        pool.free.push(connection);
        pool.queue.shift()?.();
      } else socket.destroy();
      waiting.resolve({ status, rawHeaders, body });
    }

    function came(waiting: Waiting): void {
      if (head === undefined) {
        const bytes = whole();
        const end = bytes.indexOf(END_OF_HEAD);
        if (end < 0) {
          if (size > LONGEST_HEAD) leave(waiting);
          return;
        }
        head = end > LONGEST_HEAD ? undefined : readHead(bytes.toString('latin1', 0, end + 2), waiting.isHead);
        if (head === undefined) return leave(waiting);
        bodyAt = end + END_OF_HEAD.length;
      }
      const end = bodyAt + head.length;
      if (size === end) finish(waiting, head, end);
      // More than was announced is for Node's client to judge.
      else if (size > end) leave(waiting);
    }

    const socket = net.connect({
      host: hostname,
      port,
      noDelay: true,
      timeout: timeoutMs,
      onread: {
        buffer: Buffer.allocUnsafe(READ_BYTES),
        callback(count, buffer) {
          const bytes = Buffer.from(buffer.subarray(0, count));
          if (follower !== undefined) follower(bytes);
          else if (connection.waiting === undefined) socket.destroy();
          else {
            parts.push(bytes);
            size += count;
            came(connection.waiting);
          }
          return true;
        },
      },
    });
    const connection: Connection = { socket, waiting: undefined, wasKept: false, goodUntil: Infinity };
    let failure: NodeJS.ErrnoException | undefined;
    socket.on('error', (error) => (failure = error));
    socket.on('timeout', () => {
      if (follower !== undefined) return;
      socket.destroy(
        connection.waiting && Object.assign(new Error(`no answer within ${socket.timeout} ms`), { code: 'timed out:' }),
      );
    });
    socket.on('close', () => {
      sockets.delete(socket);
      pool.open--;
      const place = pool.free.indexOf(connection);
      if (place >= 0) pool.free.splice(place, 1);
      pool.queue.shift()?.();
      const { waiting } = connection;
      if (waiting !== undefined && size > 0 && failure === undefined) leave(waiting);
      else if (waiting !== undefined) {
        connection.waiting = undefined;
        waiting.reject(new NoAnswer(failure ?? hungUp(), connection.wasKept));
      }
      follower?.(null);
    });
    sockets.add(socket);
    pool.open++;
    return connection;
  }

  function take(request: PlainRequest, pool: Pool, timeoutMs: number): Connection | undefined {
    for (let found = pool.free.pop(); found !== undefined; found = pool.free.pop()) {
      if (!found.socket.destroyed && found.goodUntil > now()) {
        if (found.socket.timeout !== timeoutMs) found.socket.setTimeout(timeoutMs);
        return found;
      }
      found.socket.destroy();
    }
    return pool.open < most ? connect(request, pool, timeoutMs) : undefined;
  }

  return {
    send(request, timeoutMs) {
      const origin = `${request.hostname}:${request.port ?? HTTP_PORT}`;
      let pool = pools.get(origin);
      if (pool === undefined) pools.set(origin, (pool = { free: [], queue: [], open: 0 }));
      const { queue } = pool;
      return new Promise((resolve, reject) => {
        const start = (): void => {
          const connection = take(request, pool, timeoutMs);
          if (connection === undefined) {
            queue.push(start);
            return;
          }
          connection.waiting = { isHead: request.isHead, resolve, reject };
          connection.socket.write(request.text, request.encoding);
        };
        start();
      });
    },
    close() {
      for (const { queue } of pools.values()) queue.length = 0;
      for (const socket of sockets) socket.destroy();
    },
  };
}
