/** Records that answers can hold: seeded ones, ones that clients make, and what becomes of both. */
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { CompiledOperation, CompiledResource } from '../contract/compiled-contract.ts';
import type { Facts, RecordValue } from '../contract/fill-values.ts';
import { textOf } from '../contract/text-of.ts';
import { at, follow } from '../contract/openapi-document.ts';
import type { MediaType } from '../contract/openapi-document.ts';
import { endsInParameter } from '../contract/path-template.ts';
import { completeRecord } from '../resources/create-record.ts';
import { loadFaker, seedFaker } from '../resources/faker-values.ts';
import { makeValue } from '../resources/generate-value.ts';
import { nextMove } from '../resources/record-moves.ts';
import { seededRecords } from '../resources/seeded-records.ts';
import { stamp } from '../resources/server-properties.ts';
import { shapeOf } from '../resources/schema-properties.ts';
import type { Validators } from '../request/validators.ts';
import type { Stage } from './possible-facts.ts';

/** The sandbox's own, and another: what is made by chance differs. */
const SEEDS = ['1', 'rehearsal'];

/** Isolation needs two; more of them are made alike. */
const TENANTS = 2;

type ResourceAction = Extract<Action, { resource: string }>;

/** @throws Error where a record of the schema cannot be made */
export async function seeded({ contract }: Stage, resource: CompiledResource): Promise<readonly RecordValue[]> {
  const partitions =
    resource.partition === 'none' ? ['-'] : contract.seed.tenants.slice(0, TENANTS).map(({ id }) => id);
  const made: RecordValue[] = [];
  for (const seed of SEEDS)
    for (const partition of partitions)
      made.push(...(await seededRecords({ contract, sandbox: { seed } as never }, resource, partition)));
  return [...made, ...made.flatMap((record) => moved({ contract } as Stage, resource, record))];
}

/** A record in each state that it comes to by itself. */
function moved({ contract }: Stage, resource: CompiledResource, record: RecordValue): readonly RecordValue[] {
  const states: RecordValue[] = [];
  const most = resource.moves?.length ?? 0;
  for (
    let due = nextMove(contract.document, resource, record);
    due !== undefined && states.length < most;
    due = nextMove(contract.document, resource, due.record)
  )
    states.push(due.record);
  return states;
}

/** Bodies that a client may send: the contract's examples, or where it has none that fits, one made by the schema. */
async function bodies(
  { contract, ids }: Stage,
  operation: CompiledOperation,
  validators: Validators,
): Promise<unknown[]> {
  const [pointer] = operation.body?.content.values() ?? [];
  if (pointer === undefined) return [];
  const { document } = contract;
  const media = at(document, pointer.replace(/\/schema$/, '')) as MediaType | undefined;
  if (media?.schema === undefined) return [];
  const fits = (body: unknown): boolean => body !== undefined && validators.at(pointer, body).length === 0;
  const { node } = follow(document, { node: media.schema, pointer });
  const named = Object.values(media.examples ?? {}).map(
    (example) => follow(document, { node: example, pointer }).node.value,
  );
  const examples = [media.example, ...named, node.example, ...(node.examples ?? [])].filter(fits);
  if (examples.length > 0) return examples;
  const faker = await loadFaker();
  seedFaker(faker, pointer);
  const tenant = contract.seed.tenants[0]?.id ?? '-';
  return [makeValue({ document, faker, ids, tenant, latest: undefined }, node)].filter(fits);
}

/** Facts of an action about records, for each record that it can answer. */
export async function recordFacts(
  stage: Stage,
  operation: CompiledOperation,
  resource: CompiledResource,
  records: readonly RecordValue[],
  validators: Validators,
): Promise<readonly Facts[]> {
  const { contract, ids, now } = stage;
  const action = operation.action as ResourceAction;
  const one = (record: RecordValue): Facts => ({ record });
  switch (action.type) {
    case 'resource.list':
      return [records, []].map((page) => ({
        records: page,
        'page.number': 1,
        'page.size': Math.max(1, page.length),
        'page.total': page.length,
        'page.count': page.length === 0 ? 0 : 1,
        'page.has_next': false,
        'page.has_previous': false,
        'page.returned': page.length,
      }));
    case 'resource.create': {
      const [tenant] = contract.seed.tenants;
      const world = { contract, ids };
      return (await bodies(stage, operation, validators)).map((body) => {
        const named = endsInParameter(operation.path, resource.id)
          ? { [resource.id]: ids.make({ alphabet: 'uuid' }) }
          : {};
        const input = at(body, action.body ?? '');
        return one(completeRecord({ world, now }, resource, tenant?.id, input, { ...action.set, ...named }));
      });
    }
    case 'resource.transition': {
      const { field, from, to, stamp: stamped } = action;
      const schema = stamped === undefined ? {} : shapeOf(contract.document, resource.schema).properties.get(stamped);
      return records
        .filter((record) => from.includes(textOf(record[field]) ?? ''))
        .map((record) =>
          one({ ...record, [field]: to, ...(stamped !== undefined && { [stamped]: stamp(schema ?? {}, now) }) }),
        );
    }
    case 'resource.check':
      return [
        ...records.map((record) => ({ record, fields: record, 'verdict.valid': true })),
        { 'verdict.valid': false, 'verdict.reason': action.reasons?.unknown, fields: { [action.field]: 'unknown' } },
      ];
    default:
      return records.map(one);
  }
}
