/** `resource.update`: fields of a record replaced by those of the body. */
import type { ActionStep, Outcome } from '../../call.ts';
import { at } from '../../contract/document.ts';
import type { OperationPlan, Plan } from '../../contract/plan.ts';
import type { RecordValue } from '../../facts.ts';
import { bodyValue } from '../../http/body.ts';
import { absent, actionOf, resourceOf } from '../action-of.ts';
import { notesChange, stamp } from './fill.ts';
import { DELETED, partitionOf } from './keys.ts';
import { shapeOf, writable } from './shape.ts';
import { changeRecord } from './store.ts';

export function resourceUpdate(operation: OperationPlan, plan: Plan): ActionStep {
  const action = actionOf(operation, 'resource.update');
  const resource = resourceOf(plan, operation, action.resource);
  const shape = shapeOf(plan.document, resource.schema);
  const noted = [...shape.properties].filter(([name, property]) => notesChange(name, property));
  return (call) => {
    const { world, tenant, request, now } = call;
    const id = request.params[action.path_parameter]!;
    const times = noted.map(([name, property]) => [name, stamp(property, now)] as const);
    const changes = { ...writable(shape, at(bodyValue(call), action.body ?? '')), ...Object.fromEntries(times) };
    return changeRecord<Outcome>(world, resource, partitionOf(resource, tenant), id, (current) => {
      if (current === undefined || current === DELETED) return { result: absent(operation, resource, current) };
      // A record keeps its identifier, whatever the body says.
      const record = { ...current, ...changes, [resource.id]: current[resource.id] } as RecordValue;
      return { value: record, result: { answer: { facts: { record } } } };
    });
  };
}
