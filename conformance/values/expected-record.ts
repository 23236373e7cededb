/** What a record in an answer must say: what was sent to be kept, the id that was named, the state it was moved to. */
import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../../mock/contract/openapi-document.ts';
import type { CompiledResource } from '../../mock/contract/compiled-contract.ts';
import { fieldsOf } from '../checks/derived/support/invalid-bodies.ts';
import { pathParameter } from '../checks/derived/support/change-parts.ts';
import { maskedOf } from '../checks/derived/support/make-records.ts';
import { isObject, valueAt } from '../driver/json-values.ts';
import type { JsonObject } from '../driver/json-values.ts';
import { isReplay, within } from './expected-fact.ts';
import type { Reading, RecordRead } from './read-fields.ts';
import type { ObservedAnswer } from './answer-context.ts';
import { whoCalls } from './requesting-caller.ts';

export interface Fault {
  readonly place: string;
  readonly wanted: string;
  readonly got: unknown;
}

const textOf = (id: unknown): string => (typeof id === 'string' ? id : JSON.stringify(id));

const CREATED = /^(created|opened|issued|registered|submitted)/i;
const CHANGED = /^(last_?)?(modified|updated|changed)/i;

const isInstant = ({ format, readOnly, default: fixed, 'x-faker': faker }: Schema): boolean =>
  readOnly === true &&
  fixed === undefined &&
  (format === 'date-time' || format === 'date' || faker?.startsWith('date.') === true);

/** What the request asks to be kept. */
function sent({ operation: { action }, request }: ObservedAnswer): JsonObject {
  const fields = fieldsOf(request) ?? {};
  const inner = 'body' in action && typeof action.body === 'string' ? valueAt(fields, action.body) : fields;
  return isObject(inner) ? inner : {};
}

function kept(observed: ObservedAnswer, resource: CompiledResource, { record, place }: RecordRead): Fault[] {
  // What is masked is never what was sent; the checks `secret.stored-*` judge it.
  const secrets = new Set(maskedOf(observed.contract, resource).map(({ name }) => name));
  const { action } = observed.operation;
  // Which record is changed the path says, whatever the body says besides.
  const named = action.type === 'resource.update' && action.path_parameter !== undefined ? resource.id : undefined;
  return Object.entries(sent(observed)).flatMap(([name, value]) => {
    const schema = resource.schema.properties?.[name];
    if (
      schema === undefined ||
      secrets.has(name) ||
      name === named ||
      schema.readOnly === true ||
      schema.writeOnly === true ||
      schema['x-fill'] !== undefined ||
      isDeepStrictEqual(record[name], value)
    )
      return [];
    return [{ place: `${place}/${name}`, wanted: `what was sent, ${JSON.stringify(value)}`, got: record[name] }];
  });
}

async function stamps(
  observed: ObservedAnswer,
  resource: CompiledResource,
  { record, place }: RecordRead,
  names: readonly RegExp[],
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [name, schema] of Object.entries(resource.schema.properties ?? {})) {
    const value = record[name];
    if (!isInstant(schema) || value === undefined || !names.some((pattern) => pattern.test(name))) continue;
    const span = await observed.at();
    const verdict =
      schema.format === 'date'
        ? within(value, { from: span.from - 86_400_000, to: span.to }, 'the day of the answer')
        : within(value, span, 'the time of the answer');
    if (typeof verdict === 'string') faults.push({ place: `${place}/${name}`, wanted: verdict, got: value });
  }
  return faults;
}

/** What the contract says that the server sets in a new record. */
function defaults(resource: CompiledResource, { record, place }: RecordRead): Fault[] {
  return Object.entries(resource.schema.properties ?? {}).flatMap(([name, schema]) => {
    const { readOnly, default: wanted } = schema;
    if (
      readOnly !== true ||
      wanted === undefined ||
      record[name] === undefined ||
      isDeepStrictEqual(record[name], wanted)
    )
      return [];
    return [
      { place: `${place}/${name}`, wanted: `what a new record has, ${JSON.stringify(wanted)}`, got: record[name] },
    ];
  });
}

/**
 * What a record said when it was last shown. It changes by what the check does, and with time; else it says the same.
 */
function changedUnasked(
  { contract, memory, operation: { action } }: ObservedAnswer,
  tenant: string,
  { resource, record, place }: RecordRead,
): Fault[] {
  const known = contract.resources.get(resource);
  const id = record[known?.id ?? ''];
  // A list that leaves the id out says of nobody what it says.
  if (id === undefined) return [];
  const key = `${resource} ${tenant} ${textOf(id)}`;
  const before = memory.records.get(key);
  memory.records.set(key, record);
  if (known === undefined || before === undefined) return [];
  const moves = action.type === 'resource.transition' || action.type === 'resource.update';
  const name = Object.keys(before).find((one) => {
    const schema = known.schema.properties?.[one];
    const own = CHANGED.test(one) || (moves && (schema?.readOnly === true || action.type === 'resource.update'));
    return (
      one in record &&
      !own &&
      !isDeepStrictEqual(before[one], record[one]) &&
      !(action.type === 'resource.transition' && one === action.field)
    );
  });
  return name === undefined
    ? []
    : [
        {
          place: `${place}/${name}`,
          wanted: `what an earlier answer said, ${JSON.stringify(before[name])}`,
          got: record[name],
        },
      ];
}

const WRITES: readonly string[] = ['resource.create', 'resource.update', 'resource.transition', 'resource.delete'];

/** Whether each record that an answer shows says what it said before. */
export function steadyFaults(observed: ObservedAnswer, { records }: Reading): readonly Fault[] | undefined {
  const { operation, memory, request } = observed;
  const tenant = operation.requirements.length === 0 ? '' : whoCalls(observed, operation, request)?.tenant;
  const faults =
    tenant === undefined || records.length === 0 || isReplay(observed)
      ? undefined
      : records.flatMap((record) => changedUnasked(observed, tenant, record));
  // Other records may change with one that is made, moved or deleted, and of two writes at once either may be the last.
  if (WRITES.includes(operation.action.type)) memory.records.clear();
  if (operation.action.type === 'resource.create' && tenant !== undefined)
    for (const record of records) changedUnasked(observed, tenant, record);
  return faults;
}

/** @returns undefined where the answer shows no record that the request is about */
export async function recordFaults(
  observed: ObservedAnswer,
  { records }: Reading,
): Promise<readonly Fault[] | undefined> {
  const { contract, operation, request } = observed;
  const { action } = operation;
  if (!('resource' in action) || typeof action.resource !== 'string' || isReplay(observed)) return undefined;
  const resource = contract.resources.get(action.resource);
  const [read] = records.filter((one) => one.resource === action.resource);
  if (resource === undefined || read === undefined) return undefined;
  const id =
    'path_parameter' in action && action.path_parameter !== undefined
      ? pathParameter(request, operation, action.path_parameter)
      : undefined;
  const other =
    id === undefined || textOf(read.record[resource.id]) === id
      ? []
      : [
          {
            place: `${read.place}/${resource.id}`,
            wanted: `the id that was asked for, ${JSON.stringify(id)}`,
            got: read.record[resource.id],
          },
        ];
  switch (action.type) {
    case 'resource.get':
      return other;
    case 'resource.create':
      return [
        ...kept(observed, resource, read),
        ...(observed.target.isMock ? defaults(resource, read) : []),
        ...(await stamps(observed, resource, read, [CREATED, CHANGED])),
      ];
    case 'resource.update':
      return [...other, ...kept(observed, resource, read), ...(await stamps(observed, resource, read, [CHANGED]))];
    case 'resource.transition': {
      const state = read.record[action.field];
      return [
        ...other,
        ...(state === undefined || state === action.to
          ? []
          : [{ place: `${read.place}/${action.field}`, wanted: JSON.stringify(action.to), got: state }]),
      ];
    }
    default:
      return undefined;
  }
}

/** The value that a check of a record asks about. */
function askedAbout({ operation, request }: ObservedAnswer): unknown {
  const { action } = operation;
  if (action.type !== 'resource.check') return undefined;
  if (action.path_parameter !== undefined) return pathParameter(request, operation, action.path_parameter);
  if (action.query !== undefined) return request.query.find(([name]) => name === action.query)?.[1];
  return valueAt(fieldsOf(request) ?? {}, action.body ?? '');
}

/**
 * A verdict names what it is about, and repeats of the record what earlier answers said. @returns undefined where it
 * tells of neither
 */
export function verdictFaults(observed: ObservedAnswer, { named }: Reading): readonly Fault[] | undefined {
  const { contract, target, memory, operation, request } = observed;
  const { action } = operation;
  const asked = askedAbout(observed);
  if (action.type !== 'resource.check' || typeof asked !== 'string' || !target.isMock) return undefined;
  const tenant = whoCalls(observed, operation, request)?.tenant;
  const shown =
    [...memory.records].find(
      ([key, one]) => key.startsWith(`${action.resource} ${tenant ?? ''} `) && one[action.field] === asked,
    )?.[1] ?? {};
  const known: JsonObject = { ...shown, [action.field]: asked };
  const { properties = {} } = contract.resources.get(action.resource)?.schema ?? {};
  const stated = [...named].filter(([name]) => name in known && name in properties);
  return stated.length === 0
    ? undefined
    : stated.flatMap(([name, { value, place }]) =>
        isDeepStrictEqual(value, known[name])
          ? []
          : [{ place, wanted: `the record's own, ${JSON.stringify(known[name])}`, got: value }],
      );
}
