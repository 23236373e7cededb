/** `resource.delete`: a record removed; what follows can tell it from one that never was. */
import type { ActionStep } from '../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { absent, actionOf, resourceOf } from '../request/operation-action.ts';
import { DELETED, partitionOf } from './record-keys.ts';
import { removeRecord } from './record-store.ts';

export function resourceDelete(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'resource.delete');
  const resource = resourceOf(contract, operation, action.resource);
  return async ({ world, tenant, request }) => {
    const record = await removeRecord(
      world,
      resource,
      partitionOf(resource, tenant),
      request.params[action.path_parameter]!,
    );
    return record === undefined || record === DELETED
      ? absent(operation, resource, record)
      : { answer: { facts: { record } } };
  };
}
