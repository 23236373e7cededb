/** As many threads as the machine has cores, each taking the next task when it is done with one. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** @param onAnswer called with each answer as it comes */
export async function inThreads<T, A>(
  script: URL,
  data: unknown,
  tasks: readonly T[],
  onAnswer: (answer: A, task: T) => void,
): Promise<void> {
  let next = 0;
  const thread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(script, { workerData: data });
      let task: T | undefined;
      worker.on('message', (answer: A | 'ready') => {
        if (answer !== 'ready') onAnswer(answer, task!);
        if (next >= tasks.length) {
          void worker.terminate();
          resolve();
          return;
        }
        task = tasks[next++]!;
        worker.postMessage(task);
      });
      worker.on('error', reject);
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, thread));
}
