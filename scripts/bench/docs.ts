/**
 * Writes the table of `docs/benchmarks.md` and the chart `docs/bench.svg` from the results of whole rounds. Figures that
 * vary too much to tell stand in it as that.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { chart } from './chart.ts';
import { UsageError } from './options.ts';
import { readResults, RESULTS_FILE } from './results.ts';
import type { Results } from './results.ts';
import { markdownTable } from './table.ts';

const BEGIN = '<!-- bench: written by `npm run bench -- --write-docs` -->';
const END = '<!-- bench: end -->';

const FOLDER = 'docs';
const PAGE = `${FOLDER}/benchmarks.md`;
const CHART_NAME = 'bench.svg';
const CHART = `${FOLDER}/${CHART_NAME}`;

/** Groups whose rows are rates beside a peer's. */
const CHARTED = 'peers';

/** @throws {UsageError} for results that are not there, or from short rounds */
export function checkResults(results: Results | undefined): Results {
  if (results === undefined) throw new UsageError(`there is no ${RESULTS_FILE}: run \`npm run bench\` first`);
  const quick = [...new Set(results.rows.filter((row) => row.quick).map(({ group }) => group))];
  if (quick.length > 0)
    throw new UsageError(
      `${RESULTS_FILE} has figures of --quick rounds: run \`npm run bench -- --only=${quick.join(',')}\` first`,
    );
  return results;
}

/** What stands between the page's markers. */
export function section({ machine, rows }: Results): string[] {
  const soak = rows.some(({ group, value }) => group === 'soak' && value !== null) ? ' -- --soak-minutes=10' : '';
  const days = [...new Set(rows.map(({ at }) => at.slice(0, 'yyyy-mm-dd'.length)))].sort();
  return [
    `![Requests per second of processor time, beside other servers](${CHART_NAME})`,
    '',
    ...markdownTable(rows),
    '',
    `Measured on ${days.join(', ')} with Node ${machine.node}, ${machine.cores} cores (${machine.cpu}; ${machine.cores_used}), ${machine.memory_gib} GiB, by \`npm run bench${soak} && npm run bench -- --write-docs\`.`,
  ];
}

/** @throws {UsageError} for a text without the markers */
export function withSection(text: string, lines: readonly string[]): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end < begin)
    throw new UsageError(`${PAGE} lacks the lines ${BEGIN} and ${END}, between which the table goes`);
  return `${text.slice(0, begin + BEGIN.length)}\n\n${lines.join('\n')}\n\n${text.slice(end)}`;
}

/** @returns the files written */
export async function writeDocs(): Promise<readonly string[]> {
  const results = checkResults(await readResults(RESULTS_FILE));
  const page = withSection(await readFile(PAGE, 'utf8'), section(results));
  await mkdir(FOLDER, { recursive: true });
  await writeFile(CHART, chart(results.rows.filter(({ group }) => group === CHARTED)));
  await writeFile(PAGE, page);
  return [PAGE, CHART];
}
