/** What `npm run bench` is told. */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Short rounds that only show that everything works. */
  readonly quick: boolean;
  /** Groups or cases to run; undefined for all. */
  readonly only: readonly string[] | undefined;
  /** Minutes of the soak; 0 is none. */
  readonly soakMinutes: number;
  /** Writes the chart and the table from `bench.json`, and measures nothing. */
  readonly writeDocs: boolean;
}

/** Something wrong with the command line: one line for anyone who typed it. */
export class UsageError extends Error {}

const MOST_MINUTES = 60;

/**
 * @param names of the groups and cases there are
 * @throws {UsageError}
 */
export function parseOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parse(args);
  const only = values.only?.flatMap((list) => list.split(',')).map((name) => name.trim());
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--only=${unknown}: there is no such group or case; there is ${names.join(', ')}`);
  const soakMinutes = Number(values['soak-minutes'] ?? 0);
  if (!(soakMinutes >= 0 && soakMinutes <= MOST_MINUTES))
    throw new UsageError(
      `--soak-minutes=${values['soak-minutes'] ?? ''}: write a number of minutes up to ${MOST_MINUTES}`,
    );
  return { quick: values.quick === true, only, soakMinutes, writeDocs: values['write-docs'] === true };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        'soak-minutes': { type: 'string' },
        'write-docs': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
