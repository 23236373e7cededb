/** `resource.delete`: a record removed; what follows can tell it from one that never was. */
import type { ActionStep } from '../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { absent, actionOf, resourceOf } from '../request/operation-action.ts';
import { DELETED, partitionIn } from './record-keys.ts';
import { removeRecord } from './record-store.ts';

export function resourceDelete(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'resource.delete');
  const resource = resourceOf(contract, operation, action.resource);
  return async (call) => {
    const record = await removeRecord(
      call.world,
      resource,
      partitionIn(call, resource),
      call.request.params[action.path_parameter]!,
    );
    return record === undefined || record === DELETED
      ? absent(operation, resource, record)
      : { answer: { facts: { record } } };
  };
}
