/**
 * Gathers the writes of one turn of the event loop into one transaction: taking the lock that keeps other processes out
 * and writing the new root of the tree cost ten times as much as a change.
 */
import type { RootDatabase } from 'lmdb';
import { monotonic, soon } from '../clock.ts';
import { StoreUnavailable } from './store-unavailable.ts';

/** Runs a change inside the next transaction; its result comes once it is committed. */
export type InTransaction = <T>(change: () => T) => Promise<T>;

/**
 * After a write that failed, for how many milliseconds the next ones are refused untried: what stands in its way seldom
 * goes within a moment, and the engine may not bear many of them (`file-room.ts`).
 */
const REST_MS = 250;

interface Job {
  readonly run: () => () => void;
  readonly fail: (error: unknown) => void;
}

/** @param room tells why nothing can be written now; undefined when it can */
export function createBatch(
  db: RootDatabase<string, string>,
  room: () => string | undefined,
): {
  readonly inTransaction: InTransaction;
  flush(): void;
} {
  let jobs: Job[] = [];
  /** Whether it was said that nothing can be written: once, until something can. */
  let told = false;
  let failed: { readonly why: string; readonly at: number } | undefined;

  const refuse = (batch: readonly Job[], why: string): void => {
    if (!told) console.error(`\ntollgate: --store file: cannot write: ${why}; requests are answered 503 until it can`);
    told = true;
    const reason = new StoreUnavailable(why);
    for (const { fail } of batch) fail(reason);
  };

  const flush = (): void => {
    const batch = jobs;
    if (batch.length === 0) return;
    jobs = [];
    if (failed !== undefined && monotonic() - failed.at < REST_MS) return refuse(batch, failed.why);
    const full = room();
    if (full !== undefined) return refuse(batch, full);
    let settle: (() => void)[] = [];
    try {
      db.transactionSync(() => {
        settle = batch.map(({ run }) => run());
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failed = { why, at: monotonic() };
      return refuse(batch, why);
    }
    told = false;
    failed = undefined;
    for (const done of settle) done();
  };

  return {
    flush,
    inTransaction: (change) =>
      new Promise((resolve, reject) => {
        if (jobs.length === 0) soon(flush);
        jobs.push({
          fail: reject,
          run() {
            try {
              const result = change();
              return () => resolve(result);
            } catch (error) {
              // A change that throws has written nothing: it is its caller's matter, and the others of the turn go on.
              return () => reject(error instanceof Error ? error : new Error(String(error)));
            }
          },
        });
      }),
  };
}
