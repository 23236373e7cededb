/**
 * A document as requests see it, or answers: a required property that is `readOnly` need not be in a request, one that
 * is `writeOnly` not in an answer.
 *
 * @see [OpenAPI 3.1 §4.8.24.1](https://spec.openapis.org/oas/v3.1.0#fixed-fields-20)
 */
import { flatten } from './json-schemas.ts';
import { follow } from './openapi-document.ts';
import type { Document, Schema } from './openapi-document.ts';

type Way = 'readOnly' | 'writeOnly';
type Properties = Schema['properties'];

const isObject = (node: unknown): node is Record<string, unknown> => typeof node === 'object' && node !== null;

function hasWord(node: unknown, way: Way): boolean {
  if (Array.isArray(node)) return node.some((child) => hasWord(child, way));
  return isObject(node) && (node[way] === true || Object.values(node).some((child) => hasWord(child, way)));
}

/** @param beside properties of the schema that this one is laid together with by `allOf` */
function walk(document: Document, node: unknown, way: Way, beside: Properties = {}): unknown {
  if (Array.isArray(node)) {
    const children = node.map((child: unknown) => walk(document, child, way, beside));
    return children.every((child, i) => child === node[i]) ? node : children;
  }
  if (!isObject(node)) return node;
  const wanted = Array.isArray(node['required']) ? (node['required'] as string[]) : undefined;
  const laid = wanted || node['allOf'] ? flatten(document, { node: node, pointer: '#' }).node.properties : {};
  const properties: Properties = { ...beside, ...laid };
  let changed: Record<string, unknown> | undefined;
  for (const [key, child] of Object.entries(node)) {
    const made = walk(document, child, way, key === 'allOf' ? properties : {});
    if (made !== child) (changed ??= { ...node })[key] = made;
  }
  const needed = wanted?.filter((name) => {
    const property = properties[name];
    return property === undefined || follow(document, { node: property, pointer: '#' }).node[way] !== true;
  });
  if (needed !== undefined && needed.length !== wanted!.length) (changed ??= { ...node })['required'] = needed;
  return changed ?? node;
}

/** The same document where nothing in it is of one way only. */
export const without = (document: Document, way: Way): Document =>
  hasWord(document, way) ? (walk(document, document, way) as Document) : document;
