/** `resource.update`: fields of a record replaced by those of the body. */
import type { ActionStep, Outcome } from '../request/call.ts';
import { at } from '../contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import { bodyValue } from '../request/parsed-body.ts';
import { absent, actionOf, resourceOf } from '../request/operation-action.ts';
import { notesChange, stamp } from './server-properties.ts';
import { DELETED, partitionIn } from './record-keys.ts';
import { shapeOf, writable } from './schema-properties.ts';
import { changeRecord } from './record-store.ts';
import { textOf } from '../contract/text-of.ts';

export function resourceUpdate(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'resource.update');
  const resource = resourceOf(contract, operation, action.resource);
  const shape = shapeOf(contract.document, resource.schema);
  const noted = [...shape.properties].filter(([name, property]) => notesChange(name, property));
  return (call) => {
    const { world, request, now } = call;
    const { path_parameter: parameter } = action;
    const id =
      parameter === undefined ? (textOf(at(bodyValue(call), action.id ?? '')) ?? '') : request.params[parameter]!;
    const times = noted.map(([name, property]) => [name, stamp(property, now)] as const);
    const changes = { ...writable(shape, at(bodyValue(call), action.body ?? '')), ...Object.fromEntries(times) };
    return changeRecord<Outcome>(world, resource, partitionIn(call, resource), id, (current) => {
      if (current === undefined || current === DELETED) return { result: absent(operation, resource, current) };
      // A record keeps its identifier, whatever the body says.
      const record = { ...current, ...changes, [resource.id]: current[resource.id] } as RecordValue;
      return { value: record, result: { answer: { facts: { record } } } };
    });
  };
}
