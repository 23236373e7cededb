/**
 * The rules of histories find what is planted in them; and the short form of `npm run chaos`: a few scenarios of each kind,
 * through the command.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import type { Test } from 'tap';
import { hasRedis } from '../../mock/test/redis-server.ts';
import { checkHistory, checkLimit } from '../chaos/check-history.ts';
import type { Answer, Operation, Verb } from '../chaos/history.ts';
import { SCENARIOS } from '../chaos/scenarios.ts';
import type { Result } from '../chaos/play.ts';

t.setTimeout(300_000);

const op = (verb: Verb, start: number, end: number, answer: Answer = 'yes', value?: string): Operation => ({
  verb,
  subject: 'it',
  start,
  end,
  answer,
  ...(value === undefined ? {} : { value }),
});

const HISTORIES: readonly (readonly [what: string, operations: readonly Operation[], found: readonly RegExp[]])[] = [
  ['a life', [op('make', 0, 1), op('use', 2, 3), op('end', 4, 5), op('use', 6, 7, 'no')], []],
  [
    'a use beside the end may go either way',
    [op('make', 0, 1), op('end', 2, 6), op('use', 3, 9), op('use', 4, 5, 'no')],
    [],
  ],
  [
    'a use that started after its end was answered',
    [op('make', 0, 1), op('end', 2, 3), op('use', 3.5, 4)],
    [/it was accepted by a request that started 0\.5 ms after its end was answered/],
  ],
  ['an end that was refused ends nothing', [op('make', 0, 1), op('end', 2, 3, 'no'), op('use', 4, 5)], []],
  [
    'what is gone and comes back, though nobody knows of its end',
    [op('make', 0, 1), op('end', 2, 3, 'unknown'), op('use', 4, 5, 'no'), op('use', 6, 7)],
    [/it came back: it was there 1\.0 ms after it was gone/],
  ],
  ['what was not there before it was made', [op('use', 0, 1, 'no'), op('make', 2, 3), op('use', 4, 5)], []],
  ['what nobody ended', [op('make', 0, 1), op('use', 3, 4, 'no')], [/it was lost: it was not there 2\.0 ms after/]],
  ['an end whose answer is missing', [op('make', 0, 1), op('end', 2, 3, 'unknown'), op('use', 4, 5, 'no')], []],
  ['an end that came later', [op('make', 0, 1), op('use', 2, 3, 'no'), op('end', 4, 5)], [/it was lost/]],
  ['one winner', [op('take', 0, 5, 'no'), op('take', 0, 6), op('take', 1, 4, 'no')], []],
  ['two winners', [op('take', 0, 5), op('take', 0, 6), op('take', 1, 4, 'no')], [/it had 2 winners of 3/]],
  ['no winner', [op('take', 0, 5, 'no'), op('take', 1, 4, 'no')], [/it had no winner of 2/]],
  ['a winner whose answer is missing', [op('take', 0, 5, 'no'), op('take', 1, 4, 'unknown')], []],
  [
    'a thing that is made twice',
    [op('make', 0, 1, 'yes', 'a'), op('make', 0, 1, 'yes', 'b'), op('make', 0, 1, 'yes', 'a')],
    [/it was made 2 times: a, b/],
  ],
];

t.test('the rules of a history', (t) => {
  for (const [what, operations, found] of HISTORIES) {
    const said = checkHistory(operations);
    t.equal(said.length, found.length, `${what}: ${said.join('; ')}`);
    found.forEach((line, i) => t.match(said[i], line));
  }
  const two = [op('take', 0, 5), { ...op('take', 0, 5), subject: 'another' }];
  t.strictSame(checkHistory(two), [], 'each subject has a history of its own');
  t.end();
});

t.test('the rule of limits', (t) => {
  const counts = (times: number, start: number, end: number) =>
    Array.from({ length: times }, () => op('count', start, end));
  const within = [...counts(3, 0, 1), ...counts(5, 0, 2), op('count', 1, 2, 'no')];
  t.strictSame(checkLimit(within, 8), []);
  t.match(checkLimit(within, 7), [/8 requests were let in within 1 window of 7 each/]);
  const moved = [...counts(2, 0, 1), op('move', 2, 4), ...counts(2, 5, 6)];
  t.strictSame(checkLimit(moved, 2), []);
  t.strictSame(checkLimit([...moved, ...counts(0, 2, 5)], 2), []);
  // Beside the move: in either window, but not in both.
  t.match(checkLimit([...moved, op('count', 3, 5)], 2), [/5 requests were let in within 2 windows of 2 each/]);
  t.match(checkLimit([...counts(3, 0, 1), op('move', 2, 4)], 2), [/3 requests were let in within 1 window of 2/]);
  t.end();
});

const COMMAND = 'dist/scripts/chaos/chaos.js';

/** Which scenarios are played where, beside each other: they wait more than they work. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  memory: ['race-code', 'few-file-descriptors', 'idle-connections'],
  file: [
    ...['key-deleted', 'quota-moving-clock', 'file-full-by-limit'],
    ...['workers-never-serve', 'workers-killed-again', 'command-killed'],
  ],
  redis: [
    ...['race-refresh-token', 'two-deletes', 'quota-moving-clock', 'reset-under-load', 'tokens', 'records'],
    ...['told-to-end-in-flight', 'redis-full'],
  ],
};

async function played(t: Test, place: string, names: readonly string[]): Promise<void> {
  const file = join(t.testdir({}), 'results.json');
  const options = ['--place', place, '--seconds', '0.2', '--requests', '48', '--workers', '2', '--json', file];
  const { NODE_OPTIONS: _hooks, ...env } = process.env;
  const ran = await promisify(execFile)(
    process.execPath,
    [COMMAND, ...options, ...names.flatMap((name) => ['--only', name])],
    { env },
  ).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: unknown) => error as { readonly code: number; readonly stdout: string; readonly stderr: string },
  );
  t.equal(ran.code, 0, `${ran.stdout}${ran.stderr}`);
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as { readonly results: readonly Result[] };
  for (const { scenario, outcome, seen } of results) t.equal(outcome, 'held', `${scenario}: ${seen}`);
  t.strictSame(results.map(({ scenario }) => scenario).sort(), [...names].sort());
}

t.jobs = 2;
for (const [place, names] of Object.entries(SHORT))
  t.test(`the short form: ${place}`, async (t) => {
    if (place !== 'redis' || hasRedis(t)) await played(t, place, names);
  });

t.test('every kind is in the short form', (t) => {
  const names = Object.values(SHORT).flat();
  t.strictSame(
    [...new Set(SCENARIOS.filter(({ name }) => names.includes(name)).map(({ kind }) => kind))].sort(),
    [...new Set(SCENARIOS.map(({ kind }) => kind))].sort(),
  );
  t.end();
});
