/** `key.regenerate`: a new secret for a key of the caller's tenant, made here or chosen by the caller. */
import { refuse } from '../../request/call.ts';
import type { ActionStep } from '../../request/call.ts';
import { at } from '../../contract/openapi-document.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { actionOf } from '../../request/operation-action.ts';
import { regenerateKey } from './key-management.ts';
import { findKey } from './key-records.ts';
import { textOf } from '../../contract/text-of.ts';

export function keyRegenerate(operation: CompiledOperation): ActionStep {
  const { credential, path_parameter: parameter, secret: place } = actionOf(operation, 'key.regenerate');
  return async (call) => {
    const { world, tenant, request } = call;
    const id = request.params[parameter]!;
    const key = await findKey(world, credential, id);
    const renewed =
      key === undefined || key.status === 'deleted' || key.tenant !== tenant
        ? undefined
        : await regenerateKey(world, key, {
            secret: place === undefined ? undefined : textOf(at(bodyValue(call), place)),
          });
    if (renewed === undefined) {
      return {
        refusal: refuse('not_found', "the key must belong to the caller's tenant", `${operation.pointer}/x-action`, {
          expected: `a ${credential}`,
          got: 'no such key',
        }),
      };
    }
    return { answer: { facts: { 'key.id': id, 'key.secret': renewed.secret } } };
  };
}
