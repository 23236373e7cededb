/** A thread that tries the lies in the fields of one contract after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadSubjects } from '../try-mutant.ts';
import { tryFields } from './try-field.ts';

const port = parentPort;
if (port === null) throw new Error('field-thread.ts runs as a thread of run-fields.ts');

const subjects = await loadSubjects(workerData as readonly string[]);

port.on(
  'message',
  (contract: string) =>
    void tryFields(subjects.find((subject) => subject.contract === contract)!).then(
      (trials) => port.postMessage(trials),
      (error: unknown) => {
        throw error;
      },
    ),
);
port.postMessage('ready');
