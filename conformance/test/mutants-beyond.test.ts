/** Defects in what no built-in contract has: each is planted in the sandbox of the contract that has it. */
import t from 'tap';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { monotonic } from '../machine-clock.ts';
import { BEYOND } from '../mutants/beyond-mutants.ts';
import { BUOY } from '../mutants/buoy-mutants.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
import { loadSubjects, tryMutant } from '../mutants/try-mutant.ts';

const [lighthouse] = await loadSubjects(['mock/test/fixtures/lighthouse.yaml']);
const [buoy] = await loadSubjects(['mock/test/fixtures/buoy.yaml']);
const builtIn = await loadSubjects(builtInNames());

for (const [mutant, subject] of [
  ...BEYOND.map((mutant) => [mutant, lighthouse!] as const),
  ...BUOY.map((mutant) => [mutant, buoy!] as const),
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
    const { killers, errors } = await tryMutant(mutant, subject, false, monotonic);
    t.ok(killers.length > 0, `killed by ${killers.join(', ')}`);
    t.strictSame(errors, []);
  });
