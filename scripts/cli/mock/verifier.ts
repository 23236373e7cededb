/** Checks contracts for the control plane, in a process beside the server. */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../../mock/contract/input-error.ts';
import { quote } from '../../../mock/contract/shell-quote.ts';
import { isUnderWay } from '../../../mock/control/verifier.ts';
import type { Verifier, WantedRun } from '../../../mock/control/verifier.ts';
import { monotonic } from '../../../mock/state/clock.ts';
import type { Order, Tells, Told } from './suite-messages.ts';

type Run = ReturnType<Verifier['current']>;

/** What of an order the server knows beforehand. */
export type Place = Pick<Order, 'url' | 'token' | 'certificate'> & {
  /** `tollgate verify` for a contract of this server. */
  command(contract: string): string;
};

const PROCESS = fileURLToPath(new URL('suite-process.js', import.meta.url));

const MOST_MINUTES = 15;
/** Milliseconds that a cancelled run has to come to its end by itself. */
const GRACE_MS = 10_000;

/** The same choice of checks as options of `tollgate verify`. */
const choice = ({ level, only = [] }: Pick<WantedRun, 'level' | 'only'>): readonly string[] => [
  ...(level === undefined ? [] : [`--level ${level}`]),
  ...only.map((pattern) => `--only ${quote(pattern)}`),
];

/** @param place asked when a run starts: a port may be chosen at start */
export function createVerifier(place: () => Place): Verifier {
  let run: Run = { state: 'none' };
  let began = 0;
  /** The process of the newest run: what those before it still say does not matter. */
  let child: ChildProcess | undefined;

  const isOver = (): boolean => !isUnderWay(run);
  const end = (how: Partial<Run> & Pick<Run, 'state'>): void => {
    run = { ...run, elapsed_ms: Math.round(monotonic() - began), ...how };
  };
  const cancel = (): void => {
    const mine = child;
    if (mine === undefined || isOver()) return;
    run = { ...run, state: 'cancelling' };
    mine.send('cancel' satisfies Told, () => undefined);
    setTimeout(() => mine.kill('SIGKILL'), GRACE_MS).unref();
  };

  /** @returns once the run has begun */
  const follow = (own: ChildProcess, order: Order): Promise<void> =>
    new Promise((resolve, reject) => {
      const breakOff = (why: string): void => {
        if (own !== child || isOver()) return;
        end(run.state === 'cancelling' ? { state: 'cancelled' } : { state: 'failed', why });
        // Nobody waits any more where it had begun.
        reject(new InputError(why));
      };
      own.on('message', (message: Tells) => {
        if (own !== child) return;
        switch (message.is) {
          case 'listening':
            own.send(order satisfies Told, () => undefined);
            break;
          case 'refused':
            breakOff(message.why);
            break;
          case 'begun':
            if (run.state === 'starting') run = { ...run, state: 'running' };
            run = { ...run, checks: message.checks, done: 0 };
            resolve();
            break;
          case 'so_far':
            if (run.state === 'running') run = { ...run, done: message.done, totals: message.totals };
            break;
          case 'ended':
            end({
              ...message.report,
              state: run.state === 'cancelling' ? 'cancelled' : 'ended',
              ...(run.state === 'running' && run.checks !== undefined && { done: run.checks }),
            });
        }
      });
      own.on('error', (error) => breakOff(`its process could not be started: ${error.message}`));
      own.on('exit', (code, signal) => breakOff(`its process ended (${signal ?? code ?? ''})`));
    });

  return {
    current: () => (isOver() ? run : { ...run, elapsed_ms: Math.round(monotonic() - began) }),
    cancel,
    async start({ contract, level, only }: WantedRun, closing) {
      const before = run;
      const { command, ...where } = place();
      const { name, title, document } = contract;
      const own = command(name);
      began = monotonic();
      run = { state: 'starting', contract: name, title, command: [own, ...choice({ level, only })].join(' ') };
      const { fork } = await import('node:child_process');
      child = fork(PROCESS, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      const mine = child;
      const kill = (): void => void mine.kill('SIGKILL');
      closing.addEventListener('abort', kill, { once: true });
      const late = setTimeout(() => {
        cancel();
        if (!isOver()) run = { ...run, why: `It took longer than ${MOST_MINUTES} minutes.` };
      }, MOST_MINUTES * 60_000).unref();
      mine.on('exit', () => {
        closing.removeEventListener('abort', kill);
        clearTimeout(late);
      });
      try {
        await follow(mine, { ...where, name, document, level, only, command: own });
      } catch (error) {
        run = before;
        throw error;
      }
      return this.current();
    },
  };
}
