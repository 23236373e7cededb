/** Makes a value that fits a schema, as real-looking as the schema allows. The same seed makes the same value. */
import type { Faker } from '@faker-js/faker';
import { isoSeconds } from '../state/clock.ts';
import type { Document, Schema } from '../contract/openapi-document.ts';
import { ROOM, shareOf } from '../contract/schema-room.ts';
import { textsOfPattern } from '../contract/text-of-pattern.ts';
import type { Ids } from '../state/ids.ts';
import { callFaker, fitting, SEEDED_ON } from './faker-values.ts';
import { formattedId } from './server-properties.ts';
import { namesTenant, fitsText, resolve, shapeOf, takes } from './schema-properties.ts';

export interface Maker {
  readonly document: Document;
  readonly faker: Faker;
  readonly ids: Ids;
  /** Whose records are made. */
  readonly tenant: string;
  /** The server's last date-time in the record being made: what comes later in a record is not earlier in time. */
  latest: Date | undefined;
}

const OPTIONAL_PRESENT = 0.9;
const NULL = 0.1;
/** Below this depth optional properties are left out, so that a schema that contains itself comes to an end. */
const SHALLOW = 4;
const DEEPEST = 16;

type Bounded = Schema & {
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly uniqueItems?: boolean;
};

function makeNumber({ faker }: Maker, schema: Bounded, integer: boolean): number {
  const step = schema.multipleOf ?? (integer ? 1 : 0.01);
  const low = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const high = schema.maximum ?? schema.exclusiveMaximum ?? low + 1_000;
  const first = Math.ceil(low / step) + (low === schema.exclusiveMinimum && Number.isInteger(low / step) ? 1 : 0);
  const last = Math.floor(high / step) - (high === schema.exclusiveMaximum && Number.isInteger(high / step) ? 1 : 0);
  return Number((faker.number.int({ min: first, max: Math.max(first, last) }) * step).toFixed(6));
}

function makeDate(maker: Maker, { readOnly }: Schema): Date {
  const { faker, latest } = maker;
  if (!readOnly) return faker.date.soon({ days: 60 });
  maker.latest = latest ? faker.date.between({ from: latest, to: SEEDED_ON }) : faker.date.recent({ days: 90 });
  return maker.latest;
}

const FORMATS: Readonly<Record<string, (maker: Maker, schema: Schema) => string>> = {
  uuid: ({ ids }) => ids.uuid(),
  'date-time': (maker, schema) => isoSeconds(makeDate(maker, schema).getTime()),
  date: (maker, schema) => isoSeconds(makeDate(maker, schema).getTime()).slice(0, 10),
  email: ({ faker }) => faker.internet.exampleEmail(),
  uri: ({ faker }) => `https://${faker.lorem.slug(1)}.example.com/${faker.lorem.slug(2)}`,
  hostname: ({ faker }) => `${faker.lorem.slug(1)}.example.com`,
  // addresses set aside for documentation: RFC 5737 and RFC 3849
  ipv4: ({ ids }) => `203.0.113.${ids.below(256)}`,
  ipv6: ({ ids }) => `2001:db8::${ids.below(0xffff).toString(16)}`,
  password: ({ ids }) => ids.make({ alphabet: 'base62' }),
};

function makeString(maker: Maker, schema: Schema): string {
  const { format = '', pattern, minLength = 0, maxLength = Infinity } = schema;
  const text = FORMATS[format]?.(maker, schema) ?? (pattern === undefined ? undefined : fitting(maker.faker, pattern));
  if (text !== undefined) return text;
  const made =
    pattern === undefined ? undefined : textsOfPattern(pattern, minLength).find((one) => fitsText(schema, one));
  if (made !== undefined) return made;
  const words = maker.faker.lorem.words({ min: 2, max: 4 }).slice(0, maxLength).trimEnd();
  return words + maker.ids.make({ alphabet: 'base62', length: Math.max(0, minLength - words.length) });
}

function makeArray(maker: Maker, schema: Bounded, depth: number, room: number): unknown[] {
  const isShallow = depth <= SHALLOW && room >= 1;
  const { minItems = isShallow ? 1 : 0, maxItems = Math.max(minItems, 3), items = {} } = schema;
  const most = room < 1 ? minItems : maxItems;
  const length = maker.faker.number.int({ min: Math.min(minItems, most), max: most });
  const values = Array.from({ length }, () => makeValue(maker, items, depth + 1, room / length));
  return schema.uniqueItems ? [...new Map(values.map((value) => [JSON.stringify(value), value])).values()] : values;
}

function makeObject(maker: Maker, schema: Schema, depth: number, room: number): Record<string, unknown> {
  const { properties, required } = shapeOf(maker.document, schema);
  const object: Record<string, unknown> = {};
  const share = shareOf(maker.document, [...properties.values()], room);
  for (const [name, property] of properties) {
    const optional = !required.has(name);
    if (optional && (property.writeOnly || depth > SHALLOW || share < 1)) continue;
    if (optional && !property.readOnly && maker.faker.number.float() >= OPTIONAL_PRESENT) continue;
    object[name] = makeValue(maker, property, depth + 1, share);
  }
  return object;
}

/** A nullable type does not make null one of the values that are listed. */
const mayBeNull = ({ type, enum: values, const: only }: Schema): boolean =>
  Array.isArray(type) && type.includes('null') && only === undefined && (values?.includes(null) ?? true);

/**
 * By precedence: the tenant, `x-faker`, `x-id`, const, enum, examples, default, then format, pattern, bounds and type.
 */
export function makeValue(maker: Maker, schema: Schema, depth = 0, room = ROOM): unknown {
  if (depth > DEEPEST) throw new Error('the schema requires itself without end');
  const node = resolve(maker.document, schema);
  const { faker, ids } = maker;
  if (namesTenant(node)) return maker.tenant;
  if (mayBeNull(node) && faker.number.float() < NULL) return null;
  if (node['x-faker']) {
    const made = callFaker(faker, node['x-faker'], node);
    if (fitsText(node, made)) return made;
  }
  if (node['x-id']) return formattedId(node, node['x-id'], ids);
  if (node.const !== undefined) return node.const;
  if (node.enum) return faker.helpers.arrayElement(node.enum);
  if (node.examples && node.examples.length > 0) return faker.helpers.arrayElement(node.examples);
  if (node.example !== undefined) return node.example;
  if (node.default !== undefined) return node.default;
  const branches = node.oneOf ?? node.anyOf;
  if (branches) return makeValue(maker, faker.helpers.arrayElement(branches), depth + 1, room);
  if (node.properties || node.type === 'object') return makeObject(maker, node, depth, room);
  if (node.items || node.type === 'array') return makeArray(maker, node, depth, room);
  if (node.type === undefined || takes(node, 'string')) return makeString(maker, node);
  if (takes(node, 'integer')) return makeNumber(maker, node, true);
  if (takes(node, 'number')) return makeNumber(maker, node, false);
  if (takes(node, 'boolean')) return faker.datatype.boolean();
  if (takes(node, 'object')) return makeObject(maker, node, depth, room);
  return takes(node, 'array') ? makeArray(maker, node, depth, room) : null;
}
