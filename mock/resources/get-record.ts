/** `resource.get`: one record of the caller's partition. */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { absent, actionOf, resourceOf } from '../request/operation-action.ts';
import { DELETED, partitionIn, recordKey } from './record-keys.ts';
import { getRecord, readAhead } from './record-store.ts';

export function resourceGet(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'resource.get');
  const resource = resourceOf(contract, operation, action.resource);
  const parameter = action.path_parameter;
  const get = (call: Call): Awaitable<Outcome> =>
    chain(
      getRecord(call.world, resource, partitionIn(call, resource), call.request.params[parameter]!, call.ahead),
      (record): Outcome =>
        record === undefined || record === DELETED
          ? absent(operation, resource, record)
          : { answer: { facts: { record } } },
    );
  return Object.assign(get, {
    ahead(call: Call): void {
      const { identification, world, request } = call;
      if (identification.state !== 'good') return;
      // The guards let nobody read another tenant's records; a guess that proves wrong is not used.
      const { tenant } = identification.caller;
      const partition = partitionIn({ world, request, tenant }, resource);
      call.ahead = readAhead(world.store, recordKey(resource, partition, request.params[parameter]!));
    },
  });
}
