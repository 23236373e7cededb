/**
 * `npm run bench`: the sandbox beside bare Fastify, its peers, and itself with other stores and more processes. What is
 * held against each other is measured in one run, in turns, by the servers' processor time; the median of the rounds'
 * ratios counts. Prints a table and writes `bench.json`; with `--write-docs`, writes the table of `docs/benchmarks.md` and
 * its chart from that instead, and with `--compare`, says what changed since an earlier run.
 */
import { countAllocations, writeCounts } from './allocations.ts';
import { changes, changesText } from './compare-results.ts';
import { keepApart } from './cores.ts';
import { writeDocs } from './docs.ts';
import type { Group, Run } from './groups/group.ts';
import { GROUPS } from './groups/all-groups.ts';
import { parseOptions, UsageError } from './options.ts';
import type { BenchOptions } from './options.ts';
import { measuredNow, mergeResults, readResults, RESULTS_FILE, thisMachine, writeResults } from './results.ts';
import type { Results } from './results.ts';
import { isWide } from './rows.ts';
import type { Row } from './rows.ts';
import { textTable } from './table.ts';

/** Long enough for figures that repeat, short enough that the whole run takes some eight minutes. */
const PACE = { rounds: 9, ms: 600 };
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
async function measure(options: BenchOptions): Promise<Results> {
  const { quick, only, json } = options;
  const rows: Row[] = [];
  const machine = thisMachine(keepApart());
  console.error(`Cores: ${machine.cores_used}.`);
  for (const group of GROUPS.filter((group) => isAsked(only, group))) {
    const fresh = await runGroup(group, options);
    rows.push(...fresh);
    const whole = only === undefined || only.includes(group.name) ? [group.name] : [];
    const before = await readResults(RESULTS_FILE);
    await writeResults(
      RESULTS_FILE,
      mergeResults(
        before,
        machine,
        measuredNow(fresh, quick),
        GROUPS.map(({ name }) => name),
        whole,
      ),
    );
  }
  const results: Results = { machine, rows: measuredNow(rows, quick) };
  if (json) {
    console.log(JSON.stringify(results, null, 2));
    return results;
  }
  for (const line of textTable(rows)) console.log(line);
  const wide = rows.filter(isWide).length;
  console.log(
    `\nWritten to ${RESULTS_FILE}. Ratios compare servers on the same core within one run, by their processor time; the figures beside them are this machine's.`,
  );
  if (wide > 0)
    console.log(
      `${wide} of ${rows.length} figures vary by more than a tenth from round to round: run again on a quieter machine.`,
    );
  return results;
}

async function readOrRefuse(file: string): Promise<Results> {
  const results = await readResults(file);
  if (results === undefined) throw new UsageError(`${file}: there is no such file`);
  return results;
}

async function compare(options: BenchOptions, old: string): Promise<void> {
  const before = await readOrRefuse(old);
  const after = options.with === undefined ? await measure(options) : await readOrRefuse(options.with);
  // What is printed as JSON stays JSON.
  const print = options.json ? console.error : console.log;
  for (const line of changesText(before, after)) print(line);
  if (changes(before, after).some(({ verdict }) => verdict === 'worse')) process.exitCode = 1;
}

// Ending this way, rather than by the signal, ends the servers too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  const options = parseOptions(process.argv.slice(2), NAMES);
  if (options.writeDocs) console.log(`Written: ${(await writeDocs()).join(', ')}.`);
  else if (options.writeCounts) await writeCounts(await countAllocations());
  else if (options.compare !== undefined) await compare(options, options.compare);
  else await measure(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
}
