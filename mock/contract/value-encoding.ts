/**
 * Lists and objects as text: how parameters and form fields that hold them are written and read.
 *
 * @see [OpenAPI 3.1 §4.8.12.2](https://spec.openapis.org/oas/v3.1.0#style-values)
 */
import { flatten } from './json-schemas.ts';
import type { Document, Schema } from './openapi-document.ts';

export interface Encoding {
  readonly kind: 'list' | 'map' | 'json';
  /** What stands between values that come as one text; undefined where each comes by itself. */
  readonly separator: ',' | ' ' | '|' | undefined;
  /** Whether an object's properties stand in brackets behind the name: `filter[color]`. */
  readonly brackets: boolean;
  /** Properties that an object names; others are known by their brackets only. */
  readonly properties: Readonly<Record<string, Encoding | undefined>>;
}

/** Text by name; what came more than once is a list. */
export type Texts = Readonly<Record<string, string | readonly string[] | undefined>>;

type Pair = readonly [name: string, value: string];

/** Deeper than any parameter; where a schema that contains itself stops. */
const DEEPEST = 4;

const typesOf = ({ type }: Schema): readonly string[] =>
  (typeof type === 'string' ? [type] : (type ?? [])).filter((name) => name !== 'null');

/** A list or a map where the schema takes nothing else; a choice is what all of its branches are. */
function kindOf(document: Document, schema: Schema): { kind: 'list' | 'map'; node: Schema } | undefined {
  const { node } = flatten(document, { node: schema, pointer: '#' });
  const [type, other] = typesOf(node);
  if (other !== undefined) return undefined;
  if (type === 'array' || (type === undefined && node.items !== undefined)) return { kind: 'list', node };
  if (type === 'object' || (type === undefined && node.properties !== undefined)) return { kind: 'map', node };
  const branches = (node.oneOf ?? node.anyOf ?? [])
    .filter((branch) => branch.type !== 'null')
    .map((branch) => kindOf(document, branch));
  return branches.length > 0 && branches.every((branch) => branch?.kind === branches[0]?.kind)
    ? branches[0]
    : undefined;
}

const SEPARATORS: Readonly<Record<string, Encoding['separator']>> = { spaceDelimited: ' ', pipeDelimited: '|' };

/**
 * @param style `form` in query and cookie, `simple` in header; of a form field the style of its `encoding`
 * @param brackets objects stand in brackets whatever the style: form fields
 * @returns undefined for a single value
 */
export function encodingOf(
  document: Document,
  schema: Schema,
  style: string,
  explode = style === 'form' || style === 'deepObject',
  brackets = style === 'deepObject',
  depth = 0,
): Encoding | undefined {
  const { kind, node } = (depth < DEEPEST && kindOf(document, schema)) || {};
  if (kind === undefined || node === undefined) return undefined;
  const properties = kind === 'map' ? Object.entries(node.properties ?? {}) : [];
  return {
    kind,
    separator: explode && style !== 'simple' ? undefined : (SEPARATORS[style] ?? ','),
    brackets,
    properties: Object.fromEntries(
      properties.map(([name, property]) => [
        name,
        brackets ? encodingOf(document, property, style, explode, brackets, depth + 1) : undefined,
      ]),
    ),
  };
}

export const JSON_TEXT: Encoding = { kind: 'json', separator: undefined, brackets: false, properties: {} };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `filter[color]` as name and value, for a value of any depth. */
function bracketPairs(name: string, value: unknown): Pair[] {
  if (Array.isArray(value)) return value.flatMap((item) => bracketPairs(`${name}[]`, item));
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [[name, textOf(value)]];
  return Object.entries(value).flatMap(([key, child]) => bracketPairs(`${name}[${key}]`, child));
}

/** A value as names and texts, as a client writes them. */
export function writeValue(name: string, encoding: Encoding | undefined, value: unknown): readonly Pair[] {
  if (value === undefined) return [];
  if (encoding === undefined || encoding.kind === 'json')
    return [[name, encoding === undefined ? textOf(value) : JSON.stringify(value)]];
  const { separator, brackets } = encoding;
  if (Array.isArray(value)) {
    const texts = value.map(textOf);
    return separator === undefined
      ? texts.map((text, i): Pair => [typeof value[i] === 'object' ? `${name}[]` : name, text])
      : [[name, texts.join(separator)]];
  }
  if (typeof value !== 'object' || value === null) return [[name, textOf(value)]];
  if (brackets) return bracketPairs(name, value);
  const pairs = Object.entries(value).map(([key, child]): Pair => [key, textOf(child)]);
  return separator === undefined ? pairs : [[name, pairs.flat().join(separator)]];
}

/** `a[b][]` → `['a', 'b', '']`; undefined for a name without brackets. */
function pathOf(name: string): string[] | undefined {
  const [, first, rest] = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name) ?? [];
  return first === undefined ? undefined : [first, ...[...rest!.matchAll(/\[([^[\]]*)\]/g)].map(([, key]) => key!)];
}

/** Names that would be the machine's own. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

type Tree = { [key: string]: Tree | string[] };

/** Puts texts into the place that a bracketed name means. @returns false where another value stands in the way */
function plant(tree: Tree, [key = '', ...rest]: readonly string[], texts: readonly string[]): void {
  if (UNSAFE.has(key)) return;
  if (rest.length === 0) {
    const there = tree[key];
    if (there === undefined || Array.isArray(there)) tree[key] = [...(there ?? []), ...texts];
    return;
  }
  const child = (tree[key] ??= Object.create(null) as Tree);
  if (!Array.isArray(child)) plant(child, rest, texts);
}

/** A list where the encoding says so, or the keys are places of one: `tags[]`, `tags[0]`. */
function grown(node: Tree | string[], encoding: Encoding | undefined): unknown {
  if (Array.isArray(node)) return encoding?.kind === 'list' || node.length > 1 ? node : node[0];
  const keys = Object.keys(node);
  if (encoding?.kind === 'list' || keys.every((key) => /^\d*$/.test(key)))
    return keys.flatMap((key) => (key === '' ? node[key]! : [grown(node[key]!, undefined)]));
  return Object.fromEntries(keys.map((key) => [key, grown(node[key]!, encoding?.properties[key])]));
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** What a client wrote in brackets behind a name. */
function bracketed(name: string, encoding: Encoding, texts: Texts): unknown {
  const tree: Tree = Object.create(null) as Tree;
  for (const key in texts) {
    if (!key.startsWith(`${name}[`)) continue;
    const path = pathOf(key);
    if (path !== undefined) plant(tree, path.slice(1), listed(texts[key]));
  }
  return Object.keys(tree).length === 0 ? undefined : grown(tree, encoding);
}

const paired = (parts: readonly string[]): Record<string, string> => {
  const object: Record<string, string> = {};
  if (parts.every((part) => part.includes('=')))
    for (const part of parts) object[part.slice(0, part.indexOf('='))] = part.slice(part.indexOf('=') + 1);
  else for (let i = 0; i + 1 < parts.length; i += 2) object[parts[i]!] = parts[i + 1]!;
  return object;
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * A list or an object from the texts under its names; its items and properties are still texts.
 *
 * @returns undefined where nothing came
 */
export function readValue(name: string, encoding: Encoding, texts: Texts): unknown {
  const own = listed(texts[name]).filter((text) => text !== '');
  const { kind, separator, properties } = encoding;
  if (kind === 'json') return own[0] === undefined ? undefined : parsed(own[0]);
  if (own.length > 0) {
    // Text that is JSON already: a form's list or map as clients without arrays send it.
    const whole = encoding.brackets && own.length === 1 && /^\s*[[{]/.test(own[0]!) ? parsed(own[0]!) : undefined;
    if (typeof whole === 'object') return whole;
    const parts =
      separator === undefined ? own : own.flatMap((text) => text.split(separator).map((part) => part.trim()));
    if (kind === 'list') return parts;
    if (separator !== undefined) return paired(parts);
  }
  const inBrackets = bracketed(name, encoding, texts);
  if (inBrackets !== undefined || kind === 'list' || encoding.brackets)
    return inBrackets ?? (own.length > 0 ? own[0] : undefined);
  const given = Object.keys(properties).filter((key) => (texts[key] ?? '') !== '');
  return given.length === 0 ? undefined : Object.fromEntries(given.map((key) => [key, texts[key]]));
}

/** All of a form's fields as the contract says that they are written; single values are still texts. */
export function readForm(encoding: Encoding | undefined, texts: Texts): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const inBrackets = new Set<string>();
  for (const [name, own] of Object.entries(encoding?.properties ?? {})) {
    const read = own && readValue(name, own, texts);
    if (read === undefined) continue;
    value[name] = read;
    inBrackets.add(name);
  }
  for (const name in texts) {
    const stem = name.split('[', 1)[0]!;
    if (!UNSAFE.has(name) && !(name in value) && !inBrackets.has(stem)) value[name] = listed(texts[name])[0];
  }
  return value;
}
