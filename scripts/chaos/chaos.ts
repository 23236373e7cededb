/** `npm run chaos`: races and faults against the sandbox, wherever it keeps its state. */
import { writeFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { scriptCommand, wholeNumber } from '../../conformance/script-command.ts';
import { play } from './play.ts';
import { PLACES } from './scenario.ts';
import type { Place } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { listText, resultText, totalText } from './report.ts';

interface Options {
  readonly list?: true;
  readonly only?: readonly string[];
  readonly place?: readonly Place[];
  readonly seconds: number;
  readonly requests: number;
  readonly workers: number;
  readonly json?: string;
}

const EXIT_BROKEN = 1;
const EXIT_ERROR = 2;

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 600)) throw new InvalidArgumentError('Give a number of seconds, 600 at most');
  return number;
}

function placeOf(text: string, before: readonly Place[] = []): readonly Place[] {
  const place = PLACES.find((one) => one === text);
  if (place === undefined) throw new InvalidArgumentError(`Give one of ${PLACES.join(', ')}`);
  return [...before, place];
}

const command = scriptCommand('npm run chaos --', 'Races and faults against the sandbox, on this machine only.')
  .option('--list', 'say what there is, and end')
  .option(
    '--only <name>',
    'play this scenario, or all of a kind; repeat it for more',
    (name: string, before: readonly string[] | undefined) => [...(before ?? []), name],
  )
  .option('--place <place>', `play them there: ${PLACES.join(', ')}; repeat it for more`, placeOf)
  .option('--seconds <n>', 'for how long each load goes on', positive, 2)
  .option('--requests <n>', 'requests at once in a race', wholeNumber, 200)
  .option('--workers <n>', 'processes that share a file or a Redis', wholeNumber, 4)
  .option('--json <file>', 'write the results as JSON, too')
  .addHelpText('after', '\nExit codes: 0 all held, 1 something did not, 2 it could not be tried.')
  .parse();
const { list, only = [], place = PLACES, seconds, requests, workers, json } = command.opts<Options>();

const strange = only.filter((word) => !SCENARIOS.some(({ name, kind }) => word === name || word === kind));
if (strange.length > 0) command.error(`error: no scenario is called ${strange.join(', ')} (--list has them all)`);
if (workers < 2) command.error('error: --workers must be 2 at least');
if (requests < 8) command.error('error: --requests must be 8 at least');
const chosen = SCENARIOS.filter(({ name, kind }) => only.length === 0 || only.includes(name) || only.includes(kind));

if (list) {
  process.stdout.write(listText(chosen));
} else {
  const results = await play(chosen, place, { seconds, racers: requests, workers }, (result) =>
    process.stdout.write(resultText(result)),
  );
  process.stdout.write(totalText(results));
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ seconds, requests, workers, results }, undefined, 2)}\n`);
  const met = (outcome: string): boolean => results.some((result) => result.outcome === outcome);
  // What hangs, hangs no longer.
  process.exit(met('broken') ? EXIT_BROKEN : met('error') || results.length === 0 ? EXIT_ERROR : 0);
}
