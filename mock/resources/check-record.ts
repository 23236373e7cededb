/**
 * `resource.check`: whether a record is good. Never a refusal: an unknown record is not valid, and the answer says so.
 */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../request/call.ts';
import type { Discount } from '../../specs/generated/vocabulary.ts';
import { at } from '../contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract, CompiledResource } from '../contract/compiled-contract.ts';
import type { Facts, RecordValue } from '../contract/fill-values.ts';
import { bodyValue } from '../request/parsed-body.ts';
import { actionOf, resourceOf } from '../request/operation-action.ts';
import { DELETED, partitionIn } from './record-keys.ts';
import { findRecords } from './query-records.ts';
import { getRecord } from './record-store.ts';
import { textOf } from '../contract/text-of.ts';

function find(
  call: Call,
  resource: CompiledResource,
  field: string,
  value: string,
): Awaitable<RecordValue | undefined> {
  const { world } = call;
  const partition = partitionIn(call, resource);
  if (field === resource.id)
    return chain(getRecord(world, resource, partition, value), (record) => (record === DELETED ? undefined : record));
  return chain(
    findRecords(world, resource, partition, { offset: 0, size: 1, filters: [[field, value]] }),
    ({ records }) => records[0],
  );
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What the request names at a body pointer, or in the query parameter that `{amount}` names. */
function amountOf(call: Call, place: string): number | undefined {
  const parameter = /^\{(.+)\}$/.exec(place)?.[1];
  const value = parameter === undefined ? at(bodyValue(call), place) : call.parameters[parameter];
  return typeof value === 'number' ? value : undefined;
}

/** What a record takes off an amount; nothing where it says neither how much nor how many per cent. */
function discountFacts(rule: Discount, amount: number | undefined, record: RecordValue): Facts {
  const number = (pointer: string | undefined): number | undefined => {
    const value = pointer === undefined ? undefined : at(record, pointer);
    return typeof value === 'number' ? value : undefined;
  };
  const [percent, fixed] = [number(rule.percent), number(rule.fixed)];
  if (amount === undefined || (percent === undefined && fixed === undefined)) return {};
  const discount = Math.min(amount, percent === undefined ? fixed! : Math.round((amount * percent) / 100));
  return { 'verdict.amount': amount, 'verdict.discount': discount, 'verdict.total': amount - discount };
}

export function resourceCheck(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const {
    field,
    query,
    path_parameter: path,
    body,
    when = {},
    reasons = {},
    discount,
    resource: name,
  } = actionOf(operation, 'resource.check');
  const resource = resourceOf(contract, operation, name);
  const conditions = Object.entries<unknown>(when);
  const asked = (call: Call): unknown =>
    path !== undefined
      ? call.request.params[path]
      : query !== undefined
        ? (call.parameters[query] ?? call.request.query[query])
        : at(bodyValue(call), body ?? '');
  return (call) => {
    const value = textOf(asked(call));
    return chain(value === undefined ? undefined : find(call, resource, field, value), (record): Outcome => {
      const fits = record !== undefined && conditions.every(([key, wanted]) => same(record[key], wanted));
      const reason = fits ? undefined : record === undefined ? reasons.unknown : reasons.unfit;
      const taken =
        fits && discount !== undefined ? discountFacts(discount, amountOf(call, discount.amount), record) : {};
      return {
        answer: {
          facts: {
            ...taken,
            'verdict.valid': fits,
            'verdict.reason': reason,
            record,
            fields: { ...record, [field]: value },
          },
        },
      };
    });
  };
}
