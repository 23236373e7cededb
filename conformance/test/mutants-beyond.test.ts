/** The suite notices defects in what only the contracts of the fixtures have. */
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
import { loadSubjects, tryMutant } from '../mutants/try-mutant.ts';

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
    const fixture = fixtures.find(({ compiled }) => mutant.applies(compiled));
    const { killers, errors } = await tryMutant(mutant, fixture!, false, monotonic);
    t.ok(killers.length > 0, `killed by ${killers.join(', ')}`);
    t.strictSame(errors, []);
  });
