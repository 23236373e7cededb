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

function fillNode(document: Document, { node, pointer }: Located<Schema>, fact: Fact, example: unknown): Node {
  if (fact !== 'failure.violations' || node.items === undefined)
    return { part: (facts) => json(facts[fact]), constant: undefined, facts: [fact] };
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
  example: Readonly<Record<string, unknown>>,
  depth: number,
): Node {
  const properties = node.properties ?? {};
  const required = new Set(node.required);
  const names = new Set([...Object.keys(example), ...Object.keys(properties)]);
  const members: Member[] = [...names].map((name) => {
    const schema = properties[name];
    const child =
      schema && build(document, { node: schema, pointer: `${pointer}/properties/${name}` }, example[name], depth + 1);
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
      const own = member.filled || fields === undefined ? undefined : json(fields[member.name]);
      const value = own ?? member.node.part(facts) ?? (member.required || !member.filled ? member.example : undefined);
      if (value === undefined) continue;
      text += (empty ? '' : ',') + member.label + value;
      empty = false;
    }
    // An object that was all facts, none of which exist in this answer, is left out like a fact.
    return empty && members.some(({ filled }) => filled) ? undefined : `{${text}}`;
  };
  return { part, constant: undefined, facts: members.flatMap((member) => member.node.facts) };
}

const RECORD: Fact[] = [];

/** Deeper than any answer; where a schema that contains itself stops. */
const DEEPEST = 16;

function build(document: Document, located: Located<Schema>, example: unknown, depth = 0): Node {
  if (depth > DEEPEST) return constantNode(json(example));
  const schema = branchFor(document, located, example);
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
    ? objectNode(document, schema, (example ?? {}) as Readonly<Record<string, unknown>>, depth)
    : constantNode(fallback);
}

export interface CompiledBody {
  readonly render: Render;
  readonly facts: readonly Fact[];
}

/** @param example the response's example; where there is none, the schema's own, or a value made from the schema */
export function compileBody(document: Document, located: Located<Schema> | undefined, example: unknown): CompiledBody {
  if (located === undefined) return { render: () => json(example) ?? '', facts: [] };
  const { node } = flatten(document, located);
  const compiled = build(
    document,
    located,
    example ?? node.example ?? node.examples?.[0] ?? sampleValue(document, node),
  );
  return { render: (facts) => compiled.part(facts) ?? '', facts: compiled.facts };
}
