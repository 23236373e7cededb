/** What stands between a check and the wire: a count of requests, a pace, and patience with a target that says "later". */
import { NotRun } from '../check.ts';
import type { Exchange } from '../exchange.ts';
import { machineNow, monotonic, pause } from '../machine.ts';
import type { HttpClient, HttpRequest } from './http.ts';

/** Longer than this a run does not wait for a quota. */
const LONGEST_WAIT_MS = 180_000;

export interface TransportOptions {
  /** Over these a request is not sent. */
  readonly maxRequests: number;
  /** Least milliseconds between two requests. */
  readonly paceMs: number;
  readonly timeoutMs: number;
  /** Whether a 429 is waited out (`Retry-After`) and the request sent again. */
  readonly patient: boolean;
}

export interface Transport {
  send(request: HttpRequest, options?: { readonly impatient?: boolean }): Promise<Exchange>;
  /** Requests of the suite's own, which do not count: the control plane's. */
  aside(request: HttpRequest): Promise<Exchange>;
  /** Sent so far. */
  count(): number;
}

/** `Retry-After` in milliseconds, as seconds or as a date. */
export function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - machineNow();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

export function createTransport(client: HttpClient, { maxRequests, paceMs, timeoutMs, patient }: TransportOptions): Transport {
  let sent = 0;
  let free = 0;

  async function turn(): Promise<void> {
    if (sent >= maxRequests) throw new NotRun(`the target allows ${maxRequests} requests a run (safety.max_requests), and they are used up`);
    sent++;
    const now = monotonic();
    const start = Math.max(now, free);
    free = start + paceMs;
    if (start > now) await pause(start - now);
  }

  return {
    async send(request, { impatient = false } = {}) {
      await turn();
      const exchange = await client.send(request, timeoutMs);
      if (!patient || impatient || exchange.status !== 429) return exchange;
      const wait = retryAfterMs(exchange.answerHeaders['retry-after']);
      if (wait === undefined) return exchange;
      if (wait > LONGEST_WAIT_MS) throw new NotRun(`the target's quota is used up, and it says to wait ${Math.ceil(wait / 1000)} s`);
      free = Math.max(free, monotonic() + wait);
      await turn();
      return client.send(request, timeoutMs);
    },
    aside: (request) => client.send(request, timeoutMs),
    count: () => sent,
  };
}
