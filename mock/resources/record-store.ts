/** The records of resources: added, read, changed and removed, each partition apart. */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { Ahead } from '../request/call.ts';
import type { CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { REMEMBERED_ONLY } from '../state/counted-entries.ts';
import type { Change, Store } from '../state/stores/store.ts';
import { createdKey, DELETED, deletedKey, idOf, positionPrefix, recordKey } from './record-keys.ts';
import type { Stored } from './record-keys.ts';
import { movedRecord } from './record-moves.ts';
import { ensureSeeded } from './seed-records.ts';

/**
 * Asks for an entry that may be wanted; anyone who does want it is told if that failed. @returns undefined where asking
 * later costs no more
 */
export function readAhead(store: Store, key: string): Ahead | undefined {
  const value = store.get(key);
  if (!(value instanceof Promise)) return undefined;
  value.catch(() => undefined);
  return { key, value };
}

/**
 * A record, `deleted`, or undefined if there never was one.
 *
 * @param ahead taken for the record if it is the same entry
 */
export function getRecord(
  world: World,
  resource: CompiledResource,
  partition: string,
  id: string,
  ahead?: Ahead,
): Awaitable<Stored | undefined> {
  const key = recordKey(resource, partition, id);
  const found = ahead?.key === key ? (ahead.value as Promise<Stored | undefined>) : world.store.get<Stored>(key);
  // A record that is there needs no look at whether the partition is seeded.
  const stored = chain(
    found,
    (record) => record ?? chain(ensureSeeded(world, resource, partition), () => world.store.get<Stored>(key)),
  );
  return resource.moves === undefined
    ? stored
    : chain(stored, (record) =>
        record === undefined || record === DELETED
          ? record
          : movedRecord(world.contract.document, resource, record, world.clock.now()),
      );
}

/** @returns false if the identifier is taken, by a deleted record too */
export async function addRecord(
  world: World,
  resource: CompiledResource,
  partition: string,
  record: RecordValue,
): Promise<boolean> {
  const id = idOf(resource, record);
  const seeded = await ensureSeeded(world, resource, partition);
  if (!(await world.store.set<Stored>(recordKey(resource, partition, id), record, { ifAbsent: true }))) return false;
  // The record stands before its position, so that anyone who lists finds no gap but only a page that ends sooner.
  const { value } = await world.store.incr(createdKey(resource, partition), 1);
  await world.store.set(`${positionPrefix(resource, partition)}${seeded + value - 1}`, id);
  if (world.webhooks !== undefined) await world.webhooks.changed(resource, partition, undefined, record);
  return true;
}

/** Changes a record in one atomic step. `change` is handed what {@link getRecord} would answer. */
export function changeRecord<R>(
  world: World,
  resource: CompiledResource,
  partition: string,
  id: string,
  change: (current: Stored | undefined) => Change<Stored, R>,
): Awaitable<R> {
  const { contract, store, clock, webhooks } = world;
  let before: Stored | undefined;
  let after: Stored | undefined;
  const changed = chain(ensureSeeded(world, resource, partition), () =>
    store.swap<Stored, R>(recordKey(resource, partition, id), (stored) => {
      before = stored;
      const current =
        stored === undefined || stored === DELETED
          ? stored
          : movedRecord(contract.document, resource, stored, clock.now());
      const result = change(current);
      after = result.value;
      return result;
    }),
  );
  if (webhooks === undefined) return changed;
  return chain(changed, (result) =>
    after === undefined || after === DELETED
      ? result
      : chain(webhooks.changed(resource, partition, before === DELETED ? undefined : before, after), () => result),
  );
}

/** @returns the record that was removed, or why there is none */
export async function removeRecord(
  world: World,
  resource: CompiledResource,
  partition: string,
  id: string,
): Promise<Stored | undefined> {
  const removed = await changeRecord<Stored | undefined>(world, resource, partition, id, (current) =>
    current === undefined || current === DELETED
      ? { result: current }
      : { value: DELETED, expiresAt: REMEMBERED_ONLY, result: current },
  );
  if (removed !== undefined && removed !== DELETED) await world.store.incr(deletedKey(resource, partition), 1);
  return removed;
}
