/** How a server stops without breaking off the answers that are on their way. */
import type { Server } from 'node:http';
import { after, monotonic } from '../state/clock.ts';

/** Milliseconds that such an answer may take: longer than a store is waited for. */
const LONGEST_ANSWER = 2_500;
const LOOK_EVERY = 20;

/** Stops listening. @returns once every request that had come is answered, or has taken too long */
export function drained(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const end = monotonic() + LONGEST_ANSWER;
    let stop = (): void => undefined;
    const look = (): void => {
      // A connection that is kept alive would be waited for until the client ends it.
      server.closeIdleConnections();
      if (monotonic() < end) stop = after(LOOK_EVERY, look);
      else resolve();
    };
    server.close(() => {
      stop();
      resolve();
    });
    look();
  });
}
