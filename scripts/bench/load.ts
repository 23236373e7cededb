/**
 * A small closed-loop HTTP/1.1 load generator over raw sockets: cheap enough that the server, not it, is what is
 * measured, and with latencies in microseconds (ready-made generators round to milliseconds, which hides a p99).
 */
import { connect } from 'node:net';
import { firstResponse } from './response.ts';
import { percentile } from './statistics.ts';

export interface LoadResult {
  readonly requests: number;
  /** Answers whose status was not the expected one. */
  readonly unexpected: number;
  /** Requests per second. */
  readonly rate: number;
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface LoadOptions {
  readonly port: number;
  /** A whole request, head and body. */
  readonly request: () => string;
  readonly connections: number;
  /** Until when requests are sent; default {@link LONGEST_MS}. */
  readonly durationMs?: number;
  /** How many are sent at most. */
  readonly requests?: number;
  readonly expectedStatus: number;
  /** Requests that a connection sends before it waits, where latency does not matter; default 1. */
  readonly pipelined?: number;
  /** Takes every answer's body. */
  readonly onBody?: (body: string) => void;
}

/** A load that is bounded by a number of requests must end too. */
const LONGEST_MS = 300_000;

/** A server that answers nothing for so long has hung. */
const SILENCE_MS = 30_000;

export async function load({
  port,
  request,
  connections,
  durationMs = LONGEST_MS,
  requests = Infinity,
  expectedStatus,
  pipelined = 1,
  onBody,
}: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = [];
  const expected = `HTTP/1.1 ${expectedStatus}`;
  let unexpected = 0;
  let sent = 0;
  const begin = performance.now();
  const end = begin + durationMs;
  const runOne = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let pending: Buffer = Buffer.alloc(0);
      let started = 0;
      let open = 0;
      const next = (): void => {
        started = performance.now();
        let text = '';
        if (started < end) for (; open < pipelined && sent < requests; open++, sent++) text += request();
        if (text !== '') socket.write(text, 'latin1');
        else {
          socket.destroy();
          resolve();
        }
      };
      socket.setTimeout(SILENCE_MS, () => void socket.destroy(new Error(`no answer in ${SILENCE_MS} ms`)));
      socket.on('connect', next);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server closed a connection that was to be kept alive')));
      socket.on('data', (chunk: Buffer) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        for (let first = firstResponse(pending); first !== undefined; first = firstResponse(pending)) {
          latencies.push((performance.now() - started) * 1000);
          if (pending.toString('latin1', 0, expected.length) !== expected) unexpected++;
          onBody?.(pending.toString('latin1', first.bodyStart, first.length));
          pending = pending.subarray(first.length);
          open--;
        }
        if (open === 0) next();
      });
    });
  await Promise.all(Array.from({ length: connections }, runOne));
  const seconds = (performance.now() - begin) / 1000;
  return {
    requests: latencies.length,
    unexpected,
    rate: latencies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}
