/**
 * Gathers the writes of one turn of the event loop into one transaction: taking the lock that keeps other processes out
 * and writing the new root of the tree cost ten times as much as a change.
 */
import type { RootDatabase } from 'lmdb';
import { soon } from '../clock.ts';
import { StoreUnavailable } from './store-unavailable.ts';

/** Runs a change inside the next transaction; its result comes once it is committed. */
export type InTransaction = <T>(change: () => T) => Promise<T>;

interface Job {
  readonly run: () => () => void;
  readonly fail: (error: unknown) => void;
}

export function createBatch(db: RootDatabase<string, string>): {
  readonly inTransaction: InTransaction;
  flush(): void;
} {
  let jobs: Job[] = [];
  /** Whether it was said that nothing can be written: once, until something can. */
  let told = false;

  const flush = (): void => {
    const batch = jobs;
    if (batch.length === 0) return;
    jobs = [];
    let settle: (() => void)[] = [];
    try {
      db.transactionSync(() => {
        settle = batch.map(({ run }) => run());
      });
      told = false;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      // The engine's own words end in no line break.
      if (!told)
        console.error(`\ntollgate: --store file: cannot write: ${why}; requests are answered 503 until it can`);
      told = true;
      const reason = new StoreUnavailable(why);
      for (const { fail } of batch) fail(reason);
      return;
    }
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
