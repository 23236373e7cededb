/** `bench.json`: the rows of the last run of each group, and the machine that they are from. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { CORES } from './cores.ts';
import { UsageError } from './options.ts';
import type { Row } from './rows.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gib: number;
  readonly node: string;
  /** On which cores servers and load ran, or why they were not kept apart. */
  readonly cores_used: string;
}

export interface Measured extends Row {
  /** Whether it is from short rounds, which only show that everything works. */
  readonly quick: boolean;
  /** ISO 8601. */
  readonly at: string;
}

export interface Results {
  readonly machine: Machine;
  readonly rows: readonly Measured[];
}

export const RESULTS_FILE = 'bench.json';

const GIB = 1024 ** 3;

/** @param coresUsed as `keepApart` tells it */
export const thisMachine = (coresUsed: string): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: CORES,
  memory_gib: Math.round(totalmem() / GIB),
  node: process.version,
  cores_used: coresUsed,
});

const areResults = (value: unknown): value is Results =>
  typeof value === 'object' && value !== null && 'machine' in value && 'rows' in value && Array.isArray(value.rows);

/**
 * @returns undefined if there is no file
 * @throws {UsageError} for a file of something else
 */
export async function readResults(file: string): Promise<Results | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!areResults(read)) throw new UsageError(`${file}: no results of the bench; name a copy of ${RESULTS_FILE}`);
    return read;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) throw new UsageError(`${file}: no JSON`);
    throw error;
  }
}

const rounded = (row: Row): Row => ({ ...row, value: row.value === null ? null : Number(row.value.toPrecision(4)) });

/** Whether two rows are of the same figure. */
export const sameRow = (a: Row, b: Row): boolean => a.group === b.group && a.name === b.name && a.against === b.against;

/**
 * What a run leaves: its own rows, and those of earlier runs on the same machine that it did not measure anew.
 *
 * @param groups names of all groups, in their order
 * @param whole names of the groups that were run as a whole, whose older rows are gone
 */
export function mergeResults(
  before: Results | undefined,
  machine: Machine,
  fresh: readonly Measured[],
  groups: readonly string[],
  whole: readonly string[],
): Results {
  const isHere = JSON.stringify(before?.machine) === JSON.stringify(machine);
  const kept = isHere
    ? before!.rows.filter((row) => !whole.includes(row.group) && !fresh.some((other) => sameRow(row, other)))
    : [];
  const rows = [...kept, ...fresh];
  return { machine, rows: groups.flatMap((group) => rows.filter((row) => row.group === group)) };
}

export const measuredNow = (rows: readonly Row[], quick: boolean): Measured[] =>
  rows.map((row) => ({ ...rounded(row), quick, at: new Date().toISOString() }));

export const writeResults = (file: string, results: Results): Promise<void> =>
  writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
