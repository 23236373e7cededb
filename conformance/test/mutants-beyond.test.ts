/** The suite notices defects in what only the contracts of the fixtures have. */
import { readFile } from 'node:fs/promises';
import t from 'tap';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { monotonic } from '../machine-clock.ts';
import { BEYOND } from '../mutants/beyond-mutants.ts';
import { CERTIFICATES } from '../mutants/certificate-mutants.ts';
import { BUOY } from '../mutants/buoy-mutants.ts';
import { LINKS, STEP_UP_ALONE } from '../mutants/link-mutants.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
import { KEY_PAIRS } from '../mutants/key-pair-mutants.ts';
import { SIGNED_REQUESTS } from '../mutants/signed-request-mutants.ts';
import { SIGNED_WEBHOOKS } from '../mutants/signed-webhook-mutants.ts';
import { RACES } from '../mutants/race-mutants.ts';
import { alarmsOf, loadSubjects, subjectsOf, tryMutant } from '../mutants/try-mutant.ts';

const fixtures = await loadSubjects(
  ['lighthouse', 'harbour', 'buoy', 'drawbridge', 'viaduct', 'semaphore', 'lantern'].map(
    (name) => `mock/test/fixtures/${name}.yaml`,
  ),
);
const builtIn = await loadSubjects(builtInNames());

for (const mutant of [
  ...BEYOND,
  ...BUOY,
  ...SIGNED_REQUESTS,
  ...SIGNED_WEBHOOKS,
  ...CERTIFICATES,
  ...KEY_PAIRS,
  ...LINKS,
  ...STEP_UP_ALONE,
])
  t.test(`${mutant.id}: ${mutant.title}`, async (t) => {
    t.notOk(
      MUTANTS.some(({ id }) => id === mutant.id),
      'has an id of its own',
    );
    t.notOk(
      builtIn.some(({ compiled }) => mutant.applies(compiled)),
      'is not for the built-in contracts, which npm run mutants tries',
    );
    const [fixture] = subjectsOf(fixtures, mutant);
    const { killers, errors } = await tryMutant(mutant, fixture!, false, monotonic);
    t.ok(killers.length > 0, `killed by ${killers.join(', ')}`);
    t.strictSame(errors, []);
  });

t.test('race.updates: a PATCH whose body always has a field is tried by the others', async (t) => {
  const text = await readFile('specs/voucherify.yaml', 'utf8');
  const method = /put:(\s+operationId: updateVoucher\n)/;
  const schema = /(\n {4}VoucherUpdate:\n)/;
  t.match(text, method);
  t.match(text, schema);
  const dir = t.testdir({
    'voucherify.yaml': text.replace(method, 'patch:$1').replace(schema, '$1      required: [active]\n'),
  });
  const [subject] = await loadSubjects([`${dir}/voucherify.yaml`]);
  const id = 'race.updates:updateVoucher';
  const lost = RACES.find((mutant) => mutant.id === 'race.updates-lost')!;
  t.match((await tryMutant(lost, subject!, false, monotonic)).killers, [id]);
  const checks = subject!.checks.filter((check) => check.id === id);
  t.equal(checks.length, 1);
  const { alarms, errors } = await alarmsOf(subject!, checks, { seed: 'patch', concurrency: 1, timeoutMs: 60_000 });
  t.strictSame([...alarms, ...errors], []);
});
