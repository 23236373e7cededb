/** `resource.delete`: a record removed; what follows can tell it from one that never was. */
import type { ActionStep } from '../../call.ts';
import type { OperationPlan, Plan } from '../../contract/plan.ts';
import { absent, actionOf, resourceOf } from '../action-of.ts';
import { DELETED, partitionOf } from './keys.ts';
import { removeRecord } from './store.ts';

export function resourceDelete(operation: OperationPlan, plan: Plan): ActionStep {
  const action = actionOf(operation, 'resource.delete');
  const resource = resourceOf(plan, operation, action.resource);
  return async ({ world, tenant, request }) => {
    const record = await removeRecord(world, resource, partitionOf(resource, tenant), request.params[action.path_parameter]!);
    return record === undefined || record === DELETED ? absent(operation, resource, record) : { answer: { facts: { record } } };
  };
}
