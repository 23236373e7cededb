/** `npm run mutants`: every planted defect against the suite, and the sound sandbox against it too. */
import '../seldom-optimized.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { monotonic } from '../machine-clock.ts';
import { fitsId } from '../all-checks.ts';
import { scriptCommand, wholeNumber } from '../script-command.ts';
import { fieldsLine, runFields, writeFields } from './fields/run-fields.ts';
import { MUTANTS } from './all-mutants.ts';
import { falseAlarmsIn, matrixOf } from './kill-matrix.ts';
import { inThreads } from './thread-pool.ts';
import { mutantsAsTap } from './matrix-as-tap.ts';
import { checksFor, loadSubjects, subjectsOf } from './try-mutant.ts';
import type { Trial } from './try-mutant.ts';
import type { Answer, CleanRun, Task } from './mutant-thread.ts';

/** Runs of the sound sandbox, unless told otherwise: of whoever tries a few mutants, one. */
const CLEAN_RUNS = 20;
const CLEAN_RUNS_OF_A_FEW = 1;

/** The sound sandbox is run with one check at a time and with eight in turn. */
const CONCURRENCIES = [1, 8];

const WORKER = new URL('./mutant-thread.js', import.meta.url);
/** In place of a mutant's id it tries the sound sandbox alone, with every seed at each of these. */
const ONLY_CLEAN = 'clean';
const CROWDS = [1, 8, 16];

/** What the fields are tried with: `fields` in place of a mutant's id tries them alone. */
const ONLY_FIELDS = 'fields';

const REASONS = new URL('../../../conformance/mutants/unproven.yaml', import.meta.url);

interface Options {
  readonly whole?: true;
  readonly clean?: number;
  readonly tap?: string;
}

const command = scriptCommand('npm run mutants --', 'Tries the suite on sandboxes with one planted defect each.')
  .argument(
    '[mutant...]',
    `ids of mutants, or patterns (* is any text); default: all. "${ONLY_FIELDS} [contract...]" instead falsifies each documented field alone, and "${ONLY_CLEAN} [contract...]" tries the sandbox without a defect alone: as many seeds as --clean says, each with ${CROWDS.join(', ')} checks at a time`,
  )
  .option('--whole', 'try each mutant with every check, not only with those that should notice it')
  .option(
    '--clean <n>',
    `runs of the sandbox without a defect, in which no check may fail (default: ${CLEAN_RUNS}; with ids or patterns of mutants ${CLEAN_RUNS_OF_A_FEW})`,
    wholeNumber,
  )
  .option('--tap <file>', 'write the results as TAP, too')
  .parse();
const patterns = command.args;
const tryFew = patterns.length > 0 && patterns[0] !== ONLY_CLEAN;
const { whole = false, clean: runs = tryFew ? CLEAN_RUNS_OF_A_FEW : CLEAN_RUNS, tap } = command.opts<Options>();

if (patterns[0] === ONLY_FIELDS) {
  const contracts = patterns.slice(1);
  const { results, seconds, complaints } = await runFields(contracts.length > 0 ? contracts : builtInNames());
  if (contracts.length === 0) writeFields(results);
  for (const line of complaints) console.log(line);
  console.log(fieldsLine(results, seconds));
  process.exit(complaints.length === 0 ? 0 : 1);
}

if (patterns[0] === ONLY_CLEAN) {
  const contracts = patterns.length > 1 ? patterns.slice(1) : builtInNames();
  const started = monotonic();
  const tasks = Array.from({ length: runs }, (_, run) =>
    CROWDS.flatMap((concurrency) =>
      contracts.map((contract): Task => ({ contract, seed: `clean-${run + 1}`, concurrency })),
    ),
  ).flat();
  const done: CleanRun[] = [];
  await inThreads<Task, Answer>(WORKER, contracts, tasks, (answer) => {
    if (!('clean' in answer)) return;
    done.push(answer.clean);
    for (const alarm of falseAlarmsIn([answer.clean])) console.log(`false alarm: ${alarm}`);
  });
  const alarms = falseAlarmsIn(done).length;
  console.log(
    `${alarms} false alarms in ${done.length} runs of the sandbox without a defect: ${runs} seeds, ${CROWDS.join(', ')} checks at a time, ${contracts.length} contracts (${((monotonic() - started) / 1000).toFixed(1)} s)`,
  );
  process.exit(alarms === 0 ? 0 : 1);
}

const subjects = await loadSubjects(builtInNames());
const chosen = MUTANTS.filter(({ id }) => patterns.length === 0 || patterns.some((pattern) => fitsId(pattern, id)));

const strange = patterns.filter((pattern) => !MUTANTS.some(({ id }) => fitsId(pattern, id)));
if (strange.length > 0) {
  command.error(`error: no mutant is called ${strange.join(', ')} (conformance/mutants/ has them all)`);
}

interface Weighed {
  readonly task: Task;
  readonly checks: number;
}

const mutantTasks = chosen.flatMap((mutant) =>
  subjectsOf(subjects, mutant).map(
    (subject): Weighed => ({
      task: { mutant: mutant.id, contract: subject.contract, whole },
      checks: checksFor(mutant, subject, whole).length,
    }),
  ),
);

const cleanTasks = Array.from({ length: runs }, (_, run) =>
  subjects.map(
    ({ contract, checks }, i): Weighed => ({
      // Half of each contract's runs at either concurrency.
      task: { contract, seed: `clean-${run + 1}`, concurrency: CONCURRENCIES[(run + i) % CONCURRENCIES.length]! },
      checks: checks.length,
    }),
  ),
).flat();

const trials: Trial[] = [];
const cleanRuns: CleanRun[] = [];

/** @returns seconds */
async function perform(tasks: readonly Weighed[]): Promise<number> {
  const started = monotonic();
  // The longest first, so that no thread is left alone with one at the end.
  const sorted = tasks.toSorted((a, b) => b.checks - a.checks).map(({ task }) => task);
  let done = 0;
  await inThreads<Task, Answer>(WORKER, builtInNames(), sorted, (answer) => {
    if ('trial' in answer) trials.push(answer.trial);
    else cleanRuns.push(answer.clean);
    if (process.stderr.isTTY) process.stderr.write(`\r${++done}/${sorted.length} `);
  });
  return (monotonic() - started) / 1000;
}

const matrixSeconds = await perform(mutantTasks);
const cleanSeconds = await perform(cleanTasks);
const everything = patterns.length === 0;
const fields = everything ? await runFields(builtInNames()) : undefined;

const reasons = (parse(readFileSync(REASONS, 'utf8')) ?? {}) as Readonly<Record<string, string>>;
const { summary, table, complaints } = matrixOf({
  mutants: chosen,
  trials,
  cleanRuns,
  subjects,
  reasons,
  everything,
  fields: fields?.results ?? [],
});

if (fields !== undefined) {
  writeFields(fields.results);
  writeFileSync('reports/MUTANTS.md', table);
  writeFileSync('reports/mutants.json', `${JSON.stringify(summary, undefined, 2)}\n`);
}
if (tap !== undefined) writeFileSync(tap, mutantsAsTap(chosen, summary, cleanRuns, trials, fields));
for (const line of [...complaints, ...(fields?.complaints ?? [])]) console.log(line);
if (fields !== undefined) console.log(fieldsLine(fields.results, fields.seconds));
console.log(
  `${summary.killed} of ${summary.total} mutants killed in ${matrixSeconds.toFixed(1)} s; ${summary.unproven.length} checks unproven; ${summary.falseAlarms.length} false alarms in ${cleanRuns.length} clean runs (${cleanSeconds.toFixed(1)} s)`,
);
process.exitCode = complaints.length + (fields?.complaints.length ?? 0) === 0 ? 0 : 1;
