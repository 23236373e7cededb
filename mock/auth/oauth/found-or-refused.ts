/** Small helpers for rules that either find something or refuse. */
import type { Outcome, Refusal } from '../../request/call.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import type { Action } from '../../../specs/generated/vocabulary.ts';

export function isRefusal(value: object | undefined): value is Refusal {
  return value !== undefined && 'failure' in value;
}

export const refused = (refusal: Refusal): Outcome => ({ refusal });

/** The action with this type. */
export type ActionOf<T extends Action['type'], A = Action> = A extends { readonly type: infer U }
  ? T extends U
    ? A
    : never
  : never;

const hasType = <T extends Action['type']>(action: Action, type: T): action is Action & ActionOf<T> =>
  action.type === type;

/**
 * The operation's action, which the caller knows to be of this type. @throws Error for a bug in the registry of actions
 */
export function actionOf<T extends Action['type']>(operation: CompiledOperation, type: T): Action & ActionOf<T> {
  if (!hasType(operation.action, type)) throw new Error(`${operation.id} is not ${type} but ${operation.action.type}`);
  return operation.action;
}

/** Operations with an action of this type, in the contract's order. */
export function operationsWith<T extends Action['type']>(
  operations: readonly CompiledOperation[],
  type: T,
): readonly { readonly operation: CompiledOperation; readonly action: Action & ActionOf<T> }[] {
  return operations.flatMap((operation) =>
    hasType(operation.action, type) ? [{ operation, action: operation.action }] : [],
  );
}
