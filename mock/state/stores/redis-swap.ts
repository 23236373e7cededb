/**
 * Versioned changes: read, changed here, put in place if nobody else did meanwhile, else changed again. What this
 * process wants to change in one entry goes in one round, so that only processes contend, and one of them always wins.
 */
import { entryText, liveEntry } from './entry-text.ts';
import { asItIs } from './redis-batch.ts';
import type { Ask } from './redis-batch.ts';
import { FULL } from './redis-script.ts';
import type { Change, Value } from './store.ts';

type AnyChange = (current: Value | undefined) => Change<Value, unknown>;

interface Waiting {
  readonly change: AnyChange;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export type Swap = (key: string, change: AnyChange) => Promise<unknown>;

interface Round {
  /** The entry's new text; undefined if no change put anything in place. */
  readonly text: string | undefined;
  readonly settle: readonly (() => void)[];
}

/** All changes in turn, as if each had been alone. */
function applied(waiting: readonly Waiting[], seen: string, now: () => number): Round {
  let entry = liveEntry(seen === '' ? undefined : seen, now);
  let text: string | undefined;
  const settle = waiting.map(({ change, resolve, reject }) => {
    try {
      const { value, expiresAt, result } = change(entry?.value);
      if (value !== undefined) {
        text = entryText(value, expiresAt ?? entry?.expiresAt);
        entry = liveEntry(text, now);
      }
      return () => resolve(result);
    } catch (error) {
      return () => reject(error);
    }
  });
  return { text, settle };
}

/**
 * @param mostOf how many entries of a key's kind there may be, as the script wants it
 * @param fullOf what is thrown where there are as many
 */
export function createSwap(
  ask: Ask,
  hash: string,
  now: () => number,
  mostOf: (key: string) => string,
  fullOf: (key: string) => Error,
): Swap {
  const queues = new Map<string, Waiting[]>();

  const work = async (key: string): Promise<void> => {
    let waiting: Waiting[] = [];
    try {
      let seen = (await ask.entry(hash, key)) ?? '';
      for (;;) {
        waiting = queues.get(key) ?? [];
        const { text, settle } = applied(waiting, seen, now);
        queues.set(key, []);
        const answer =
          text === undefined ? 1 : await ask(asItIs, hash, 'swap', key, seen, text, String(now()), mostOf(key));
        if (answer === FULL) throw fullOf(key);
        if (answer === 1) {
          for (const done of settle) done();
          if (queues.get(key)!.length === 0) break;
          seen = text ?? seen;
        } else {
          seen = String(answer);
          queues.set(key, [...waiting, ...queues.get(key)!]);
        }
      }
      queues.delete(key);
    } catch (error) {
      const failed = new Set([...waiting, ...(queues.get(key) ?? [])]);
      queues.delete(key);
      for (const { reject } of failed) reject(error);
    }
  };

  return (key, change) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(key);
      if (queue) {
        queue.push({ change, resolve, reject });
        return;
      }
      queues.set(key, [{ change, resolve, reject }]);
      void work(key);
    });
}
