/**
 * Which operations keep state: a path that names one record and the path above it, where their schemas agree on what a
 * record is. Whatever is not plain is left to answer its example.
 */
import { escapePointer } from '../openapi-document.ts';
import type { Schema } from '../openapi-document.ts';
import { typesOf } from '../sample-value.ts';
import { fits, flat, sample, successOf } from './document-schemas.ts';
import type { Success } from './document-schemas.ts';
import { freeName, sectionOf } from './infer-failures.ts';
import { inferPaging } from './infer-paging.ts';
import { UNDESCRIBED } from './plain-document.ts';
import { isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export interface InferredResource {
  readonly name: string;
  /** Path of the collection. */
  readonly path: string;
  /** `list`, `create` … */
  readonly verbs: readonly string[];
}

const SEEDED = 3;

const isScalar = (schema: Schema): boolean => {
  const types = typesOf(schema).filter((type) => type !== 'null');
  return types.length === 1 && (types[0] === 'string' || types[0] === 'integer');
};

/** Whether a schema's properties say all there is to say of its objects. */
const isPlainObject = (schema: Schema): schema is Schema & { properties: Readonly<Record<string, Schema>> } =>
  schema.properties !== undefined &&
  schema.oneOf === undefined &&
  schema.anyOf === undefined &&
  !('not' in schema) &&
  !('if' in schema) &&
  (schema.type === undefined || typesOf(schema).includes('object'));

const ANNOTATIONS = [
  'description',
  'title',
  'example',
  'examples',
  'default',
  'readOnly',
  'writeOnly',
  'deprecated',
  'xml',
  'externalDocs',
];

/** What a schema allows, without what it says of it. */
function shapeText(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) =>
    ANNOTATIONS.includes(key) && !isJson(value) ? undefined : value,
  );
}

function sameShape(document: Json, left: unknown, right: unknown): boolean {
  return shapeText(left) === shapeText(right) || shapeText(flat(document, left)) === shapeText(flat(document, right));
}

interface Place {
  /** The property that holds it; undefined where it is the whole. */
  readonly property: string | undefined;
  readonly schema: Schema;
}

function idOf(
  properties: Readonly<Record<string, Schema>>,
  names: readonly string[],
  document: Json,
): string | undefined {
  return names.find((name) => properties[name] !== undefined && isScalar(flat(document, properties[name])));
}

function recordIn(document: Json, schema: unknown, names: readonly string[]): Place | undefined {
  const whole = flat(document, schema);
  if (!isPlainObject(whole)) return undefined;
  if (idOf(whole.properties, names, document) !== undefined) return { property: undefined, schema: whole };
  const inner = Object.entries(whole.properties).flatMap(([property, node]) => {
    const part = flat(document, node);
    return isPlainObject(part) && idOf(part.properties, names, document) !== undefined
      ? [{ property, schema: part }]
      : [];
  });
  return inner.length === 1 ? inner[0] : undefined;
}

/** Whether records can stand where a schema stands: it says nothing of them that they do not hold to. */
function takesRecord(document: Json, schema: Schema, record: Schema): boolean {
  if (!isPlainObject(schema)) return false;
  return (
    Object.entries(schema.properties).every(
      ([name, node]) => record.properties?.[name] !== undefined && sameShape(document, node, record.properties[name]),
    ) && (schema.required ?? []).every((name) => record.required?.includes(name))
  );
}

function listIn(document: Json, schema: unknown, record: Schema): Place | undefined {
  const whole = flat(document, schema);
  const holds = (node: Schema): boolean =>
    typesOf(node).includes('array') && takesRecord(document, flat(document, node.items), record);
  if (holds(whole)) return { property: undefined, schema: whole };
  if (!isPlainObject(whole)) return undefined;
  const inner = Object.entries(whole.properties).filter(([, node]) => holds(flat(document, node)));
  return inner.length === 1 ? { property: inner[0]![0], schema: flat(document, inner[0]![1]) } : undefined;
}

/** What of a request's body becomes fields of a record: the whole, or one property. */
function bodyIn(document: Json, operation: Json, record: Schema): (Place & { readonly pointer: string }) | undefined {
  const body = resolved(document, operation['requestBody']);
  const content = isJson(body) && isJson(body['content']) ? Object.entries(body['content']) : [];
  const [, media] = content.find(([type]) => type.includes('json')) ?? content[0] ?? [];
  if (!isJson(media)) return undefined;
  const agrees = (schema: Schema): boolean => {
    if (!isPlainObject(schema)) return false;
    const shared = Object.entries(schema.properties).filter(([name]) => record.properties?.[name] !== undefined);
    return shared.length > 0 && shared.every(([name, node]) => sameShape(document, node, record.properties![name]));
  };
  const whole = flat(document, media['schema']);
  if (agrees(whole)) return { property: undefined, schema: whole, pointer: '' };
  // A body that speaks of the record's own fields is no wrapper of it: what it holds besides is something else.
  if (!isPlainObject(whole) || Object.keys(whole.properties).some((name) => record.properties?.[name] !== undefined))
    return undefined;
  const inner = Object.entries(whole.properties).filter(([, node]) => agrees(flat(document, node)));
  const [property, node] = inner[0] ?? [];
  return inner.length === 1
    ? { property, schema: flat(document, node), pointer: `/${escapePointer(property!)}` }
    : undefined;
}

const singular = (word: string): string =>
  word
    .replace(/ies$/i, 'y')
    .replace(/(ss|sh|ch|x)es$/i, '$1')
    .replace(/([^s])s$/i, '$1');

/** What an identifier may be called, the likeliest first. */
function idNames(parameter: string, collection: string): readonly string[] {
  const word = singular(collection.split('/').at(-1) ?? '').replaceAll(/\W/g, '_');
  return [
    parameter,
    'id',
    '_id',
    `${word}_id`,
    `${word}Id`,
    `${word}ID`,
    'uuid',
    'guid',
    'uid',
    'key',
    'slug',
    'code',
    'number',
    'username',
    'login',
    'name',
  ];
}

function idFormat(schema: Schema): Json | undefined {
  const { format, pattern, enum: values, maxLength = Infinity, minLength = 0 } = schema;
  if (values !== undefined) return undefined;
  if (typesOf(schema).includes('integer')) return { alphabet: 'digits', length: 6 };
  if (format === 'uuid') return { alphabet: 'uuid' };
  const tries: Json[] = [
    { alphabet: 'base62', length: Math.max(minLength, Math.min(12, maxLength)) },
    { alphabet: 'hex', length: 24 },
    { alphabet: 'digits', length: Math.max(minLength, Math.min(8, maxLength)) },
  ];
  if (format !== undefined) return undefined;
  return tries.find(({ alphabet, length }) => {
    const shown = { base62: '0aZ9bY8cX7dW6eV5', hex: '0123456789abcdef', digits: '9876543210' }[alphabet as 'base62'];
    const text = shown.repeat(Math.ceil((length as number) / shown.length)).slice(0, length as number);
    return text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text));
  });
}

/** The schema of the records: the document's, with values that fit it where chance would make others. */
function recordSchema(document: Json, record: Schema, id: string, resource: Json, written: boolean): Json | undefined {
  const properties: Json = {};
  for (const [name, node] of Object.entries(record.properties!)) {
    const property = flat(document, node);
    if (name === id) {
      const { example: _example, examples: _examples, default: _default, ...rest } = property;
      const format = idFormat(property);
      if (format === undefined) return undefined;
      const { readOnly: _readOnly, ...writable } = rest;
      properties[name] = {
        ...(written ? writable : { ...rest, readOnly: true }),
        type: typesOf(rest).find((one) => one !== 'null'),
        'x-id': format,
      };
      continue;
    }
    const { type, enum: values, pattern, format, minLength, maxLength } = property;
    const plain =
      (type === 'string' &&
        pattern === undefined &&
        format === undefined &&
        minLength === undefined &&
        maxLength === undefined) ||
      (type === 'string' && format === 'date-time') ||
      type === 'boolean' ||
      (values !== undefined && isScalar(property) && values.every((value) => fits(document, property, value)));
    const { example: _example, examples: _examples, default: usual, ...rest } = property;
    const usable = usual !== undefined && fits(document, property, usual) ? { default: usual } : {};
    if (plain) {
      properties[name] = { ...rest, ...usable };
      continue;
    }
    const value = sample(document, property);
    if (!fits(document, property, value)) {
      if (record.required?.includes(name)) return undefined;
      continue;
    }
    properties[name] = { ...rest, ...usable, examples: [value] };
  }
  return {
    type: 'object',
    ...(record.description !== undefined && { description: record.description }),
    required: [...new Set([...(record.required ?? []), id])],
    properties,
    'x-resource': resource,
  };
}

/** Records with identifiers that can be guessed. */
function knownRecords(document: Json, schema: Json, id: string, name: string): Json[] {
  const property = (schema['properties'] as Json)[id] as Schema;
  const isNumber = typesOf(property).includes('integer');
  const numbers = Array.from({ length: SEEDED }, (_, i) => i + 1);
  const ids: readonly unknown[] = isNumber
    ? numbers
    : numbers.flatMap((number) => [`${singular(name)}-${number}`, `00000000-0000-4000-8000-00000000000${number}`]);
  const fitting = ids.filter((value) => fits(document, property, value));
  return fitting.slice(0, SEEDED).map((value) => ({ [id]: value }));
}

interface Answering {
  readonly document: Json;
  readonly operation: Json;
  readonly success: Success;
}

/** Puts the records' schema into an answer. */
function answerWith({ document, operation, success }: Answering, place: Place, records: Json): boolean {
  const { status, response, type, schema } = success;
  if (type === undefined && !(records['$ref'] !== undefined && isUndescribed(success))) return true;
  const whole = flat(document, schema);
  const placed: Json =
    place.property === undefined
      ? records
      : inferPaging.fills({ ...whole, properties: { ...whole.properties, [place.property]: records } }, (node) =>
          flat(document, node),
        );
  const example = sample(document, placed);
  if (!fits(document, placed, example)) return false;
  const answered = status === '204' ? '200' : status;
  if (answered !== status) delete (operation['responses'] as Json)[status];
  (operation['responses'] as Json)[answered] = {
    description: response['description'] ?? 'Done.',
    content: { [type ?? 'application/json']: { schema: placed, example } },
  };
  return true;
}

/** Whether the document says nothing of a success, so that the record is the likeliest answer. */
const isUndescribed = ({ status, response, type }: Success): boolean =>
  type === undefined && (status !== '204' || response['description'] === UNDESCRIBED);

/** What an operation answers of its own, where no record stands in it. */
function keepsAnswer(answering: Answering): boolean {
  const { document, operation, success } = answering;
  if (success.type === undefined) return true;
  const example = sample(document, success.schema ?? {});
  if (!fits(document, success.schema ?? {}, example)) return false;
  (operation['responses'] as Json)[success.status] = {
    description: success.response['description'] ?? 'Done.',
    content: { [success.type]: { ...(success.schema !== undefined && { schema: success.schema }), example } },
  };
  return true;
}

const isAnonymous = (operation: Json): boolean => {
  const security = operation['security'] as readonly Json[];
  return security.length === 0 || security.some((one) => Object.keys(one).length === 0);
};

type Items = ReadonlyMap<string, InferredResource & { readonly open: boolean }>;

/** The resource whose item's path a collection is below, however the collection's path calls that item. */
function parentIn(
  items: Items,
  collection: string,
): (InferredResource & { readonly open: boolean; readonly parameter: string }) | undefined {
  const [, outer, parameter, inner] = /^(.*)\/\{([^{}]+)\}((?:\/[^{}/]+)+)$/.exec(collection) ?? [];
  if (outer === undefined || parameter === undefined || inner === undefined) return undefined;
  for (const [path, resource] of items)
    if (resource.path === outer && path.startsWith(`${outer}/{`)) return { ...resource, parameter };
  return undefined;
}

export function inferResources(document: Json): InferredResource[] {
  const paths = document['paths'] as Json;
  const schemas = sectionOf(document, 'schemas');
  const found: InferredResource[] = [];
  const taken = new Set<string>();
  const items = new Map<string, InferredResource & { readonly open: boolean }>();
  // What is above before what is below.
  const byDepth = Object.entries(paths).sort(([a], [b]) => a.split('/').length - b.split('/').length);
  for (const [itemPath, item] of byDepth) {
    const [, collection, parameter] = /^(.*[^}])\/\{([^{}]+)\}$/.exec(itemPath) ?? [];
    if (collection === undefined || parameter === undefined) continue;
    const parent = parentIn(items, collection);
    // Below what holds no state nobody could tell whose records they are: such operations answer their example.
    if (collection.includes('{') && parent === undefined) continue;
    const above = paths[collection];
    const read = (item as Json)['get'];
    const success = isJson(read) ? successOf(document, read) : undefined;
    if (!isJson(above) || !isJson(read) || success?.type === undefined) continue;
    const place = recordIn(document, success.schema, idNames(parameter, collection));
    const id = place && idOf(place.schema.properties!, idNames(parameter, collection), document);
    if (place === undefined || id === undefined) continue;

    const record = place.schema;
    const operations = [
      above['get'],
      above['post'],
      read,
      (item as Json)['put'],
      (item as Json)['patch'],
      (item as Json)['delete'],
    ].filter(isJson);
    let name = collection
      .replaceAll(/\{[^{}]*\}/g, '')
      .replaceAll(/\W+/g, '_')
      .replaceAll(/^_+|_+$/g, '')
      .toLowerCase();
    if (!/^[a-z]/.test(name)) name = `r_${name}`;
    while (taken.has(name)) name += '_';
    const creation = isJson(above['post']) ? bodyIn(document, above['post'], record) : undefined;
    const idInBody = creation?.schema.properties?.[id];
    const written = idInBody !== undefined && flat(document, idInBody).readOnly !== true;
    const open = operations.some(isAnonymous);
    // Whose records are is said by those above.
    if (parent !== undefined && parent.open !== open) continue;
    const schema = recordSchema(
      document,
      record,
      id,
      {
        name,
        id,
        count: SEEDED,
        ...(open && { partition: 'none' }),
        ...(parent && { parent: { resource: parent.name, path_parameter: parent.parameter } }),
      },
      written,
    );
    if (schema === undefined) continue;
    const component = freeName(
      schemas,
      `${singular(name).replaceAll(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}Record`,
    );
    schemas[component] = schema;
    const one: Json = { $ref: `#/components/schemas/${component}` };
    if (!answerWith({ document, operation: read, success }, place, one)) {
      delete schemas[component];
      continue;
    }
    taken.add(name);
    read['x-action'] = { type: 'resource.get', resource: name, path_parameter: parameter };
    const verbs = ['get'];
    const stateful = { document, record, one, name, parameter };
    if (isJson(above['get']) && makesList(stateful, above['get'], schema)) verbs.unshift('list');
    if (
      isJson(above['post']) &&
      creation &&
      makesChange(stateful, above['post'], { type: 'resource.create', resource: name }, creation.pointer)
    )
      verbs.push('create');
    for (const method of ['put', 'patch'] as const) {
      const operation = (item as Json)[method];
      const body = isJson(operation) ? bodyIn(document, operation, record) : undefined;
      if (
        isJson(operation) &&
        body &&
        makesChange(
          stateful,
          operation,
          { type: 'resource.update', resource: name, path_parameter: parameter },
          body.pointer,
        )
      ) {
        withoutId(document, operation, id);
        verbs.push(method === 'put' ? 'replace' : 'update');
      }
    }
    // Nobody can find out what is there where nothing lists it.
    if (verbs[0] !== 'list') (schema['x-resource'] as Json)['fixed'] = knownRecords(document, schema, id, name);
    const removal = (item as Json)['delete'];
    if (isJson(removal) && makesRemoval(stateful, removal)) verbs.push('delete');
    const resource = { name, path: collection, verbs };
    found.push(resource);
    items.set(itemPath, { ...resource, open });
  }
  return found;
}

interface Stateful {
  readonly document: Json;
  readonly record: Schema;
  /** Reference to the records' schema. */
  readonly one: Json;
  readonly name: string;
  readonly parameter: string;
}

function makesList({ document, record, one, name }: Stateful, operation: Json, schema: Json): boolean {
  const success = successOf(document, operation);
  const place = success && listIn(document, success.schema, record);
  if (success === undefined || place === undefined) return false;
  const {
    items: _items,
    minItems: _least,
    maxItems: _most,
    example: _example,
    examples: _examples,
    ...rest
  } = place.schema;
  if (!answerWith({ document, operation, success }, place, { ...rest, items: one })) return false;
  inferPaging.parameters(document, operation, schema);
  operation['x-action'] = { type: 'resource.list', resource: name };
  return true;
}

/** A create or an update, which answers the record or nothing of it. */
function makesChange({ document, record, one }: Stateful, operation: Json, action: Json, pointer: string): boolean {
  const success = successOf(document, operation);
  if (success === undefined) return false;
  const answering = { document, operation, success };
  const whole = flat(document, success.schema);
  const inner = isPlainObject(whole)
    ? Object.entries(whole.properties).filter(([, node]) => takesRecord(document, flat(document, node), record))
    : [];
  const place: Place | undefined = takesRecord(document, whole, record)
    ? { property: undefined, schema: whole }
    : inner.length === 1
      ? { property: inner[0]![0], schema: flat(document, inner[0]![1]) }
      : undefined;
  if (success.type !== undefined && place === undefined) return false;
  if (place !== undefined && !answerWith(answering, place, one)) return false;
  if (success.type === undefined && !answerWith(answering, { property: undefined, schema: record }, one)) return false;
  operation['x-action'] = { ...action, ...(pointer !== '' && { body: pointer }) };
  return true;
}

/** A body may name the record again, and need not: the path does, and a record keeps its identifier. */
function withoutId(document: Json, operation: Json, id: string): void {
  const body = resolved(document, operation['requestBody']);
  if (!isJson(body) || !isJson(body['content'])) return;
  const without = (value: unknown): unknown =>
    isJson(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== id)) : value;
  const content = Object.entries(body['content']).map(([type, media]) => {
    if (!isJson(media)) return [type, media] as const;
    const { required = [], ...rest } = flat(document, media['schema']);
    const schema = { ...rest, required: required.filter((name) => name !== id) };
    return [
      type,
      { ...media, schema, ...(media['example'] !== undefined && { example: without(media['example']) }) },
    ] as const;
  });
  operation['requestBody'] = { ...body, content: Object.fromEntries(content) };
}

function makesRemoval({ document, name, parameter }: Stateful, operation: Json): boolean {
  const success = successOf(document, operation);
  if (success === undefined || !keepsAnswer({ document, operation, success })) return false;
  operation['x-action'] = { type: 'resource.delete', resource: name, path_parameter: parameter };
  return true;
}
