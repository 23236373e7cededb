/** Operations that the target file says the server has not: nothing is built on them, and what is left out is named. */
import { NotRun } from '../../conformance/check.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { NotApplicable } from './profile-inputs.ts';

type Make<T> = (contract: CompiledContract) => Promise<T>;

export interface Made<T> {
  readonly made: T;
  /** Ids of operations that it would have been built on, too. */
  readonly leftOut: readonly string[];
}

const without = (contract: CompiledContract, ids: readonly string[]): CompiledContract => ({
  ...contract,
  operations: contract.operations.filter(({ id }) => !ids.includes(id)),
});

/** A reason against it, where there is one. */
async function tried<T>(make: Make<T>, contract: CompiledContract): Promise<{ readonly made: T } | NotApplicable> {
  try {
    return { made: await make(contract) };
  } catch (error) {
    if (error instanceof NotApplicable) return error;
    if (error instanceof NotRun) return new NotApplicable(error.message);
    throw error;
  }
}

/**
 * Makes something of the contract without these operations.
 *
 * @throws {NotApplicable} naming those of them that it cannot do without, or saying why else it cannot be made
 */
export async function makeWithout<T>(
  contract: CompiledContract,
  missing: readonly string[],
  make: Make<T>,
  /** What of it says whether it differs. */
  told: (made: T) => unknown,
): Promise<Made<T>> {
  if (missing.length === 0) return { made: await make(contract), leftOut: [] };
  const whole = await tried(make, contract);
  if (whole instanceof NotApplicable) throw whole;
  const found = await tried(make, without(contract, missing));
  const text = JSON.stringify(told(whole.made));
  const needed: string[] = [];
  const used: string[] = [];
  for (const id of missing) {
    const less = await tried(make, without(contract, [id]));
    if (less instanceof NotApplicable) needed.push(id);
    else if (JSON.stringify(told(less.made)) !== text) used.push(id);
  }
  if (!(found instanceof NotApplicable)) return { made: found.made, leftOut: [...needed, ...used] };
  const names = needed.length > 0 ? needed : used.length > 0 ? used : missing;
  throw new NotApplicable(
    `it needs ${names.join(' and ')}, which the target file says ${names.length === 1 ? 'is' : 'are'} not implemented (not_implemented)`,
  );
}

export const leftOutLine = (ids: readonly string[]): string =>
  `left out, as the target file says that the server has not got it (not_implemented): ${ids.join(', ')}`;
