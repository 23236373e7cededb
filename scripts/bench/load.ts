/**
 * A small closed-loop HTTP/1.1 load generator over raw sockets: cheap enough that the server, not it, is what is measured,
 * and with latencies in microseconds (ready-made generators round to milliseconds, which hides a p99).
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

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
  /** A whole request, head and body. `i` counts requests. */
  readonly request: (i: number) => string;
  readonly connections: number;
  readonly durationMs: number;
  readonly expectedStatus: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** @returns the length of the first whole response in the buffer, or 0 if it is not whole yet */
function responseLength(buffer: Buffer): number {
  const head = buffer.indexOf(HEAD_END);
  if (head === -1) return 0;
  const length = /content-length: (\d+)/i.exec(buffer.toString('latin1', 0, head));
  const total = head + 4 + (length ? Number(length[1]) : 0);
  return buffer.length >= total ? total : 0;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export async function load({ port, request, connections, durationMs, expectedStatus }: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = [];
  const expected = `HTTP/1.1 ${expectedStatus}`;
  let unexpected = 0;
  let sent = 0;
  const begin = performance.now();
  const end = begin + durationMs;
  const runOne = (): Promise<void> => new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let pending: Buffer = Buffer.alloc(0);
    let started = 0;
    const next = (): void => {
      if (performance.now() >= end) {
        socket.destroy();
        resolve();
        return;
      }
      started = performance.now();
      socket.write(request(sent++), 'latin1');
    };
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const length = responseLength(pending);
      if (length === 0) return;
      latencies.push((performance.now() - started) * 1000);
      if (pending.toString('latin1', 0, expected.length) !== expected) unexpected++;
      pending = pending.subarray(length);
      next();
    });
  });
  await Promise.all(Array.from({ length: connections }, runOne));
  const seconds = (performance.now() - begin) / 1000;
  const sorted = Float64Array.from(latencies).sort();
  return { requests: latencies.length, unexpected, rate: latencies.length / seconds, p50: percentile([...sorted], 0.5), p99: percentile([...sorted], 0.99) };
}
