/** `npm run mutants`: every planted defect against the suite, and the sound sandbox against it too. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { builtInNames } from '../../mock/contract/built-in.ts';
import { monotonic } from '../machine.ts';
import { fitsId } from '../suite.ts';
import { MUTANTS } from './index.ts';
import { matrixOf } from './matrix.ts';
import { inThreads } from './pool.ts';
import { loadSubjects, subjectOf } from './trial.ts';
import type { Trial } from './trial.ts';
import type { Answer, FalseAlarm, Task } from './worker.ts';

/** Of the sound sandbox: this many seeds, in turn with one check at a time and with eight. */
const CLEAN_RUNS = 20;
const CONCURRENCIES = [1, 8];

const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const quick = process.argv.includes('--no-clean');

const started = monotonic();
const subjects = await loadSubjects(builtInNames());
const chosen = MUTANTS.filter(({ id }) => patterns.length === 0 || patterns.some((pattern) => fitsId(pattern, id)));
const homeless = chosen.filter((mutant) => subjectOf(subjects, mutant) === undefined);

const cost = (task: Task): number => subjects.find(({ contract }) => contract === ('mutant' in task ? subjectOf(subjects, MUTANTS.find(({ id }) => id === task.mutant)!)?.contract : task.contract))?.checks.length ?? 0;

const tasks: Task[] = chosen.filter((mutant) => !homeless.includes(mutant)).map(({ id }) => ({ mutant: id }));
if (!quick) {
  for (let run = 0; run < CLEAN_RUNS; run++) {
    // Each contract has ten runs at either concurrency among the twenty.
    for (const [i, { contract }] of subjects.entries()) tasks.push({ contract, seed: `clean-${run + 1}`, concurrency: CONCURRENCIES[(run + i) % CONCURRENCIES.length]! });
  }
}
// The longest first, so that no thread is left alone with one at the end.
tasks.sort((a, b) => cost(b) - cost(a));

const trials: Trial[] = [];
const cleanRuns: FalseAlarm[] = [];
await inThreads<Task, Answer>(new URL('./worker.js', import.meta.url), builtInNames(), tasks, (answer) => {
  if ('trial' in answer) trials.push(answer.trial);
  else cleanRuns.push(answer.clean);
  if (process.stderr.isTTY) process.stderr.write(`\r${trials.length + cleanRuns.length}/${tasks.length}`);
});

const reasons = (parse(readFileSync(new URL('../../../conformance/mutants/unproven.yaml', import.meta.url), 'utf8')) ?? {}) as Readonly<Record<string, string>>;
const matrix = matrixOf({ mutants: chosen, homeless, trials, cleanRuns, subjects, reasons, whole: patterns.length === 0 });
const { summary } = matrix;

if (patterns.length === 0) {
  writeFileSync('conformance/MUTANTS.md', matrix.table);
  writeFileSync('mutants.json', `${JSON.stringify(summary, undefined, 2)}\n`);
}
for (const line of matrix.complaints) console.log(line);
console.log(`${summary.killed} of ${summary.total} mutants killed, ${summary.unproven.length} checks unproven, ${summary.falseAlarms.length} false alarms in ${cleanRuns.length} clean runs, ${((monotonic() - started) / 1000).toFixed(1)} s`);
process.exitCode = matrix.complaints.length === 0 ? 0 : 1;
