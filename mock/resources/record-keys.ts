/** Where the records of a resource stand in the store. */
import type { CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import type { Call } from '../request/call.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { textOf } from '../contract/text-of.ts';

/** What stands in the place of a deleted record, so that it can be told from one that never was. */
export const DELETED = 'deleted';

export type Stored = RecordValue | typeof DELETED;

/** What a record is found by. */
export const idOf = (resource: CompiledResource, record: RecordValue): string => textOf(record[resource.id]) ?? '';

/** The partition of a tenant: its own, or the one that all share. */
export function partitionOf(resource: CompiledResource, tenant: string | undefined): string {
  return resource.partition === 'none' ? '-' : (tenant ?? '-');
}

/** Between a tenant and the records above that a partition belongs to. */
const BELOW = '\n';

/** Whose a partition is. */
export const ownerOf = (partition: string): string => partition.split(BELOW, 1)[0]!;

/** Where a call finds records of a resource: those of its tenant, below the record that its path names. */
export function partitionIn(
  call: {
    readonly world: Pick<World, 'contract'>;
    readonly tenant: string | undefined;
    readonly request: Pick<Call['request'], 'params'>;
  },
  resource: CompiledResource,
): string {
  const { parent } = resource;
  if (parent === undefined) return partitionOf(resource, call.tenant);
  const above = partitionIn(call, call.world.contract.resources.get(parent.resource)!);
  const id = call.request.params[parent.path_parameter] ?? '';
  // With its length before it: no id that a client makes up can then stand for two.
  return `${above}${BELOW}${id.length}:${id}`;
}

// The partition's length stands before it: no id that a client makes up can then reach into another partition.
const place = (resource: CompiledResource, partition: string): string =>
  `${resource.name}:${partition.length}:${partition}`;

/** What the keys of a resource's records begin with, whatever their partition. */
export const resourcePrefixes = (name: string): readonly string[] =>
  ['r', 'ix', 'n', 'd', 'seeded'].map((kind) => `${kind}:${name}:`);

/** An id after it makes the key of a record. */
export const recordPrefix = (resource: CompiledResource, partition: string): string =>
  `r:${place(resource, partition)}:`;

export const recordKey = (resource: CompiledResource, partition: string, id: string): string =>
  recordPrefix(resource, partition) + id;

/** A position after it makes the key under which the id stands; positions count records in the order they were made. */
export const positionPrefix = (resource: CompiledResource, partition: string): string =>
  `ix:${place(resource, partition)}:`;

/** How many records were made after seeding. */
export const createdKey = (resource: CompiledResource, partition: string): string => `n:${place(resource, partition)}`;

/** How many were deleted. */
export const deletedKey = (resource: CompiledResource, partition: string): string => `d:${place(resource, partition)}`;

/** How many were seeded; absent until they are. */
export const seededKey = (resource: CompiledResource, partition: string): string =>
  `seeded:${place(resource, partition)}`;
