/** The known-failing file, dealt out to the contracts of a run. */
import type { KnownFailing } from '../../../conformance/known-failing.ts';
import { allChecks, fitsId } from '../../../conformance/all-checks.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';

/**
 * Each contract gets the entries that name checks of it; what names none at all goes to the first, which reports it as
 * stale.
 */
export function knownByContract(known: KnownFailing, contracts: readonly CompiledContract[]): readonly KnownFailing[] {
  const ids = contracts.map((contract) => allChecks(contract).map(({ id }) => id));
  const fits = (pattern: string, i: number): boolean => ids[i]!.some((id) => fitsId(pattern, id));
  return contracts.map(
    (_, i) =>
      new Map(
        [...known].filter(
          ([pattern]) => fits(pattern, i) || (i === 0 && !contracts.some((_plan, j) => fits(pattern, j))),
        ),
      ),
  );
}
