/**
 * Whether the server answers. A server that is stopped, or behind a cable that was pulled, leaves its connection open:
 * the first calls wait until their time is up, every later one fails at once until an answer comes.
 */
import { after, machineTime, soon } from '../clock.ts';
import { StoreUnavailable } from './store-unavailable.ts';

/** Milliseconds that a call may take. */
const TIMEOUT = 2_000;
/** Milliseconds of silence after which the connection is made anew. */
const GIVEN_UP = 5_000;
/** Milliseconds for which the server's clock is taken to run as it did. */
const CLOCK_MEMORY = 10_000;

export interface Pulse {
  /**
   * The instant on the server's clock, in epoch milliseconds, from which a call that starts now must not be carried
   * out.
   */
  deadline(): number;
  /** The server's time, as an answer that has just come carries it. */
  heard(serverTime: number): void;
  /**
   * The answer of a call, unless the time is up before. While the server is silent the call is not made: it is refused at
   * once, and the server could still carry it out once it goes on.
   *
   * @throws StoreUnavailable
   */
  within<T>(call: () => Promise<T>): Promise<T>;
}

/** @param reconnect closes the connection and makes another */
export function createPulse(reconnect: () => void): Pulse {
  /** How far the server's clock is ahead. Answers come late and never early, so the greatest difference is the best. */
  let ahead = -Infinity;
  let learned = 0;
  let silent = 0;

  return {
    deadline: () => (ahead === -Infinity ? Infinity : machineTime() + ahead + TIMEOUT),
    heard(serverTime) {
      const now = machineTime();
      if (now - learned > CLOCK_MEMORY) {
        ahead = -Infinity;
        learned = now;
      }
      ahead = Math.max(ahead, serverTime - now);
    },
    within(call) {
      if (silent > 0) return Promise.reject(new StoreUnavailable('it does not answer'));
      const answer = call();
      return new Promise((resolve, reject) => {
        let settled = false;
        let counted = false;
        const stop = after(TIMEOUT, () => {
          // An answer may wait in the socket: anyone who was busy for too long is then this process.
          soon(() => {
            if (settled) return;
            counted = true;
            silent++;
            reject(new StoreUnavailable(`no answer within ${TIMEOUT} ms`));
            const giveUp = after(GIVEN_UP, reconnect);
            answer.finally(giveUp).catch(() => undefined);
          });
        });
        const over = (): void => {
          settled = true;
          stop();
          if (counted) silent--;
        };
        answer.then(
          (value) => {
            over();
            resolve(value);
          },
          (error: unknown) => {
            over();
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        );
      });
    },
  };
}
