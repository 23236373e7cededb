/**
 * `--workers`: starts the processes that serve one port, puts another in the place of one that ends, and ends them all.
 */
import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { monotonic } from '../../../mock/state/clock.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import { EXIT_FINDINGS, EXIT_USAGE } from '../command-exit.ts';
import { reachWarning } from './reach-warning.ts';
import type { Listening, MockOptions } from './start-mock.ts';

/** What a worker is told to start. */
export interface Assignment extends Listening {
  readonly names: readonly string[];
  readonly options: MockOptions;
}

/** What a worker says once it serves: its ports, and what the command prints then. */
export interface WorkerReady extends Pick<Listening, 'port' | 'ownPorts'> {
  readonly output: string;
  /** What its contracts lack. */
  readonly warning: string | undefined;
}

/** What a worker says when it can be told what to serve; what is sent earlier nobody hears. */
export const HELLO = 'hello';

/** Tells a worker to end. */
export const END = 'end';

const WORKER = fileURLToPath(new URL('worker-process.js', import.meta.url));

/** Milliseconds. A worker that has served for so long was sound when it started. */
const PROVEN = 5_000;
/**
 * Workers that may end in one place, one after the other and none of them proven, until it is clear that the next one
 * would, too.
 */
const MOST_FAILURES = 5;
/** Milliseconds before another is started in the place of one that was not proven; twice as long each time. */
const PAUSE = 200;
const LONGEST_END = 5_000;

/**
 * @param tls one certificate for all: a client may meet any of them
 * @throws InputError for a store that only one process can have
 */
export async function superviseWorkers({
  names,
  options,
  tls,
}: Pick<Assignment, 'names' | 'options' | 'tls'>): Promise<void> {
  const { workers: count, store } = options;
  if (store === 'memory')
    throw new InputError(
      `--workers ${count} needs a store that processes can share: add --store file:DIRECTORY or --store redis://HOST:PORT`,
    );
  if (store.startsWith('file:'))
    await (await import('../../../mock/state/stores/check-file-store.ts')).checkFileStore(store.slice('file:'.length));
  cluster.setupPrimary({ exec: WORKER, args: [] });
  const alive = new Set<Worker>();
  let { port } = options;
  let ownPorts: readonly number[] | undefined;
  let served: WorkerReady | undefined;
  let ending = false;

  const end = (code: number): void => {
    ending = true;
    process.exitCode ??= code;
    for (const worker of alive) worker.send(END, () => undefined);
    setTimeout(() => alive.forEach((worker) => worker.process.kill('SIGKILL')), LONGEST_END).unref();
  };

  /**
   * @param failures workers that ended in this place one after the other, none of them proven
   * @returns what the worker says when it serves; undefined if it ends before
   */
  const launch = (failures = 0): Promise<WorkerReady | undefined> =>
    new Promise((resolve) => {
      const worker = cluster.fork();
      alive.add(worker);
      let readyAt = Infinity;
      worker.on('error', () => undefined);
      worker.on('message', (message: WorkerReady | typeof HELLO) => {
        if (message === HELLO) {
          worker.send({ names, options, port, ownPorts, tls } satisfies Assignment, () => undefined);
          return;
        }
        readyAt = monotonic();
        served = message;
        resolve(message);
      });
      worker.on('exit', (code, signal) => {
        alive.delete(worker);
        resolve(undefined);
        if (ending) return;
        const failed = monotonic() - readyAt >= PROVEN ? 0 : failures + 1;
        const told = `worker ${worker.process.pid ?? ''} ended (${signal || code})`;
        if (served === undefined || failed >= MOST_FAILURES) {
          // A worker that cannot start as asked has said why.
          if (served !== undefined)
            console.error(
              `tollgate: ${told}, the ${MOST_FAILURES}th in its place within ${PROVEN / 1_000} s of its start; giving up`,
            );
          else if (code !== EXIT_USAGE) console.error(`tollgate: the first ${told} before it served; giving up`);
          end(served === undefined && code === EXIT_USAGE ? EXIT_USAGE : EXIT_FINDINGS);
          return;
        }
        // The ports that all of them share are the first one's to choose, and lost with the last of them.
        if (alive.size === 0) ({ port, ownPorts } = served);
        console.error(`tollgate: ${told}; another takes its place`);
        setTimeout(
          () => {
            if (!ending) void launch(failed);
          },
          failed === 0 ? 0 : PAUSE * 2 ** (failed - 1),
        );
      });
    });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(0));
  // The first one alone: what is wrong with the options is said once.
  const first = await launch();
  if (first === undefined) return;
  await Promise.all(Array.from({ length: count - 1 }, () => launch()));
  if (process.exitCode !== undefined) return;
  for (const warning of [reachWarning(options), first.warning])
    if (warning !== undefined) console.error(`tollgate: ${warning}`);
  console.log(first.output);
}
