/** `resource.create`: a record from the body, completed by the server. */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { refuse } from '../request/call.ts';
import type { ActionStep, Call, Refusal } from '../request/call.ts';
import type { ResourceCreateAction } from '../../specs/generated/vocabulary.ts';
import { at } from '../contract/openapi-document.ts';
import { endsInParameter } from '../contract/path-template.ts';
import type { CompiledOperation, CompiledContract, CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import { bodyValue } from '../request/parsed-body.ts';
import { actionOf, resourceOf } from '../request/operation-action.ts';
import { fitting, loadFaker } from './faker-values.ts';
import { placeholder, recordId, serverValue } from './server-properties.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { gather } from '../state/gather.ts';
import { DELETED, partitionIn, partitionOf } from './record-keys.ts';
import { masked } from './mask.ts';
import { namesTenant, shapeOf, writable } from './schema-properties.ts';
import { addRecord, getRecord } from './record-store.ts';
import { textOf } from '../contract/text-of.ts';

/** A body value that may only be asked for with another credential than the caller's. */
function credentialRefusal(
  call: Call,
  { credential_for: demands = {} }: ResourceCreateAction,
  body: unknown,
): Refusal | undefined {
  const { identification } = call;
  const used = identification.state === 'good' ? identification.caller.credential : undefined;
  for (const [pointer, byValue] of Object.entries(demands)) {
    const value = textOf(at(body, pointer));
    const wanted = value !== undefined && Object.hasOwn(byValue, value) ? byValue[value] : undefined;
    if (wanted === undefined || wanted === used) continue;
    return refuse(
      'credential_required',
      `${pointer} of ${value} must come with its own credential`,
      `${call.operation.pointer}/x-action/credential_for`,
      { expected: wanted, got: used ?? 'no credential' },
    );
  }
  return undefined;
}

type References = readonly (readonly [place: string, resource: CompiledResource])[];

/** What stands at a body pointer, or in the path or query parameter that `{code}` names. */
function valueAt({ request }: Call, place: string, body: unknown): unknown {
  const parameter = /^\{(.+)\}$/.exec(place)?.[1];
  return parameter === undefined ? at(body, place) : (request.params[parameter] ?? request.query[parameter]);
}

function referenceRefusal(call: Call, references: References, body: unknown): Awaitable<Refusal | undefined> {
  const { world, operation } = call;
  const checks = references.map(([pointer, resource]): Awaitable<Refusal | undefined> => {
    const id = textOf(valueAt(call, pointer, body));
    if (id === undefined) return undefined;
    return chain(getRecord(world, resource, partitionIn(call, resource), id), (record) =>
      record === undefined || record === DELETED
        ? refuse('not_found', `${pointer} must name a record that exists`, `${operation.pointer}/x-action/references`, {
            expected: `a live ${resource.name}`,
            got: 'none with this identifier',
          })
        : undefined,
    );
  });
  return chain(gather(checks), (results) => results.find((result) => result !== undefined));
}

/** A new record, in the order of its schema. */
export function completeRecord(
  { world, now }: Pick<Call, 'now'> & { readonly world: Pick<World, 'contract' | 'ids'> },
  resource: CompiledResource,
  tenant: string | undefined,
  input: unknown,
  set: RecordValue = {},
  fitting: (pattern: string) => string | undefined = () => undefined,
): RecordValue {
  const shape = shapeOf(world.contract.document, resource.schema);
  const given: Record<string, unknown> = { ...writable(shape, input), ...set };
  const record: Record<string, unknown> = {};
  for (const [name, property] of shape.properties) {
    if (namesTenant(property)) {
      record[name] = tenant;
      continue;
    }
    const required = shape.required.has(name);
    const id = name === resource.id && !(name in given) ? recordId(property, world.ids, fitting) : undefined;
    const made =
      id ??
      (property.readOnly || required || name === resource.id
        ? serverValue(property, world.ids, now)
        : property.default);
    record[name] =
      name in given ? given[name] : masked(property, made ?? (required ? placeholder(property) : undefined));
  }
  return record as RecordValue;
}

/** How often a record gets another identifier where the one made for it is taken. */
const TRIES = 50;

/**
 * Completes a record and adds it.
 *
 * @param tenant whose it is: the call's, or anyone who a sign-on link names
 * @returns undefined if its identifier is taken
 */
export async function addNew(
  call: Call,
  resource: CompiledResource,
  tenant: string | undefined,
  input: unknown,
  set?: RecordValue,
  partition = partitionOf(resource, tenant),
): Promise<RecordValue | undefined> {
  const shape = shapeOf(call.world.contract.document, resource.schema);
  const given = resource.id in { ...writable(shape, input), ...set };
  const pattern = shape.properties.get(resource.id)?.pattern;
  const faker = given || pattern === undefined ? undefined : await loadFaker();
  for (let tries = 0; tries < (given ? 1 : TRIES); tries++) {
    const record = completeRecord(call, resource, tenant, input, set, (text) =>
      faker === undefined ? undefined : fitting(faker, text),
    );
    if (await addRecord(call.world, resource, partition, record)) return record;
  }
  return undefined;
}

export function resourceCreate(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'resource.create');
  const resource = resourceOf(contract, operation, action.resource);
  // `POST /vouchers/{code}`: the path names the new record, whatever the body calls it.
  const named = endsInParameter(operation.path, resource.id);
  const references = Object.entries(action.references ?? {}).map(
    ([pointer, name]) => [pointer, resourceOf(contract, operation, name)] as const,
  );
  return async (call) => {
    const body = bodyValue(call);
    const refusal = credentialRefusal(call, action, body) ?? (await referenceRefusal(call, references, body));
    if (refusal) return { refusal };
    const set = named ? { ...action.set, [resource.id]: call.request.params[resource.id] } : action.set;
    const partition = partitionIn(call, resource);
    const record = await addNew(call, resource, call.tenant, at(body, action.body ?? ''), set, partition);
    if (record) return { answer: { facts: { record } } };
    return {
      refusal: refuse('conflict', 'the identifier must not be taken', `${operation.pointer}/x-action`, {
        expected: `a new ${resource.id}`,
        got: 'one that another record has, or had',
      }),
    };
  };
}
