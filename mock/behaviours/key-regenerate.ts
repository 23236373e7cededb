/** `key.regenerate`: a new secret for a key of the caller's tenant. */
import { refuse } from '../call.ts';
import type { ActionStep } from '../call.ts';
import type { OperationPlan } from '../contract/plan.ts';
import { actionOf } from './action-of.ts';
import { regenerateKey } from './key-management.ts';
import { findKey } from './key-records.ts';

export function keyRegenerate(operation: OperationPlan): ActionStep {
  const { credential, path_parameter: parameter } = actionOf(operation, 'key.regenerate');
  return async ({ world, tenant, request }) => {
    const id = request.params[parameter]!;
    const key = await findKey(world, credential, id);
    if (key === undefined || key.status === 'deleted' || key.tenant !== tenant) {
      return { refusal: refuse('not_found', "the key must be one of the caller's tenant", `${operation.pointer}/x-action`, { expected: `a ${credential}`, got: 'none with this identifier' }) };
    }
    const { secret } = await regenerateKey(world, key);
    return { answer: { facts: { 'key.id': id, 'key.secret': secret } } };
  };
}
