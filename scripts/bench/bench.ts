/**
 * `npm run bench`: the sandbox beside bare Fastify, its peers, and itself with other stores and more processes. What is
 * held against each other is measured in one run, in turns; the median of the rounds' ratios counts. Prints a table and
 * writes `bench.json`; with `--write-docs`, writes the table of `docs/benchmarks.md` and its chart from that instead.
 */
import { writeDocs } from './docs.ts';
import type { Group, Run } from './groups/group.ts';
import { GROUPS } from './groups/all-groups.ts';
import { parseOptions, UsageError } from './options.ts';
import type { BenchOptions } from './options.ts';
import { measuredNow, mergeResults, readResults, RESULTS_FILE, thisMachine, writeResults } from './results.ts';
import type { Row } from './rows.ts';
import { textTable } from './table.ts';

/** Long enough for figures that repeat, short enough that the whole run takes some eight minutes. */
const PACE = { rounds: 5, ms: 1_000 };
const QUICK_PACE = { rounds: 2, ms: 400 };

const NAMES = [...new Set(GROUPS.flatMap(({ name, cases }) => [name, ...cases]))];

/** Whether a group, or a case of it, was asked for. */
const isAsked = (only: readonly string[] | undefined, { name, cases }: Group): boolean =>
  only === undefined || [name, ...cases].some((part) => only.includes(part));

async function runGroup(group: Group, { quick, only, soakMinutes }: BenchOptions): Promise<Row[]> {
  const whole = only === undefined || only.includes(group.name);
  const run: Run = {
    quick,
    pace: quick ? QUICK_PACE : PACE,
    soakMinutes,
    wants: (name) => whole || only.includes(name),
  };
  const begin = performance.now();
  const rows = await group.run(run);
  console.error(`${group.name}: ${Math.round((performance.now() - begin) / 1000)} s`);
  return rows;
}

/** Keeps what each group gave as soon as it is there: a run that ends early has measured something. */
async function measure(options: BenchOptions): Promise<void> {
  const { quick, only } = options;
  const rows: Row[] = [];
  for (const group of GROUPS.filter((group) => isAsked(only, group))) {
    const fresh = await runGroup(group, options);
    rows.push(...fresh);
    const whole = only === undefined || only.includes(group.name) ? [group.name] : [];
    const before = await readResults(RESULTS_FILE);
    await writeResults(
      RESULTS_FILE,
      mergeResults(
        before,
        thisMachine(),
        measuredNow(fresh, quick),
        GROUPS.map(({ name }) => name),
        whole,
      ),
    );
  }
  for (const line of textTable(rows)) console.log(line);
  console.log(
    `\nWritten to ${RESULTS_FILE}. Ratios compare servers on the same core within one run; the figures beside them are this machine's.`,
  );
}

// Ending this way, rather than by the signal, ends the servers too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  const options = parseOptions(process.argv.slice(2), NAMES);
  if (options.writeDocs) console.log(`Written: ${(await writeDocs()).join(', ')}.`);
  else await measure(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
}
