/**
 * The records that are there when a resource is first touched, made from its schema. They depend on the sandbox's seed,
 * the contract, the resource and the partition, and on nothing else: two sandboxes with one seed hold the same records.
 */
import type { Faker } from '@faker-js/faker';
import type { Awaitable } from '../../awaitable.ts';
import { chain } from '../../awaitable.ts';
import type { Document } from '../../contract/document.ts';
import type { ResourcePlan } from '../../contract/plan.ts';
import type { RecordValue } from '../../facts.ts';
import { createIds } from '../../ids.ts';
import type { World } from '../../sandbox.ts';
import { loadFaker, seedFaker } from './faker.ts';
import { gather } from './gather.ts';
import { makeValue } from './generate.ts';
import { namesTenant, shapeOf } from './shape.ts';
import type { Maker } from './generate.ts';
import { idOf, positionPrefix, recordKey, seededKey } from './keys.ts';

/** How often a record whose identifier is taken is made anew before the partition is left smaller. */
const TRIES = 20;

/** The properties that name the tenant, over whatever a fixed record says. */
function ownedBy(document: Document, resource: ResourcePlan, tenant: string): RecordValue {
  const owned = [...shapeOf(document, resource.schema).properties].filter(([, property]) => namesTenant(property));
  return Object.fromEntries(owned.map(([name]) => [name, tenant]));
}

/** The records of a fresh partition: the contract's fixed ones first. */
export function makeRecords(faker: Faker, { plan, sandbox }: Pick<World, 'plan' | 'sandbox'>, resource: ResourcePlan, partition: string): readonly RecordValue[] {
  const text = JSON.stringify([sandbox.seed, plan.name, resource.name, partition]);
  seedFaker(faker, text);
  const maker: Maker = { document: plan.document, faker, ids: createIds(text), tenant: partition, latest: undefined };
  const fixed = (resource.fixed ?? []) as readonly RecordValue[];
  const records = new Map<string, RecordValue>();
  const count = Math.max(resource.count, fixed.length);
  for (let i = 0; i < count; i++) {
    for (let tries = 0; tries < TRIES; tries++) {
      maker.latest = undefined;
      const record = { ...(makeValue(maker, resource.schema) as RecordValue), ...fixed[i], ...ownedBy(plan.document, resource, partition) };
      const id = idOf(resource, record);
      if (records.has(id)) continue;
      records.set(id, record);
      break;
    }
  }
  return [...records.values()];
}

// Every step may be done twice, here or by another process: what is there already stays as it is, changed or deleted.
async function seed(world: World, resource: ResourcePlan, partition: string): Promise<number> {
  const { store } = world;
  const records = resource.count > 0 || resource.fixed ? makeRecords(await loadFaker(), world, resource, partition) : [];
  await gather(records.flatMap((record, position) => {
    const id = idOf(resource, record);
    return [
      store.set(recordKey(resource, partition, id), record, { ifAbsent: true }),
      store.set(`${positionPrefix(resource, partition)}${position}`, id),
    ];
  }));
  await store.set(seededKey(resource, partition), records.length);
  return records.length;
}

/** Seeding under way in this process, so that many first requests make the records once. */
const underWay = new WeakMap<World, Map<string, Promise<number>>>();

/** Sees to it that the partition's records are there. @returns how many were seeded */
export function ensureSeeded(world: World, resource: ResourcePlan, partition: string): Awaitable<number> {
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
