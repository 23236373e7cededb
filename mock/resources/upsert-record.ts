/** A record found by one of its fields and changed, or made where there is none: once, however many ask at once. */
import type { Call } from '../request/call.ts';
import type { CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { digest } from '../auth/secret-digest.ts';
import { textOf } from '../contract/text-of.ts';
import { addNew } from './create-record.ts';
import { DELETED, idOf, partitionOf } from './record-keys.ts';
import { masked } from './mask.ts';
import { findRecords } from './query-records.ts';
import { fitsText, namesTenant, shapeOf, takes } from './schema-properties.ts';
import { changeRecord } from './record-store.ts';

/** The fields of an object from outside that a record may hold. */
function fitting(
  world: World,
  resource: CompiledResource,
  names: readonly string[],
  input: Readonly<Record<string, unknown>>,
): RecordValue {
  const { properties } = shapeOf(world.contract.document, resource.schema);
  const kept: Record<string, string | number | boolean> = {};
  for (const name of names) {
    const schema = properties.get(name);
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    if (
      schema === undefined ||
      namesTenant(schema) ||
      (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    )
      continue;
    const whole = typeof value === 'number' && Number.isInteger(value) && takes(schema, 'integer');
    if ((whole || takes(schema, typeof value)) && fitsText(schema, value))
      kept[name] = masked(schema, value) as typeof value;
  }
  return kept;
}

/** How long the making of a record keeps others from making another, should its end never come. */
const CLAIM_MS = 5_000;

/**
 * @param match the field by which a record is known again
 * @param copy the fields taken over from `input`
 * @returns undefined if `input` has no value that `match` may hold
 */
export async function upsertRecord(
  call: Call,
  resource: CompiledResource,
  tenant: string,
  match: string,
  copy: readonly string[],
  input: Readonly<Record<string, unknown>>,
): Promise<RecordValue | undefined> {
  const { world } = call;
  const partition = partitionOf(resource, tenant);
  const fields = fitting(world, resource, [...new Set([match, ...copy])], input);
  const wanted = textOf(fields[match]);
  if (wanted === undefined || wanted === '') return undefined;
  const change = async (): Promise<RecordValue | undefined> => {
    const { records } = await findRecords(world, resource, partition, {
      offset: 0,
      size: 1,
      filters: [[match, wanted]],
    });
    return (
      records[0] &&
      changeRecord<RecordValue | undefined>(world, resource, partition, idOf(resource, records[0]), (current) => {
        if (current === undefined || current === DELETED) return { result: undefined };
        const value = { ...current, ...fields, [resource.id]: current[resource.id] };
        return { value, result: value };
      })
    );
  };
  const changed = await change();
  if (changed) return changed;

  // One request makes the record; any other that comes meanwhile has nothing to add to it.
  const claim = `claim:${resource.name}:${match}:${digest(JSON.stringify([partition, wanted]))}`;
  if (!(await world.store.set(claim, 1, { ifAbsent: true, expiresAt: call.now + CLAIM_MS }))) return fields;
  const record = (await change()) ?? (await addNew(call, resource, tenant, {}, fields));
  await world.store.take(claim);
  return record;
}
