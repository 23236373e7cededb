/** A record found by one of its fields and changed, or made where there is none: once, however many ask at once. */
import type { Call } from '../../call.ts';
import type { ResourcePlan } from '../../contract/plan.ts';
import type { RecordValue } from '../../facts.ts';
import type { World } from '../../sandbox.ts';
import { digest } from '../key-records.ts';
import { addNew } from './create.ts';
import { DELETED, partitionOf } from './keys.ts';
import { findRecords } from './query.ts';
import { fitsText, shapeOf, takes } from './shape.ts';
import { changeRecord } from './store.ts';

/** The fields of an object from outside that a record may hold. */
function fitting(world: World, resource: ResourcePlan, names: readonly string[], input: Readonly<Record<string, unknown>>): RecordValue {
  const { properties } = shapeOf(world.plan.document, resource.schema);
  const kept: Record<string, string | number | boolean> = {};
  for (const name of names) {
    const schema = properties.get(name);
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    if (schema === undefined || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')) continue;
    const whole = typeof value === 'number' && Number.isInteger(value) && takes(schema, 'integer');
    if ((whole || takes(schema, typeof value)) && fitsText(schema, value)) kept[name] = value;
  }
  return kept;
}

/** How long the making of a record keeps others from making another. */
const CLAIM_MS = 5_000;

/**
 * @param match the field by which a record is known again
 * @param copy the fields taken over from `input`
 * @returns undefined if `input` has no value that `match` may hold, or if the record is being made at this moment
 */
export async function upsertRecord(call: Call, resource: ResourcePlan, tenant: string, match: string, copy: readonly string[], input: Readonly<Record<string, unknown>>): Promise<RecordValue | undefined> {
  const { world } = call;
  const partition = partitionOf(resource, tenant);
  const fields = fitting(world, resource, [...new Set([match, ...copy])], input);
  const wanted = fields[match];
  if (wanted === undefined || wanted === '') return undefined;
  const update = (id: string): RecordValue | undefined | Promise<RecordValue | undefined> =>
    changeRecord<RecordValue | undefined>(world, resource, partition, id, (current) => {
      if (current === undefined || current === DELETED) return { result: undefined };
      const value = { ...current, ...fields, [resource.id]: current[resource.id] };
      return { value, result: value };
    });

  const query = { offset: 0, size: 1, filters: [[match, String(wanted)] as const] };
  const { records } = await findRecords(world, resource, partition, query);
  const known = records[0] && (await update(String(records[0][resource.id])));
  if (known) return known;

  // Whoever claims the value makes the record; whoever comes second finds the claim and changes what the first one made.
  const claim = `claim:${resource.name}:${match}:${digest(JSON.stringify([partition, wanted]))}`;
  if (await world.store.set(claim, 1, { ifAbsent: true, expiresAt: call.now + CLAIM_MS })) return addNew(call, resource, partition, {}, fields);
  const { records: later } = await findRecords(world, resource, partition, query);
  return later[0] && update(String(later[0][resource.id]));
}
