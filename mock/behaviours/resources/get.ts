/** `resource.get`: one record of the caller's partition. */
import { chain } from '../../awaitable.ts';
import type { ActionStep, Outcome } from '../../call.ts';
import type { OperationPlan, Plan } from '../../contract/plan.ts';
import { absent, actionOf, resourceOf } from '../action-of.ts';
import { DELETED, partitionOf } from './keys.ts';
import { getRecord } from './store.ts';

export function resourceGet(operation: OperationPlan, plan: Plan): ActionStep {
  const action = actionOf(operation, 'resource.get');
  const resource = resourceOf(plan, operation, action.resource);
  const parameter = action.path_parameter;
  return ({ world, tenant, request }) =>
    chain(getRecord(world, resource, partitionOf(resource, tenant), request.params[parameter]!), (record): Outcome =>
      (record === undefined || record === DELETED ? absent(operation, resource, record) : { answer: { facts: { record } } }));
}
