/** What an answer says, field by field: the contract's schema of it, laid beside the body that came. */
import { escapePointer } from '../../mock/contract/openapi-document.ts';
import type { Document, Located, Schema } from '../../mock/contract/openapi-document.ts';
import { branchFor, flatten } from '../../mock/contract/json-schemas.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import { madeOnce } from '../made-once.ts';
import { isObject } from '../driver/json-values.ts';
import type { JsonObject } from '../driver/json-values.ts';

/** A value that the contract says is a fact. */
export interface FactRead {
  readonly fact: Fact;
  /** JSON pointer into the body; `header x-request-id` for a header. */
  readonly place: string;
  readonly value: unknown;
  /** JSON pointer of the property or header in the contract. */
  readonly pointer: string;
}

/** A record of a resource, as an answer shows it. */
export interface RecordRead {
  readonly resource: string;
  readonly record: JsonObject;
  readonly place: string;
  /** Whether it stands in a list. */
  readonly listed: boolean;
}

export interface Reading {
  readonly facts: readonly FactRead[];
  readonly records: readonly RecordRead[];
  /** Properties of objects that are no records, which take the fact of their own name: a caller's profile. */
  readonly named: ReadonlyMap<string, { readonly value: unknown; readonly place: string }>;
}

/** Deeper than any answer; where a schema that contains itself stops. */
const DEEPEST = 12;

/** Numbers that a schema may want as text. */
const NUMBERS: readonly Fact[] = [
  'clock.epoch',
  'token.expires_in',
  'rate.limit',
  'rate.remaining',
  'rate.reset_epoch',
  'rate.reset_after',
  'rate.reset_epoch_ms',
  'rate.reset_after_ms',
  'rate.retry_after',
];

const meant = (fact: Fact, { type }: Schema, value: unknown): unknown =>
  type === 'string' && typeof value === 'string' && /^\d+$/.test(value) && NUMBERS.includes(fact)
    ? Number(value)
    : value;

const flat = new WeakMap<Document, WeakMap<Schema, Located<Schema>>>();

/** A schema as it is laid together, which is the same each time. */
function laidTogether(document: Document, located: Located<Schema>): Located<Schema> {
  const known = madeOnce(flat, document, () => new WeakMap<Schema, Located<Schema>>());
  const schema = madeOnce(known, located.node, () => flatten(document, located));
  return located.node.$ref === undefined && schema.pointer !== located.pointer ? flatten(document, located) : schema;
}

export function read(document: Document, located: Located<Schema>, body: unknown): Reading {
  const facts: FactRead[] = [];
  const records: RecordRead[] = [];
  const named = new Map<string, { readonly value: unknown; readonly place: string }>();
  const visit = (schema: Located<Schema>, value: unknown, place: string, level: number, listed: boolean): void => {
    if (level > DEEPEST || value === undefined) return;
    const whole = laidTogether(document, schema);
    const isOne = whole.node.oneOf === undefined && whole.node.anyOf === undefined;
    // What is filled as a whole is filled whatever branch it takes.
    const { node, pointer } =
      isOne || whole.node['x-fill'] ? whole : branchFor(document, schema, Array.isArray(value) ? undefined : value);
    const fact = node['x-fill'];
    if (fact !== undefined) facts.push({ fact, place, value: meant(fact, node, value), pointer });
    const name = node['x-resource']?.name;
    if (name !== undefined && isObject(value)) records.push({ resource: name, record: value, place, listed });
    if (Array.isArray(value)) {
      if (node.items)
        value.forEach((item, i) =>
          visit({ node: node.items!, pointer: `${pointer}/items` }, item, `${place}/${i}`, level + 1, true),
        );
      return;
    }
    if (!isObject(value)) return;
    const { properties } = node;
    for (const key in properties) {
      if (!(key in value)) continue;
      const child = properties[key]!;
      // Of a record, what is filled is the tenant alone; the rest is the record's own.
      if (name !== undefined && child['x-fill'] === undefined) continue;
      const step = escapePointer(key);
      const below = { node: child, pointer: `${pointer}/properties/${step}` };
      if (child['x-fill'] === undefined && name === undefined && !Array.isArray(value[key]))
        named.set(key, { value: value[key], place: `${place}/${step}` });
      visit(below, value[key], `${place}/${step}`, level + 1, listed);
    }
  };
  visit(located, body, '', 0, false);
  return { facts, records, named };
}
