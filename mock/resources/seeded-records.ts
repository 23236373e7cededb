/**
 * The records that are there when a resource is first touched, made from its schema. They depend on the sandbox's seed,
 * the contract, the resource and the partition, and on nothing else: two sandboxes with one seed hold the same records.
 */
import type { Faker } from '@faker-js/faker';
import type { Document } from '../contract/openapi-document.ts';
import type { CompiledContract, CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import { createIds } from '../state/ids.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { fitting, loadFaker, seedFaker } from './faker-values.ts';
import { makeValue } from './generate-value.ts';
import type { Maker } from './generate-value.ts';
import { idOf, ownerOf } from './record-keys.ts';
import { masked } from './mask.ts';
import { recordId } from './server-properties.ts';
import { namesTenant, shapeOf } from './schema-properties.ts';

/** How often a record whose identifier is taken is made anew before the partition is left smaller. */
const TRIES = 20;

/** The properties that name the tenant, over whatever a fixed record says. */
function ownedBy(document: Document, resource: CompiledResource, tenant: string): RecordValue {
  const owned = [...shapeOf(document, resource.schema).properties].filter(([, property]) => namesTenant(property));
  return Object.fromEntries(owned.map(([name]) => [name, tenant]));
}

/** A seeded record's secrets are kept as a client's are. */
function withMasks(document: Document, resource: CompiledResource, record: RecordValue): RecordValue {
  const secrets = [...shapeOf(document, resource.schema).properties].filter(
    ([name, property]) => property['x-masked'] !== undefined && record[name] !== undefined,
  );
  return {
    ...record,
    ...Object.fromEntries(secrets.map(([name, property]) => [name, masked(property, record[name]) as string])),
  };
}

/**
 * What the schema shows as an id is one record's at most; an id that `x-id` or a faker makes is made with the record.
 */
function ownId({ document, faker, ids }: Maker, resource: CompiledResource): RecordValue {
  const property = shapeOf(document, resource.schema).properties.get(resource.id);
  if (property === undefined || property['x-id'] || property['x-faker']) return {};
  const id = recordId(property, ids, (pattern) => fitting(faker, pattern));
  return id === undefined ? {} : { [resource.id]: id as string | number };
}

/** The contract's fixed records come first. */
export function makeRecords(
  faker: Faker,
  { contract, sandbox }: Pick<World, 'contract' | 'sandbox'>,
  resource: CompiledResource,
  partition: string,
): readonly RecordValue[] {
  const text = JSON.stringify([sandbox.seed, contract.name, resource.name, partition]);
  seedFaker(faker, text);
  const maker: Maker = {
    document: contract.document,
    faker,
    ids: createIds(text),
    tenant: ownerOf(partition),
    latest: undefined,
  };
  const fixed = (resource.fixed ?? []) as readonly RecordValue[];
  const records = new Map<string, RecordValue>();
  const count = Math.max(resource.count, fixed.length);
  for (let i = 0; i < count; i++) {
    for (let tries = 0; tries < TRIES; tries++) {
      maker.latest = undefined;
      const made = {
        ...(makeValue(maker, resource.schema) as RecordValue),
        ...ownId(maker, resource),
        ...fixed[i],
        ...ownedBy(contract.document, resource, ownerOf(partition)),
      };
      const record = withMasks(contract.document, resource, made);
      const id = idOf(resource, record);
      if (records.has(id)) continue;
      records.set(id, record);
      break;
    }
  }
  return [...records.values()];
}

/** Partitions whose records are kept for each contract; most worlds have fewer, and hold the records themselves. */
const KEPT = 100;

const kept = new WeakMap<CompiledContract, Map<string, readonly RecordValue[]>>();

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

/**
 * The records of a fresh partition, made once for all worlds of one contract and seed: a run of the suite opens a world
 * for each check. They are frozen; who changes a record puts another in its place, in the store of one world.
 */
export async function seededRecords(
  { contract, sandbox }: Pick<World, 'contract' | 'sandbox'>,
  resource: CompiledResource,
  partition: string,
): Promise<readonly RecordValue[]> {
  if (resource.count === 0 && !resource.fixed) return [];
  const faker = await loadFaker();
  const partitions = kept.get(contract) ?? new Map<string, readonly RecordValue[]>();
  kept.set(contract, partitions);
  const key = JSON.stringify([sandbox.seed, resource.name, partition]);
  const known = partitions.get(key);
  if (known) return known;
  const records = freeze(makeRecords(faker, { contract, sandbox }, resource, partition));
  const [oldest] = partitions.keys();
  if (partitions.size >= KEPT && oldest !== undefined) partitions.delete(oldest);
  partitions.set(key, records);
  return records;
}
