/** Reading JSON Schemas the way answers and seeds need them: references followed, `allOf` merged, branches chosen. */
import { follow } from './openapi-document.ts';
import type { Document, Located, Schema } from './openapi-document.ts';

/** The schema with references followed and `allOf` laid together; its own keys win. */
export function flatten(document: Document, located: Located<Schema>): Located<Schema> {
  const { node, pointer } = follow(document, located);
  if (node.allOf === undefined) return { node, pointer };
  const { allOf, ...own } = node;
  const merged = [
    ...allOf.map((part, i) => flatten(document, { node: part, pointer: `${pointer}/allOf/${i}` }).node),
    own,
  ].reduce((left, right) => ({
    ...left,
    ...right,
    properties: { ...left.properties, ...right.properties },
    required: [...(left.required ?? []), ...(right.required ?? [])],
  }));
  return { node: merged, pointer };
}

const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

/** Of a `oneOf` or `anyOf`, the branch that has the example's properties; else the schema as it is. */
export function branchFor(document: Document, located: Located<Schema>, example: unknown): Located<Schema> {
  const flat = flatten(document, located);
  const word = flat.node.oneOf ? 'oneOf' : 'anyOf';
  const branches = flat.node[word];
  if (branches === undefined) return flat;
  const keys = keysOf(example);
  const candidates = branches.map((branch, i) =>
    branchFor(document, { node: branch, pointer: `${flat.pointer}/${word}/${i}` }, example),
  );
  const fits = ({ node }: Located<Schema>): boolean =>
    keys.every((key) => node.properties?.[key] !== undefined) &&
    (node.required ?? []).every((key) => keys.includes(key));
  return (
    candidates.find(fits) ??
    candidates.find(({ node }) => keys.every((key) => node.properties?.[key] !== undefined)) ??
    candidates[0] ??
    flat
  );
}
