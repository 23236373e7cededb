/** The action of an operation, with the type that its factory expects. */
import type { Action } from '../../specs/generated/vocabulary.ts';
import { refuse } from './call.ts';
import type { Outcome } from './call.ts';
import type { CompiledOperation, CompiledContract, CompiledResource } from '../contract/compiled-contract.ts';
import { ContractError } from '../contract/contract-problem.ts';

/** An operation's action, as the type that its factory is for. */
export function actionOf<T extends Action['type']>(
  { action, pointer }: CompiledOperation,
  type: T,
): Extract<Action, { type: T }> {
  if (action.type !== type) throw new Error(`${pointer}: ${action.type} is not ${type}`);
  return action as Extract<Action, { type: T }>;
}

/** The resource that an action names. @throws ContractError if no schema carries it */
export function resourceOf(contract: CompiledContract, operation: CompiledOperation, name: string): CompiledResource {
  const resource = contract.resources.get(name);
  if (resource) return resource;
  throw new ContractError(contract.name, [
    {
      rule: 'unknown-resource',
      pointer: `${operation.pointer}/x-action`,
      message: `no schema has x-resource with the name ${name}`,
      suggestion: `add it to a schema, or name one of ${[...contract.resources.keys()].join(', ')}`,
    },
  ]);
}

/** The outcome of an action whose record is not there. */
export function absent(
  operation: CompiledOperation,
  resource: CompiledResource,
  state: 'deleted' | undefined,
): Outcome {
  const failure = state === 'deleted' ? 'deleted' : 'not_found';
  return {
    refusal: refuse(failure, 'the record must exist in the partition of the caller', `${operation.pointer}/x-action`, {
      expected: `a live ${resource.name}`,
    }),
  };
}
