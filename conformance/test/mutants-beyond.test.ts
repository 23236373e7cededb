/** Defects in what no built-in contract has: each is planted in the sandbox of the contract that has it. */
import t from 'tap';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { monotonic } from '../machine-clock.ts';
import { BEYOND } from '../mutants/beyond-mutants.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
import { loadSubjects, tryMutant } from '../mutants/try-mutant.ts';

const [lighthouse] = await loadSubjects(['mock/test/fixtures/lighthouse.yaml']);
const builtIn = await loadSubjects(builtInNames());

for (const mutant of BEYOND)
  t.test(`${mutant.id}: ${mutant.title}`, async (t) => {
    t.notOk(
      MUTANTS.some(({ id }) => id === mutant.id),
      'has an id of its own',
    );
    t.notOk(
      builtIn.some(({ compiled }) => mutant.applies(compiled)),
      'is not for the built-in contracts, which npm run mutants tries',
    );
    const { killers, errors } = await tryMutant(mutant, lighthouse!, false, monotonic);
    t.ok(killers.length > 0, `killed by ${killers.join(', ')}`);
    t.strictSame(errors, []);
  });
