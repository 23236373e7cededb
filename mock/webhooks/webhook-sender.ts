/** What a server's worlds share to send webhooks: so many at once, to these hosts, until the server ends. */
import { setMaxListeners } from 'node:events';
import { after, machineTime } from '../state/clock.ts';
import { createHosts } from './allowed-receivers.ts';
import { post } from './post-to-receiver.ts';
import type { Posted } from './post-to-receiver.ts';

/** Posts under way at once; more wait. */
const MOST_AT_ONCE = 16;

/** Milliseconds that posts under way may go on once the server ends. */
const LAST_WAIT = 1_500;

export interface Courier {
  /** Told apart from every other process that may claim a delivery. */
  readonly name: string;
  readonly closed: boolean;
  post(
    url: string,
    body: string,
    timeout: number,
    contentType?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Posted>;
  /** Runs a piece of work as soon as there is room for it. */
  run(work: () => Promise<void>): Promise<void>;
  /** Lets what is under way come to its end, for a moment. */
  close(): Promise<void>;
}

export function createCourier(hosts: readonly string[] = [], process = 0): Courier {
  const locate = createHosts(hosts);
  const ending = new AbortController();
  // One for each post under way: as many as there may be.
  setMaxListeners(MOST_AT_ONCE + 1, ending.signal);
  const waiting: (() => void)[] = [];
  const busy = new Set<Promise<void>>();
  let closed = false;

  const next = (): void => {
    while (busy.size < MOST_AT_ONCE && waiting.length > 0) waiting.shift()!();
  };
  return {
    name: `${process}.${machineTime()}`,
    get closed() {
      return closed;
    },
    post: (url, body, timeout, contentType, headers) =>
      post({ url, body, contentType, headers, timeout, locate, signal: ending.signal }),
    run: (work) =>
      new Promise((resolve) => {
        waiting.push(() => {
          const running = (closed ? Promise.resolve() : work()).finally(() => {
            busy.delete(running);
            resolve();
            next();
          });
          busy.add(running);
        });
        next();
      }),
    async close() {
      closed = true;
      waiting.splice(0).forEach((start) => start());
      const stop = after(LAST_WAIT, () => ending.abort());
      await Promise.allSettled([...busy]);
      stop();
    },
  };
}
