/**
 * `resource.transition`: a record's field moved from one value to the next in one atomic step, so that two callers
 * never both move it.
 */
import { refuse } from '../request/call.ts';
import type { ActionStep, Call, Outcome } from '../request/call.ts';
import { at } from '../contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import { bodyValue } from '../request/parsed-body.ts';
import { absent, actionOf, resourceOf } from '../request/operation-action.ts';
import { stamp } from './server-properties.ts';
import { DELETED, partitionIn } from './record-keys.ts';
import { shapeOf } from './schema-properties.ts';
import { changeRecord } from './record-store.ts';
import { textOf } from '../contract/text-of.ts';

export function resourceTransition(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'resource.transition');
  const { field, from, to, path_parameter: parameter, id: pointer, stamp: stamped } = action;
  const resource = resourceOf(contract, operation, action.resource);
  const stampSchema =
    stamped === undefined ? undefined : shapeOf(contract.document, resource.schema).properties.get(stamped);
  const idOf = (call: Call): unknown =>
    parameter === undefined ? at(bodyValue(call), pointer ?? '') : call.request.params[parameter];
  return (call) => {
    const { world, now } = call;
    return changeRecord<Outcome>(world, resource, partitionIn(call, resource), textOf(idOf(call)) ?? '', (current) => {
      if (current === undefined || current === DELETED) return { result: absent(operation, resource, current) };
      const value = current[field];
      if (typeof value !== 'string' || !from.includes(value)) {
        return {
          result: {
            refusal: refuse(
              'conflict',
              `${field} must allow the change to ${to}`,
              `${operation.pointer}/x-action/from`,
              { expected: from.join(' or '), got: textOf(value) ?? 'nothing' },
            ),
          },
        };
      }
      const record: RecordValue = {
        ...current,
        [field]: to,
        ...(stamped === undefined ? {} : { [stamped]: stamp(stampSchema ?? {}, now) }),
      };
      return { value: record, result: { answer: { facts: { record } } } };
    });
  };
}
