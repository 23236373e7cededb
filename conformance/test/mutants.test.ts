/** A few of the mutants are tried, and reasons are about what there is. The rest is `npm run mutants`. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { bodiesOf } from '../mutants/fields/list-fields.ts';
import { loadReasons } from '../mutants/fields/summarize-fields.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
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

t.test('each mutant has an id of its own', (t) => {
  const ids = MUTANTS.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length, 'ids are unique');
  t.ok(ids.length >= 490, `${ids.length} mutants`);
  t.end();
});

t.test('each reason why a lie cannot be noticed is about a documented field', async (t) => {
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
  const known = documented.flat();
  t.ok(known.length > 400, `${known.length} fields`);
  const isOf = (of: string): boolean =>
    known.some(({ contract, place, what }) =>
      [what, place, `${contract} ${place}`, `${contract} ${what}`].includes(of),
    );
  t.strictSame(
    loadReasons().filter(({ of }) => !isOf(of)),
    [],
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
  t.match(await mutants('--clean', 'many'), { code: 2, stderr: /^error: .*--clean.*many.*whole number/s });
  t.match(await mutants('no.such-mutant'), { code: 2, stderr: /no mutant is called no\.such-mutant/ });
});
