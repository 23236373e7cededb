/**
 * Compiles a response's schema and example into a function from facts to the body's text. The example is the body;
 * `x-fill` and `x-resource` say which parts of it are facts.
 */
import type { Fact, Facts, RecordValue } from '../fill-values.ts';
import type { Document, Located, Schema } from '../openapi-document.ts';
import type { Render } from '../compiled-contract.ts';
import { branchFor, flatten } from '../json-schemas.ts';
import { sampleValue } from '../sample-value.ts';

/** JSON text, or undefined to leave the part out. */
type Part = (facts: Facts) => string | undefined;

interface Node {
  readonly part: Part;
  /** Set where the part is the same in every answer. */
  readonly constant: string | undefined;
  /** Facts it reads. */
  readonly facts: readonly Fact[];
  /** What stands there where nothing is known of it and something must. */
  readonly bare?: string;
}

const recordTexts = new WeakMap<RecordValue, string>();

/** A record's JSON text, made once: records never change in place. */
export function recordText(record: RecordValue): string {
  let text = recordTexts.get(record);
  if (text === undefined) {
    text = JSON.stringify(record);
    recordTexts.set(record, text);
  }
  return text;
}

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

const constantNode = (text: string | undefined): Node => ({ part: () => text, constant: text, facts: [] });

function recordsText(records: readonly RecordValue[]): string {
  let text = '[';
  for (let i = 0; i < records.length; i++) text += (i === 0 ? '' : ',') + recordText(records[i]!);
  return `${text}]`;
}

const typesOf = ({ type }: Schema): readonly string[] => (typeof type === 'string' ? [type] : (type ?? []));

/** Makes of a fact what its schema wants: `"3600"` of 3600 where it is text, a list of a scope's words. */
function typeFitter(schema: Schema): (value: unknown) => unknown {
  const types = typesOf(schema);
  const takes = (name: string): boolean => types.length === 0 || types.includes(name);
  const [texts, lists, integers, booleans] = [takes('string'), takes('array'), takes('integer'), takes('boolean')];
  const numbers = takes('number') || integers;
  return (value) => {
    switch (typeof value) {
      case 'number':
        return numbers || !texts ? value : `${value}`;
      case 'boolean':
        return booleans || integers || !texts ? value : `${value}`;
      case 'string':
        if (texts) return value;
        if (lists) return value === '' ? [] : value.split(' ');
        return numbers && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
      default:
        return Array.isArray(value) && !lists && texts ? value.join(' ') : value;
    }
  };
}

function fillNode(document: Document, { node, pointer }: Located<Schema>, fact: Fact, example: unknown): Node {
  if (fact !== 'failure.violations' || node.items === undefined) {
    const fit = typeFitter(node);
    return { part: (facts) => json(fit(facts[fact])), constant: undefined, facts: [fact] };
  }
  const item = build(
    document,
    { node: node.items, pointer: `${pointer}/items` },
    Array.isArray(example) ? example[0] : undefined,
  );
  return {
    part(facts) {
      const violations = facts['failure.violations'];
      if (violations === undefined) return undefined;
      return `[${violations
        .map(({ field, message, code }) =>
          item.part({ 'violation.field': field, 'violation.message': message, 'violation.code': code }),
        )
        .filter((text) => text !== undefined)
        .join(',')}]`;
    },
    constant: undefined,
    facts: [fact],
  };
}

interface Member {
  readonly name: string;
  /** `"name":` */
  readonly label: string;
  readonly node: Node;
  readonly example: string | undefined;
  readonly required: boolean;
  readonly filled: boolean;
}

function objectNode(
  document: Document,
  { node, pointer }: Located<Schema>,
  shown: Readonly<Record<string, unknown>> | undefined,
  depth: number,
  room: number,
): Node {
  const example = shown ?? {};
  const properties = node.properties ?? {};
  const required = new Set(node.required);
  const names = new Set([...Object.keys(example), ...Object.keys(properties)]);
  const share = room / Math.max(1, names.size);
  const members: Member[] = [...names].map((name) => {
    const schema = properties[name];
    const child =
      schema &&
      build(document, { node: schema, pointer: `${pointer}/properties/${name}` }, example[name], depth + 1, share);
    const text = json(example[name]);
    return {
      name,
      label: `${JSON.stringify(name)}:`,
      node: child ?? constantNode(text),
      example: text,
      required: required.has(name),
      filled: (child?.facts.length ?? 0) > 0,
    };
  });
  const part: Part = (facts) => {
    const { fields } = facts;
    let text = '';
    let empty = true;
    for (const member of members) {
      // Of an object that the example does not show, the record's fields would make a part only, and another's values.
      const own = member.filled || fields === undefined || shown === undefined ? undefined : json(fields[member.name]);
      const known = own ?? member.node.part(facts) ?? (member.required || !member.filled ? member.example : undefined);
      const value = known ?? (member.required ? member.node.bare : undefined);
      if (value === undefined) continue;
      text += (text === '' ? '' : ',') + member.label + value;
      if (known !== undefined) empty = false;
    }
    // An object that was all facts, none of which exist in this answer, is left out like a fact; so is one of which
    // the example says nothing.
    if (empty && shown === undefined) return undefined;
    return text === '' && members.some(({ filled }) => filled) ? undefined : `{${text}}`;
  };
  return {
    part,
    constant: undefined,
    facts: members.flatMap((member) => member.node.facts),
    ...(shown === undefined && { bare: '{}' }),
  };
}

/** A list of the example's items, each with its own facts. */
function listNode(
  document: Document,
  { node, pointer }: Located<Schema>,
  example: unknown,
  depth: number,
  room: number,
): Node {
  const { items } = node;
  const children =
    items !== undefined && Array.isArray(example)
      ? example.map((item) =>
          build(document, { node: items, pointer: `${pointer}/items` }, item, depth + 1, room / example.length),
        )
      : [];
  const facts = children.flatMap((child) => child.facts);
  if (facts.length === 0) return constantNode(json(example));
  return {
    part: (given) =>
      `[${children
        .map((child) => child.part(given))
        .filter((text) => text !== undefined)
        .join(',')}]`,
    constant: undefined,
    facts,
  };
}

const RECORD: Fact[] = [];

/** Deeper than any answer; where a schema that contains itself stops. */
const DEEPEST = 16;
/** How far facts are looked for below where the example ends: a schema that contains itself may do so many times. */
const UNSHOWN = 5;
/** In how many places they are looked for: the parts of an object share them, so that a wide one is gone into less. */
const PLACES = 10_000;

function build(document: Document, located: Located<Schema>, example: unknown, depth = 0, room = PLACES): Node {
  if (depth > DEEPEST || (example === undefined && (depth > UNSHOWN || room < 1))) return constantNode(json(example));
  const whole = flatten(document, located);
  // What is filled as a whole is filled whatever branch it takes.
  const schema = whole.node['x-fill'] || whole.node['x-resource'] ? whole : branchFor(document, located, example);
  const { node } = schema;
  const fallback = json(example);
  if (node['x-fill'] !== undefined) return fillNode(document, schema, node['x-fill'], example);
  if (node['x-resource'] !== undefined)
    return {
      part: ({ record }) => (record === undefined ? fallback : recordText(record)),
      constant: undefined,
      facts: RECORD,
    };
  if (
    node.items !== undefined &&
    flatten(document, { node: node.items, pointer: `${schema.pointer}/items` }).node['x-resource'] !== undefined
  ) {
    return {
      part: ({ records, record }) => (records ? recordsText(records) : record ? recordsText([record]) : fallback),
      constant: undefined,
      facts: RECORD,
    };
  }
  const isObject =
    node.properties !== undefined &&
    (example === undefined || (typeof example === 'object' && example !== null && !Array.isArray(example)));
  return isObject
    ? objectNode(document, schema, example as Readonly<Record<string, unknown>> | undefined, depth, room)
    : listNode(document, schema, example, depth, room);
}

export interface CompiledBody {
  readonly render: Render;
  readonly facts: readonly Fact[];
}

/** @param example the response's example; where there is none, what the schema shows of itself or a value made from it */
export function compileBody(document: Document, located: Located<Schema> | undefined, example: unknown): CompiledBody {
  if (located === undefined) return { render: () => json(example) ?? '', facts: [] };
  const compiled = build(document, located, example ?? sampleValue(document, located.node));
  return { render: (facts) => compiled.part(facts) ?? compiled.bare ?? '', facts: compiled.facts };
}
