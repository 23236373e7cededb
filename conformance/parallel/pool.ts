/** Threads that take slices from a queue until it is empty. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FromWorker, Slice, SliceResult } from './messages.ts';

export interface SliceHandlers {
  onResult(slice: Slice, result: SliceResult): void;
  onRequests(slice: Slice, requests: number): void;
}

export const processors = (): number => availableParallelism();

/** The next slice for a thread: of a contract that it has compiled already, else of the one with most left. */
function take(queue: Slice[], known: ReadonlySet<string>): Slice | undefined {
  const left = (contract: string): number => queue.filter((slice) => slice.contract === contract).length;
  const [best] = queue.toSorted((a, b) => Number(known.has(b.contract)) - Number(known.has(a.contract)) || left(b.contract) - left(a.contract));
  if (best !== undefined) queue.splice(queue.indexOf(best), 1);
  return best;
}

function runThread(queue: Slice[], { onResult, onRequests }: SliceHandlers): Promise<void> {
  const worker = new Worker(new URL('./worker.js', import.meta.url));
  const known = new Set<string>();
  let current: Slice | undefined;
  const done = new Promise<void>((resolve, reject) => {
    const next = (): void => {
      current = take(queue, known);
      if (current === undefined) return resolve();
      known.add(current.contract);
      worker.postMessage(current);
    };
    worker.on('error', reject);
    worker.on('message', (message: FromWorker) => {
      if ('result' in message) return onResult(current!, message.result);
      if ('error' in message) return reject(new Error(message.error));
      onRequests(current!, message.requests);
      next();
    });
    next();
  });
  return done.finally(() => worker.terminate());
}

/** Runs every slice, on at most so many threads. */
export async function runSlices(slices: readonly Slice[], threads: number, handlers: SliceHandlers): Promise<void> {
  const queue = [...slices];
  await Promise.all(Array.from({ length: Math.min(threads, slices.length) }, () => runThread(queue, handlers)));
}
