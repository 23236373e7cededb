/** One rule, turned into a check for every operation that has it. */
import type { Check, Level, Need, SuiteInput } from '../../../check.ts';
import type { Context } from '../../../check-context.ts';
import type { OperationPlan, Plan } from '../../../../mock/contract/compiled-contract.ts';
import type { Basis } from './operation-citation.ts';

export interface Case {
  /** `family.case`; the operation's id is put after it. */
  readonly id: string;
  /** A sentence that holds where the check passes. */
  title(operation: OperationPlan): string;
  /** Default `must`. */
  readonly level?: Level;
  readonly needs?: readonly Need[] | ((operation: OperationPlan) => readonly Need[]);
  /** `contract` where the check is about quotas themselves. */
  readonly quotas?: Check['quotas'];
  applies(operation: OperationPlan, plan: Plan): boolean;
  basis(operation: OperationPlan, plan: Plan): Basis;
  run(context: Context, operation: OperationPlan): Promise<void>;
}

export function perOperation({ plan }: SuiteInput, { id, title, level = 'must', needs = [], quotas, applies, basis, run }: Case): readonly Check[] {
  return plan.operations.filter((operation) => applies(operation, plan)).map((operation) => ({
    id: `${id}:${operation.id}`,
    title: title(operation),
    level,
    ...basis(operation, plan),
    needs: typeof needs === 'function' ? needs(operation) : needs,
    ...(quotas && { quotas }),
    run: (context) => run(context, operation),
  }));
}

/** `GET /v2/contacts`, for titles. */
export const named = ({ method, path }: OperationPlan): string => `${method} ${path}`;
