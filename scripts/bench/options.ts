/** The options of `npm run bench`. */
import { scriptCommand } from '../../conformance/script-command.ts';

export interface BenchOptions {
  /** Short rounds that only show that everything works. */
  readonly quick: boolean;
  /** Groups or cases to run; undefined for all. */
  readonly only: readonly string[] | undefined;
  /** Minutes of the soak; 0 is none. */
  readonly soakMinutes: number;
  /** Writes the chart and the table from `bench.json`, and measures nothing. */
  readonly writeDocs: boolean;
  /** Writes what requests allocate now, which a test holds them to. */
  readonly writeCounts: boolean;
  /** Results to hold the new ones against. */
  readonly compare: string | undefined;
  /** Results that are held against those of `compare`, in place of a run. */
  readonly with: string | undefined;
  /** Prints the results as JSON in place of the table. */
  readonly json: boolean;
}

/** Something wrong with the command line: one line for anyone who typed it. */
export class UsageError extends Error {}

const MOST_MINUTES = 60;

interface Typed {
  readonly quick?: true;
  readonly only?: readonly string[];
  readonly soakMinutes: string;
  readonly writeDocs?: true;
  readonly writeCounts?: true;
  readonly compare?: string;
  readonly with?: string;
  readonly json?: true;
}

/**
 * @param names of the groups and cases there are
 * @throws {UsageError}
 */
export function parseOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const {
    quick = false,
    only: lists,
    soakMinutes: minutes,
    writeDocs = false,
    writeCounts = false,
    compare,
    with: newer,
    json = false,
  } = scriptCommand('npm run bench --', 'Measures the sandbox beside bare Fastify, other servers, and its own stores.')
    .option('--quick', 'short rounds, which only show that everything works')
    .option('--only <names...>', `groups or cases to run, with commas between: ${names.join(', ')}; default: all`)
    .option('--soak-minutes <n>', `minutes of the soak, up to ${MOST_MINUTES}`, '0')
    .option('--write-docs', 'measure nothing; write the table and the chart of docs/ from bench.json')
    .option('--write-counts', 'only count what requests allocate, and write it down for the test that holds them to it')
    .option('--compare <old.json>', 'say what changed since these results, beyond noise; exits 1 if anything got worse')
    .option('--with <new.json>', 'measure nothing: compare these results with those of --compare')
    .option('--json', 'print the results as JSON; what is told on the way goes to the standard error output')
    .parse([...args], { from: 'user' })
    .opts<Typed>();
  const only = lists?.flatMap((list) => list.split(',')).map((name) => name.trim());
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--only=${unknown}: there is no such group or case; there is ${names.join(', ')}`);
  const soakMinutes = Number(minutes);
  if (!(soakMinutes >= 0 && soakMinutes <= MOST_MINUTES))
    throw new UsageError(`--soak-minutes=${minutes}: write a number of minutes up to ${MOST_MINUTES}`);
  if (newer !== undefined && compare === undefined)
    throw new UsageError('--with names the newer results: say with --compare what they are held against');
  return { quick, only, soakMinutes, writeDocs, writeCounts, compare, with: newer, json };
}
