/** `resource.transition`: a record's field moved from one value to the next in one atomic step, so that two callers never both move it. */
import { refuse } from '../../call.ts';
import type { ActionStep, Call, Outcome } from '../../call.ts';
import { at } from '../../contract/document.ts';
import type { OperationPlan, Plan } from '../../contract/plan.ts';
import type { RecordValue } from '../../facts.ts';
import { bodyValue } from '../../http/body.ts';
import { absent, actionOf, resourceOf } from '../action-of.ts';
import { stamp } from './fill.ts';
import { DELETED, partitionOf } from './keys.ts';
import { shapeOf } from './shape.ts';
import { changeRecord } from './store.ts';
import { textOf } from '../text.ts';

export function resourceTransition(operation: OperationPlan, plan: Plan): ActionStep {
  const action = actionOf(operation, 'resource.transition');
  const { field, from, to, path_parameter: parameter, id: pointer, stamp: stamped } = action;
  const resource = resourceOf(plan, operation, action.resource);
  const stampSchema = stamped === undefined ? undefined : shapeOf(plan.document, resource.schema).properties.get(stamped);
  const idOf = (call: Call): unknown => (parameter === undefined ? at(bodyValue(call), pointer ?? '') : call.request.params[parameter]);
  return (call) => {
    const { world, tenant, now } = call;
    return changeRecord<Outcome>(world, resource, partitionOf(resource, tenant), textOf(idOf(call)) ?? '', (current) => {
      if (current === undefined || current === DELETED) return { result: absent(operation, resource, current) };
      const value = current[field];
      if (typeof value !== 'string' || !from.includes(value)) {
        return { result: { refusal: refuse('conflict', `${field} must allow the change to ${to}`, `${operation.pointer}/x-action/from`, { expected: from.join(' or '), got: textOf(value) ?? 'nothing' }) } };
      }
      const record: RecordValue = { ...current, [field]: to, ...(stamped === undefined ? {} : { [stamped]: stamp(stampSchema ?? {}, now) }) };
      return { value: record, result: { answer: { facts: { record } } } };
    });
  };
}
