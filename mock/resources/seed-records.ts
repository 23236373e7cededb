/** Puts a resource's records into the store when a partition is first touched. */
import type { Awaitable } from '../state/awaitable.ts';
import { chain } from '../state/awaitable.ts';
import type { CompiledResource } from '../contract/compiled-contract.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { gather } from '../state/gather.ts';
import { idOf, positionPrefix, recordKey, seededKey } from './record-keys.ts';
import { seededRecords } from './seeded-records.ts';

// Every step may be done twice, here or by another process: what is there already stays as it is, changed or deleted.
async function seed(world: World, resource: CompiledResource, partition: string): Promise<number> {
  const { store } = world;
  const records = await seededRecords(world, resource, partition);
  await gather(
    records.flatMap((record, position) => {
      const id = idOf(resource, record);
      return [
        store.set(recordKey(resource, partition, id), record, { ifAbsent: true, seeded: true }),
        store.set(`${positionPrefix(resource, partition)}${position}`, id),
      ];
    }),
  );
  await store.set(seededKey(resource, partition), records.length);
  return records.length;
}

/** Seeding under way in this process, so that many first requests make the records once. */
const underWay = new WeakMap<World, Map<string, Promise<number>>>();

/** Sees to it that the partition's records are there. @returns how many were seeded */
export function ensureSeeded(world: World, resource: CompiledResource, partition: string): Awaitable<number> {
  const key = seededKey(resource, partition);
  return chain(world.store.get<number>(key), (count) => {
    if (count !== undefined) return count;
    const jobs = underWay.get(world) ?? new Map<string, Promise<number>>();
    underWay.set(world, jobs);
    const job = jobs.get(key) ?? seed(world, resource, partition).finally(() => jobs.delete(key));
    jobs.set(key, job);
    return job;
  });
}
