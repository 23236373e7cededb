/**
 * The published kill matrix is of the mutants there are, and a few of them are tried. The rest is `npm run mutants`.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { bodiesOf } from '../mutants/fields/list-fields.ts';
import { FIELDS } from '../mutants/fields/run-fields.ts';
import { loadReasons, reasonFor } from '../mutants/fields/summarize-fields.ts';
import type { FieldResult } from '../mutants/fields/summarize-fields.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
import type { Summary } from '../mutants/kill-matrix.ts';
import { loadCompiled } from '../verify.ts';

t.setTimeout(290_000);

const execute = promisify(execFile);
const RUN = fileURLToPath(new URL('../mutants/run-mutants.js', import.meta.url));

async function mutants(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  try {
    return { code: 0, ...(await execute(process.execPath, [RUN, ...args])) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

t.test('the published matrix is whole and clean', (t) => {
  const table = readFileSync('conformance/MUTANTS.md', 'utf8');
  const summary = JSON.parse(readFileSync('conformance/mutants.json', 'utf8')) as Summary;
  const ids = MUTANTS.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length, 'ids are unique');
  t.ok(ids.length >= 120, `${ids.length} mutants`);
  t.strictSame(
    ids.filter((id) => !table.includes(`| \`${id}\` |`)),
    [],
    'each has a row; else run `npm run mutants`',
  );
  t.match(summary, { total: ids.length, killed: ids.length, survivors: [], unproven: [], falseAlarms: [] });
  t.end();
});

t.test('every documented field was tried, and each lie that nobody notices has a reason', async (t) => {
  const published = JSON.parse(readFileSync(FIELDS, 'utf8')) as readonly FieldResult[];
  const ids = (
    fields: readonly {
      readonly contract: string;
      readonly place: string;
      readonly what: string;
      readonly answers: number;
    }[],
  ): readonly string[] =>
    fields.map(({ contract, place, what, answers }) => `${contract} ${place} ${what} in ${answers}`).sort();
  const documented = await Promise.all(
    builtInNames().map(async (contract) => {
      const fields = new Map<
        string,
        { readonly contract: string; readonly place: string; readonly what: string; readonly answers: number }
      >();
      for (const { fields: own } of bodiesOf(await loadCompiled(contract))) {
        for (const { place, fact, kind } of own) {
          const what = fact ?? kind;
          fields.set(`${place} ${what}`, {
            contract,
            place,
            what,
            answers: (fields.get(`${place} ${what}`)?.answers ?? 0) + 1,
          });
        }
      }
      return [...fields.values()];
    }),
  );
  const known = ids(documented.flat());
  t.ok(known.length > 400, `${known.length} fields`);
  t.strictSame(
    ids(published),
    known,
    'fields.json lists each field, with as many answers as document it; else run `npm run mutants`',
  );
  const reasons = loadReasons();
  const open = published.flatMap((result) =>
    result.survivors
      .filter((survivor) => reasonFor(reasons, result, survivor) === undefined)
      .map((survivor) => `${result.contract} ${result.place} ${survivor}`),
  );
  t.strictSame(open, [], 'unproven-fields.yaml says of each lie that nobody notices why nobody can');
  t.ok(
    published.every(({ told, noticed, survivors }) => told === noticed + survivors.length),
    'the figures add up',
  );
});

t.test('mutants are killed, and the sound sandbox is not accused', async (t) => {
  const { code, stdout } = await mutants(
    '--clean',
    '0',
    'code.reused',
    'quota.one-more',
    'otp.attempts-unlimited',
    'hmac.second-too-old',
    'tenant.case-ignored',
    'session.close-nothing',
  );
  t.match(stdout, /^6 of 6 mutants killed/m);
  t.equal(code, 0, stdout);
});

t.test('bad arguments are one line', async (t) => {
  t.match(await mutants('--clean', 'many'), { code: 2, stderr: '--clean many: give a number of runs\n' });
  t.match(await mutants('no.such-mutant'), { code: 2, stderr: /no\.such-mutant.*MUTANTS\.md/ });
});
