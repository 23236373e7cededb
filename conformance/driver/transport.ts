/**
 * What stands between a check and the wire: a count of requests, a pace, and patience with a target that says "later".
 */
import { NotRun } from '../check.ts';
import type { Exchange } from '../exchange.ts';
import { machineNow, monotonic, pause } from '../machine-clock.ts';
import type { BurstAnswer } from './burst.ts';
import type { HttpClient, HttpRequest } from './http-client.ts';

export interface TransportOptions {
  /** Over these a request is not sent. */
  readonly maxRequests: number;
  /** Least milliseconds between two requests. */
  readonly paceMs: number;
  readonly timeoutMs: number;
  /** Whether a 429 is waited out (`Retry-After`) and the request sent again. */
  readonly patient: boolean;
  /** Milliseconds that a quota is waited for at most. */
  readonly longestWaitMs: number;
  /** Told how many milliseconds a quota will be waited for. */
  readonly onQuota?: ((ms: number) => void) | undefined;
}

export interface SendOptions {
  /** Gives a 429 back as it is. */
  readonly impatient?: boolean | undefined;
  /** It races others: they go together, and the pace that they did not keep is made up for after them. */
  readonly atOnce?: boolean | undefined;
  /**
   * Told how many milliseconds the request will be held back, for the pace or for a quota: time that the check does not
   * spend.
   */
  readonly onWait?: (ms: number) => void;
}

export interface Transport {
  send(request: HttpRequest, options?: SendOptions): Promise<Exchange>;
  /** Sends a request many times at once; each counts. @returns the answers */
  burst(request: HttpRequest, count: number): Promise<readonly BurstAnswer[]>;
  /** Requests of the suite's own, which do not count: the control plane's. */
  aside(request: HttpRequest): Promise<Exchange>;
  /** Sent so far. */
  count(): number;
}

const QUOTA_USED_UP =
  'a quota of the target is used up, and comes back later than a run waits for (safety.longest_wait)';

/** `Retry-After` in milliseconds, as seconds or as a date, which is one of the clock that `Date` tells. */
export function retryAfterMs(value: string | undefined, date = ''): number | undefined {
  if (value === undefined) return undefined;
  const now = Date.parse(date);
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - (Number.isNaN(now) ? machineNow() : now);
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

export function createTransport(
  client: HttpClient,
  { maxRequests, paceMs, timeoutMs, patient, longestWaitMs, onQuota }: TransportOptions,
): Transport {
  let sent = 0;
  let free = 0;
  /** When the next may go that is alone. */
  let due = 0;

  async function turn({ atOnce = false, onWait }: SendOptions): Promise<void> {
    if (sent >= maxRequests)
      throw new NotRun(`the target allows ${maxRequests} requests a run (safety.max_requests), and they are used up`);
    sent++;
    const now = monotonic();
    const start = Math.max(now, atOnce ? due : free);
    free = Math.max(free, start) + paceMs;
    if (!atOnce) due = free;
    if (start === now) return;
    onWait?.(start - now);
    await pause(start - now);
  }

  return {
    async send(request, options = {}) {
      const { impatient = false } = options;
      await turn(options);
      const exchange = await client.send(request, timeoutMs);
      if (!patient || impatient || exchange.status !== 429) return exchange;
      const wait = retryAfterMs(exchange.answerHeaders['retry-after'], exchange.answerHeaders['date']);
      if (wait === undefined) return exchange;
      if (wait > longestWaitMs) throw new NotRun(QUOTA_USED_UP);
      onQuota?.(wait);
      free = Math.max(free, monotonic() + wait);
      due = free;
      await turn(options);
      return client.send(request, timeoutMs);
    },
    burst(request, count) {
      if (sent + count > maxRequests)
        throw new NotRun(
          `the target allows ${maxRequests} requests a run (safety.max_requests), and ${count} more are too many`,
        );
      sent += count;
      return client.burst(request, count, timeoutMs);
    },
    aside: (request) => client.send(request, timeoutMs),
    count: () => sent,
  };
}
