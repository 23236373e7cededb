/** One rule, turned into a check for every operation that has it. */
import type { Check, Level, Need, SuiteInput } from '../../../check.ts';
import type { Context } from '../../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../../mock/contract/compiled-contract.ts';
import type { Basis } from './operation-citation.ts';

export interface Case {
  /** `family.case`; the operation's id is put after it. */
  readonly id: string;
  /** A sentence that holds where the check passes. */
  title(operation: CompiledOperation): string;
  /** Default `must`. */
  readonly level?: Level;
  readonly needs?: readonly Need[] | ((operation: CompiledOperation, contract: CompiledContract) => readonly Need[]);
  /** `contract` where the check is about quotas themselves. */
  readonly quotas?: Check['quotas'];
  applies(operation: CompiledOperation, contract: CompiledContract): boolean;
  basis(operation: CompiledOperation, contract: CompiledContract): Basis;
  run(context: Context, operation: CompiledOperation): Promise<void>;
}

export function perOperation(
  { contract }: SuiteInput,
  { id, title, level = 'must', needs = [], quotas, applies, basis, run }: Case,
): readonly Check[] {
  return contract.operations
    .filter((operation) => applies(operation, contract))
    .map((operation) => ({
      id: `${id}:${operation.id}`,
      title: title(operation),
      level,
      ...basis(operation, contract),
      needs: typeof needs === 'function' ? needs(operation, contract) : needs,
      ...(quotas && { quotas }),
      run: (context) => run(context, operation),
    }));
}

/** `GET /v2/contacts`, for titles. */
export const named = ({ method, path }: CompiledOperation): string => `${method} ${path}`;
