/** What parameters of a list do and what its envelope tells, by the names that APIs usually give them. */
import { flatten } from '../json-schemas.ts';
import type { Document, Schema } from '../openapi-document.ts';
import { fitsSchema, typesOf } from '../sample-value.ts';
import { isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

const NUMBERS: readonly (readonly [RegExp, string])[] = [
  [/^(total|total_?(count|items|results|records)|count_?total)$/i, 'page.total'],
  [/^(page|page_?(number|no|num)|current_?page)$/i, 'page.number'],
  [/^(page_?size|per_?page|limit|size)$/i, 'page.size'],
  [/^(pages|total_?pages|page_?count|last_?page)$/i, 'page.count'],
];

const FLAGS: readonly (readonly [RegExp, string])[] = [
  [/^(has_?(more|next)(_?page)?)$/i, 'page.has_next'],
  [/^has_?prev(ious)?(_?page)?$/i, 'page.has_previous'],
];

const named = (rules: readonly (readonly [RegExp, string])[], name: string): string | undefined =>
  rules.find(([pattern]) => pattern.test(name))?.[1];

/** Fills what an envelope says of a list: on it, or in one object of it. */
function fills(envelope: Json, flat: (node: unknown) => Schema, depth = 0): Json {
  const properties: Json = {};
  for (const [name, node] of Object.entries(envelope['properties'] as Json)) {
    const schema = flat(node);
    const types = typesOf(schema);
    const fact =
      types.includes('integer') || types.includes('number')
        ? named(NUMBERS, name)
        : types.includes('boolean')
          ? named(FLAGS, name)
          : undefined;
    const meta =
      depth === 0 &&
      /^(meta|metadata|pagination|paging|page|_meta)$/i.test(name) &&
      schema.properties !== undefined &&
      schema.oneOf === undefined;
    if (fact !== undefined) {
      const { examples: _examples, example: _example, enum: _enum, const: _const, ...rest } = schema;
      properties[name] = { ...rest, 'x-fill': fact };
    } else properties[name] = meta ? fills(schema as unknown as Json, flat, 1) : node;
  }
  return { ...envelope, properties };
}

const PAGE = /^(page|page_?(number|no|num))$/i;
const SIZE = /^(per_?page|page_?size|limit|size|max_?results|page_?limit)$/i;

/** Marks the parameters of a list. */
function parameters(document: Json, operation: Json, record: Json): void {
  if (!Array.isArray(operation['parameters'])) return;
  const given = new Set<string>();
  operation['parameters'] = operation['parameters'].map((node: unknown) => {
    const parameter = resolved(document, node);
    if (!isJson(parameter) || parameter['in'] !== 'query') return node;
    const role = roleOf(document, parameter, record);
    if (role === undefined || (role !== 'filter' && given.has(role))) return node;
    given.add(role);
    if (role === 'filter' && parameter['required'] === true) matchAll(document, parameter, record);
    return { ...parameter, 'x-paging': role, 'x-evidence': 'assumed' };
  });
}

/** A list that cannot be asked for without a filter shows what is there when asked as the document shows. */
function matchAll(document: Json, { name, example }: Json, record: Json): void {
  const properties = record['properties'] as Json;
  const property = properties[name as string] as Schema;
  const isId = (record['x-resource'] as Json)['id'] === name;
  if (isId || example === undefined || !fitsSchema(document as unknown as Document, property, example)) return;
  properties[name as string] = { allOf: [property], examples: [example] };
}

function roleOf(document: Json, { name, schema }: Json, record: Json): string | undefined {
  const node = flatten(document as unknown as Document, { node: schema ?? {}, pointer: '#' }).node;
  const types = typesOf(node).filter((type) => type !== 'null');
  const isInteger = types.length === 1 && (types[0] === 'integer' || types[0] === 'number');
  if (isInteger && PAGE.test(name as string) && node.default !== 0 && node.minimum !== 0) return 'page';
  if (isInteger && SIZE.test(name as string)) return 'size';
  const property = (record['properties'] as Json)[name as string];
  if (property === undefined || types.length !== 1 || types[0] === 'array' || types[0] === 'object') return undefined;
  const field = flatten(document as unknown as Document, { node: property as Schema, pointer: '#' }).node;
  return typesOf(field).includes(types[0]!) ? 'filter' : undefined;
}

export const inferPaging = { fills, parameters };
