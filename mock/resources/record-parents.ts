/** Records below a record: whatever is done to them, the one that the path names must be there. */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../request/call.ts';
import type { CompiledContract, CompiledOperation, CompiledResource } from '../contract/compiled-contract.ts';
import { parentsOf } from '../contract/resource-parents.ts';
import { absent } from '../request/operation-action.ts';
import { DELETED, partitionIn } from './record-keys.ts';
import { getRecord } from './record-store.ts';

/** @returns the step itself where its records are below no other */
export function belowParents(step: ActionStep, operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { action } = operation;
  const resource = 'resource' in action ? contract.resources.get(action.resource ?? '') : undefined;
  const parents = resource === undefined ? [] : parentsOf(contract, resource);
  if (parents.length === 0) return step;
  const from = (call: Call, i: number): Awaitable<Outcome> => {
    const above = parents[i];
    if (above === undefined) return step(call);
    return chain(parentRecord(call, above), (isThere) =>
      isThere ? from(call, i + 1) : absent(operation, above.resource, undefined),
    );
  };
  return Object.assign((call: Call) => from(call, 0), { ahead: step.ahead });
}

function parentRecord(
  call: Call,
  { resource, parameter }: { readonly resource: CompiledResource; readonly parameter: string },
): Awaitable<boolean> {
  return chain(
    getRecord(call.world, resource, partitionIn(call, resource), call.request.params[parameter] ?? ''),
    (record) => record !== undefined && record !== DELETED,
  );
}
