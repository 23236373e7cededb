/** Finds records: a page of all of them in the order they were made, or of those that fit, sorted. */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import type { World } from '../sandboxes/sandbox.ts';
import type { Store, Value } from '../state/stores/store.ts';
import { gather } from '../state/gather.ts';
import { createdKey, deletedKey, DELETED, positionPrefix, recordPrefix } from './record-keys.ts';
import type { Stored } from './record-keys.ts';
import { movedRecord } from './record-moves.ts';
import { ensureSeeded } from './seed-records.ts';
import { textOf } from '../contract/text-of.ts';

export interface Query {
  readonly offset: number;
  /** At most this many. */
  readonly size: number;
  /** Field → the value that it must have, or that must be among its values; of several, any. */
  readonly filters?: readonly (readonly [field: string, value: string | readonly string[]])[] | undefined;
  /** Without a field: by age. */
  readonly sort?: { readonly field: string | undefined; readonly descending: boolean } | undefined;
  /** Only what comes after the record with this id. */
  readonly after?: string | undefined;
}

export interface Found {
  readonly records: readonly RecordValue[];
  /** How many there are on all pages. */
  readonly total: number;
  /** Whether any come after these. */
  readonly left: boolean;
}

const isRecord = (stored: Stored | undefined): stored is RecordValue => stored !== undefined && stored !== DELETED;

const getAll = <T extends Value>(store: Store, keys: readonly string[]): Awaitable<(T | undefined)[]> =>
  store.getMany?.<T>(keys) ?? gather(keys.map((key) => store.get<T>(key)));

/** Records as they stand now: those of a resource that changes by itself have been written down as they were. */
function movedAll({ contract, clock }: World, resource: CompiledResource, records: RecordValue[]): RecordValue[] {
  if (resource.moves === undefined) return records;
  const now = clock.now();
  return records.map((record) => movedRecord(contract.document, resource, record, now));
}

function read(
  world: World,
  resource: CompiledResource,
  partition: string,
  from: number,
  to: number,
): Awaitable<RecordValue[]> {
  const { store } = world;
  const positions = positionPrefix(resource, partition);
  const records = recordPrefix(resource, partition);
  const places: string[] = [];
  for (let position = from; position < to; position++) places.push(`${positions}${position}`);
  return chain(getAll<string>(store, places), (ids) =>
    chain(
      getAll<Stored>(
        store,
        ids.filter((id) => id !== undefined).map((id) => records + id),
      ),
      (found) => movedAll(world, resource, found.filter(isRecord)),
    ),
  );
}

function matches(value: Value | undefined, wanted: string | readonly string[]): boolean {
  if (typeof wanted !== 'string') return wanted.some((one) => matches(value, one));
  return Array.isArray(value) ? value.some((item) => textOf(item) === wanted) : textOf(value) === wanted;
}

function compare(a: Value | undefined, b: Value | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = textOf(a) ?? '';
  const right = textOf(b) ?? '';
  return left < right ? -1 : left > right ? 1 : 0;
}

function select(
  all: readonly RecordValue[],
  resource: CompiledResource,
  { offset, size, filters = [], sort, after }: Query,
): Found {
  let records =
    filters.length === 0
      ? [...all]
      : all.filter((record) => filters.every(([field, value]) => matches(record[field], value)));
  const field = sort?.field;
  if (field !== undefined) records.sort((a, b) => (sort?.descending ? -1 : 1) * compare(a[field], b[field]));
  else if (sort?.descending) records.reverse();
  const total = records.length;
  if (after !== undefined)
    records = records.slice(records.findIndex((record) => textOf(record[resource.id]) === after) + 1);
  return { records: records.slice(offset, offset + size), total, left: records.length > offset + size };
}

/** A page of records. Costs what the page holds where nothing was deleted and all are wanted as they were made. */
export function findRecords(
  world: World,
  resource: CompiledResource,
  partition: string,
  query: Query,
): Awaitable<Found> {
  const { store } = world;
  return chain(ensureSeeded(world, resource, partition), (seeded) =>
    chain(store.incr(createdKey(resource, partition), 0), (created) =>
      chain(store.incr(deletedKey(resource, partition), 0), (deleted) => {
        const { offset, size, filters, sort, after } = query;
        const made = seeded + created.value;
        if (deleted.value === 0 && !filters?.length && !sort && after === undefined) {
          return chain(read(world, resource, partition, offset, Math.min(made, offset + size)), (records) => ({
            records,
            total: made,
            left: made > offset + size,
          }));
        }
        return chain(read(world, resource, partition, 0, made), (all) => select(all, resource, query));
      }),
    ),
  );
}
