/**
 * Finding and placing values in JSON: by pointer, by what a record is known by, by the fact that a schema says stands
 * there.
 */
import { at, escapePointer } from '../../mock/contract/openapi-document.ts';
import type { Document, Schema } from '../../mock/contract/openapi-document.ts';
import { flatten } from '../../mock/contract/json-schemas.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Several look at one answer in a row: the last texts are parsed once. */
const LAST = 16;

const parsed = new Map<string, unknown>();

/** Parses JSON text; undefined if it is none. What comes back is not to be changed. */
export function parseJson(text: string): unknown {
  if (parsed.has(text)) return parsed.get(text);
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    value = undefined;
  }
  if (parsed.size >= LAST) parsed.delete(parsed.keys().next().value!);
  parsed.set(text, value);
  return value;
}

const tokens = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** A copy with the value at a JSON pointer replaced (objects on the way are made); `undefined` takes it out. */
export function withValue(root: unknown, pointer: string, value: unknown): unknown {
  const [first, ...rest] = tokens(pointer);
  if (first === undefined) return value;
  const below = rest.map((token) => `/${escapePointer(token)}`).join('');
  if (Array.isArray(root))
    return root.map((item: unknown, i) => (`${i}` === first ? withValue(item, below, value) : item));
  const { [first]: child, ...others } = isObject(root) ? root : {};
  const next = withValue(child, below, value);
  return next === undefined ? others : { ...(isObject(root) ? root : {}), [first]: next };
}

/** The value at a JSON pointer. */
export const valueAt = (root: unknown, pointer: string): unknown => at(root, pointer);

/** Every object in the value, itself first, that has the property. */
export function objectsWith(value: unknown, property: string): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((item) => objectsWith(item, property));
  if (!isObject(value)) return [];
  const below = Object.values(value).flatMap((child) => objectsWith(child, property));
  return property in value ? [value, ...below] : below;
}

const MOST_LEVELS = 8;

/** JSON pointers, relative to an answer, at which a schema says that the fact stands. */
export function factPointers(document: Document, schema: Schema, fact: Fact, level = 0): string[] {
  if (level > MOST_LEVELS) return [];
  const { node } = flatten(document, { node: schema, pointer: '#' });
  if (node['x-fill'] === fact) return [''];
  const branches = [...(node.oneOf ?? []), ...(node.anyOf ?? [])].flatMap((branch) =>
    factPointers(document, branch, fact, level + 1),
  );
  const below = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    factPointers(document, child, fact, level + 1).map((pointer) => `/${escapePointer(name)}${pointer}`),
  );
  return [...below, ...branches];
}
