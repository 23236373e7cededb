/**
 * A value that a schema allows, made without chance: what the schema shows where that fits it, else the plainest there
 * is.
 */
import { flatten } from './json-schemas.ts';
import { follow } from './openapi-document.ts';
import type { Document, Schema } from './openapi-document.ts';
import { ROOM, shareOf } from './schema-room.ts';
import { textsOfPattern } from './text-of-pattern.ts';

export type Bounded = Schema & {
  readonly maxProperties?: number;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly contains?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly not?: Schema;
};

/** Whose value it is: a request leaves out what is read-only, an answer what is write-only. */
export type Side = 'request' | 'answer';

/** Below this depth only what is required is made, and a list is empty where it may be. */
const SHALLOW = 3;
const DEEPEST = 12;

/** The share below which nothing more is made of what is required either: no value would come to an end. */
const NO_ROOM = 0.02;

/** Texts for formats, the usual ones of OpenAPI and JSON Schema. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2025-01-01T00:00:00Z',
  date: '2025-01-01',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'someone@example.com',
  'idn-email': 'someone@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  iri: 'https://example.com/',
  'uri-reference': '/somewhere',
  'iri-reference': '/somewhere',
  'uri-template': '/somewhere/{id}',
  uuid: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d',
  hostname: 'www.example.com',
  'idn-hostname': 'www.example.com',
  ipv4: '203.0.113.1',
  ipv6: '2001:db8::1',
  byte: 'dGV4dA==',
  'json-pointer': '/a',
  'relative-json-pointer': '0',
  regex: '^a$',
};

/** Texts that most patterns of identifiers, names and codes take. */
const TRIES = [
  'text',
  'Text',
  'TEXT',
  'a',
  'A',
  '1',
  '12',
  '1234',
  '12345',
  '123456',
  '0000000000',
  '+15550100123',
  'USD',
  'US',
  'en',
  'en-US',
  'a-b',
  'a_b',
  'a.b',
  'a/b',
  '1.0',
  '1.0.0',
  '10:00',
  '2025-01-01',
  '2025-01-01T00:00:00Z',
  'https://example.com/',
  'someone@example.com',
  '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d',
  '203.0.113.1',
  '#aabbcc',
  'aabbccdd',
  '',
];

export const typesOf = ({ type }: Schema): readonly string[] =>
  type === undefined ? [] : typeof type === 'string' ? [type] : type;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether a value fits a schema, as far as shapes, bounds and patterns go; formats only where a text is plainly none.
 *
 * @param hops schemas gone through for this value: each part of it begins anew, and a value has an end
 */
export function fitsSchema(document: Document, schema: Schema, value: unknown, hops = 0): boolean {
  if (typeof schema === 'boolean') return schema;
  // A schema that leads back to itself with no part of a value between says nothing.
  if (hops > DEEPEST) return true;
  const node = follow(document, { node: schema, pointer: '#' }).node as Bounded;
  const branch = (one: Schema): boolean => fitsSchema(document, one, value, hops + 1);
  // Each part judges by itself: what one of them says is not undone by what another says of the same.
  if (node.allOf !== undefined && !node.allOf.every(branch)) return false;
  const kind = kindOf(value);
  const types = typesOf(node);
  if (types.length > 0 && !types.includes(kind) && !(kind === 'integer' && types.includes('number'))) return false;
  if (node.const !== undefined && !same(node.const, value)) return false;
  if (node.enum !== undefined && !node.enum.some((one) => same(one, value))) return false;
  if (node.anyOf !== undefined && !node.anyOf.some(branch)) return false;
  if (node.oneOf !== undefined && node.oneOf.filter(branch).length !== 1) return false;
  if (node.not !== undefined && branch(node.not)) return false;
  if (node.if !== undefined && !branch((branch(node.if) ? node.then : node.else) ?? {})) return false;
  if (typeof value === 'string') return fitsText(node, value);
  if (typeof value === 'number') return fitsNumber(node, value);
  if (Array.isArray(value)) return fitsList(document, node, value);
  return typeof value !== 'object' || value === null || fitsObject(document, node, value);
}

function fitsList(document: Document, node: Bounded, value: readonly unknown[]): boolean {
  const { minItems = 0, maxItems = Infinity, items, uniqueItems, prefixItems = [], contains } = node;
  return (
    value.length >= minItems &&
    value.length <= maxItems &&
    (uniqueItems !== true || new Set(value.map((one) => JSON.stringify(one))).size === value.length) &&
    (contains === undefined || value.some((one) => fitsSchema(document, contains, one))) &&
    value.every((one, i) => fitsSchema(document, prefixItems[i] ?? items ?? {}, one))
  );
}

function fitsObject(document: Document, node: Bounded, value: object): boolean {
  const { properties = {}, patternProperties = {}, required = [], propertyNames } = node;
  const more = node.additionalProperties as Schema | undefined;
  const { minProperties = 0, maxProperties = Infinity } = node;
  const entries = Object.entries(value);
  const patterns = Object.entries(patternProperties);
  return (
    entries.length >= minProperties &&
    entries.length <= maxProperties &&
    required.every((name) => Object.hasOwn(value, name)) &&
    entries.every(([name, one]) => {
      const own = Object.hasOwn(properties, name) ? [properties[name]!] : [];
      const told = [...own, ...patterns.flatMap(([text, of]) => (new RegExp(text, 'u').test(name) ? [of] : []))];
      return (
        (propertyNames === undefined || fitsSchema(document, propertyNames, name)) &&
        (told.length > 0 ? told : [more ?? {}]).every((of) => fitsSchema(document, of, one))
      );
    })
  );
}

function fitsText({ minLength = 0, maxLength = Infinity, pattern, format = '' }: Bounded, value: string): boolean {
  // JSON Schema counts code points.
  const { length } = Array.from(value);
  return (
    length >= minLength &&
    length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value)) &&
    (FORMATS[format]?.test(value) ?? true)
  );
}

/** What a text of a format looks like at least. */
const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time':
    /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})$/,
  date: /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$/,
  time: /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})$/,
  duration: /^P(?!$)(\d+[YMWD])*(T(?=\d)(\d+[HMS])*)?$/,
  email: /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/,
  uri: /^[A-Za-z][A-Za-z\d+.-]*:[^\s<>"{}|\\^`]+$/,
  uuid: /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i,
  ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
  ipv6: /^[\da-f:.]+$/i,
  hostname: /^[A-Za-z\d]([A-Za-z\d-]*[A-Za-z\d])?(\.[A-Za-z\d]([A-Za-z\d-]*[A-Za-z\d])?)*$/,
  url: /^(https?|ftp):\/\/[^\s]+$/,
  byte: /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/,
  'uri-reference': /^[^\s<>"{}|\\^`]*$/,
};

function fitsNumber(
  {
    minimum = -Infinity,
    maximum = Infinity,
    exclusiveMinimum = -Infinity,
    exclusiveMaximum = Infinity,
    multipleOf,
    format,
  }: Bounded,
  value: number,
): boolean {
  return (
    value >= minimum &&
    value <= maximum &&
    value > exclusiveMinimum &&
    value < exclusiveMaximum &&
    (format !== 'int32' || Math.abs(value) <= 2_147_483_647) &&
    (multipleOf === undefined || Number.isInteger(Number((value / multipleOf).toFixed(9))))
  );
}

function sampleText(node: Bounded): string {
  const { format = '', pattern, minLength = 0, maxLength = Infinity } = node;
  const plain = BY_FORMAT[format] ?? (pattern === undefined ? 'text' : undefined);
  if (plain !== undefined && pattern === undefined)
    return plain.padEnd(minLength, 'x').slice(0, Math.max(minLength, Math.min(maxLength, plain.length)));
  const { length: digits = '' } = /\{(?<length>\d+)/.exec(pattern ?? '')?.groups ?? {};
  const tries = [
    plain ?? 'text',
    ...TRIES,
    ...['0', 'a', 'A', 'f', '1'].flatMap((letter) => [
      letter.repeat(Number(digits) || 1),
      letter.repeat(Math.max(1, minLength)),
      letter.repeat(64),
      letter.repeat(40),
      letter.repeat(24),
    ]),
  ];
  return (
    tries.find((text) => fitsText(node, text)) ??
    textsOfPattern(pattern ?? '', minLength).find((text) => fitsText(node, text)) ??
    plain ??
    'text'
  );
}

/** Whether a text was found that has the pattern and length of a schema. */
export const hasSampleText = (schema: Schema): boolean => fitsText(schema, sampleText(schema));

function sampleNumber(node: Bounded, integer: boolean): number {
  const { multipleOf: step = 1 } = node;
  const low = node.minimum ?? node.exclusiveMinimum;
  const high = node.maximum ?? node.exclusiveMaximum;
  const start = low ?? (high !== undefined && high < 1 ? high - step : 1);
  const first = Math.ceil(start / step) * step;
  const tries = [first, first + step, first - step, start, (start + (high ?? start)) / 2, 0];
  return tries.find((one) => fitsNumber(node, one) && (!integer || Number.isInteger(one))) ?? first;
}

interface Making {
  readonly document: Document;
  readonly side: Side;
}

function sampleList(making: Making, node: Bounded, depth: number, room: number): unknown[] {
  const { items = {}, minItems = 0, uniqueItems, maxItems = Infinity } = node;
  const wanted = Math.min(Math.max(minItems, depth < SHALLOW && room >= 1 ? 1 : 0), maxItems);
  if (wanted === 0) return [];
  const one = make(making, items, depth + 1, room);
  if (uniqueItems !== true) return Array.from({ length: wanted }, () => one);
  const { node: item } = flatten(making.document, { node: items, pointer: '#' });
  const values = item.enum ?? [one];
  return Array.from({ length: wanted }, (_, i) =>
    i < values.length ? values[i] : typeof one === 'string' ? `${one}${i}` : typeof one === 'number' ? one + i : one,
  );
}

function sampleObject(making: Making, node: Bounded, depth: number, room: number): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties, minProperties = 0 } = node;
  const hidden = making.side === 'request' ? 'readOnly' : 'writeOnly';
  const made: Record<string, unknown> = {};
  const share = shareOf(making.document, Object.values(properties), room);
  for (const [name, property] of Object.entries(properties)) {
    const { node: one } = flatten(making.document, { node: property, pointer: '#' });
    const optional = !required.includes(name);
    if (optional && (one[hidden] === true || depth > SHALLOW || share < 1)) continue;
    const value = make(making, property, depth + 1, share);
    // Where there is no room for all that it requires, nothing is better than a part of it.
    if (optional && !fitsSchema(making.document, property, value)) continue;
    made[name] = value;
  }
  const more = typeof additionalProperties === 'object' ? additionalProperties : {};
  for (const name of required) made[name] ??= make(making, more, depth + 1, share);
  if (additionalProperties !== false)
    for (let i = Object.keys(made).length; i < minProperties; i++)
      made[`key${i}`] = make(making, more, depth + 1, share);
  return made;
}

/** The schema with one branch of its choices laid into it. */
function withBranch(document: Document, node: Bounded, branch: Schema): Schema {
  const { oneOf: _one, anyOf: _any, ...rest } = node;
  const { node: chosen } = flatten(document, { node: branch, pointer: '#' });
  return {
    ...rest,
    ...chosen,
    ...((rest.properties ?? chosen.properties) && { properties: { ...rest.properties, ...chosen.properties } }),
    ...((rest.required ?? chosen.required) && {
      required: [...new Set([...(rest.required ?? []), ...(chosen.required ?? [])])],
    }),
  };
}

function shown(node: Bounded): readonly unknown[] {
  const { const: only, enum: values = [], examples = [], example, default: usual } = node;
  return [only, ...examples, example, usual, ...values].filter((one) => one !== undefined);
}

function make(making: Making, schema: Schema, depth: number, room = ROOM): unknown {
  if (typeof schema === 'boolean') return 'text';
  const { document } = making;
  const node = flatten(document, { node: schema, pointer: '#' }).node as Bounded;
  const known = shown(node).find((value) => fitsSchema(document, schema, value) && value !== null);
  if (known !== undefined) return known;
  if (depth > DEEPEST || room < NO_ROOM) return typesOf(node).includes('null') ? null : {};
  const branches = node.oneOf ?? node.anyOf;
  if (branches !== undefined) {
    let first: unknown;
    const share = shareOf(document, branches, room);
    for (const branch of branches) {
      const made = make(making, withBranch(document, node, branch), depth + 1, share);
      first ??= made;
      if (fitsSchema(document, schema, made)) return made;
    }
    return first;
  }
  const types = typesOf(node);
  const type = types.find((one) => one !== 'null') ?? types[0];
  if (type === 'object' || (type === undefined && (node.properties || node.additionalProperties)))
    return sampleObject(making, node, depth, room);
  if (type === 'array' || (type === undefined && node.items)) return sampleList(making, node, depth, room);
  if (type === 'integer' || type === 'number') return sampleNumber(node, type === 'integer');
  if (type === 'boolean') return true;
  return type === 'null'
    ? null
    : type === undefined && node.required
      ? sampleObject(making, node, depth, room)
      : sampleText(node);
}

/** @param side default an answer */
export function sampleValue(document: Document, schema: Schema, side: Side = 'answer'): unknown {
  return make({ document, side }, schema, 0);
}

/** The same with nothing but what is required: where properties exclude each other, fewer may fit. */
export function sparseValue(document: Document, schema: Schema, side: Side = 'answer'): unknown {
  return make({ document, side }, schema, SHALLOW + 1);
}
