/** A thread that tries mutants: whichever it is handed, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { monotonic } from '../machine-clock.ts';
import { MUTANTS } from './all-mutants.ts';
import { alarmsOf, loadSubjects, tryMutant } from './try-mutant.ts';
import type { Trial } from './try-mutant.ts';

/** A mutant by its id, or a run of the sound sandbox. */
export type Task =
  | { readonly mutant: string; readonly contract: string; readonly whole: boolean }
  | { readonly contract: string; readonly seed: string; readonly concurrency: number };

export interface CleanRun {
  readonly contract: string;
  readonly seed: string;
  readonly concurrency: number;
  /** Ids of the checks that found fault with it, or fell over. */
  readonly checks: readonly string[];
  /** What each of them says. */
  readonly told: ReadonlyMap<string, string>;
}

export type Answer = { readonly trial: Trial } | { readonly clean: CleanRun };

/** The sound sandbox is not hurried: a machine that is busy with other things is no false alarm. */
const PATIENT_MS = 300_000;

const port = parentPort;
if (port === null) throw new Error('mutant-thread.ts runs as a thread of run-mutants.ts');

const subjects = await loadSubjects((workerData as readonly string[] | undefined) ?? builtInNames());

async function perform(task: Task): Promise<Answer> {
  const subject = subjects.find(({ contract }) => contract === task.contract)!;
  if ('mutant' in task)
    return { trial: await tryMutant(MUTANTS.find(({ id }) => id === task.mutant)!, subject, task.whole, monotonic) };
  const { alarms, errors, told } = await alarmsOf(subject, subject.checks, { ...task, timeoutMs: PATIENT_MS });
  return { clean: { ...task, checks: [...alarms, ...errors], told } };
}

port.on(
  'message',
  (task: Task) =>
    void perform(task).then(
      (answer) => port.postMessage(answer),
      (error: unknown) => {
        throw error;
      },
    ),
);
port.postMessage('ready');
