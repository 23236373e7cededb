/** The parts of an example body that are the same in every answer: what neither a fact nor a record fills. */
import type { Document, Located, Schema } from '../../mock/contract/openapi-document.ts';
import { branchFor } from '../../mock/contract/json-schemas.ts';
import { isObject } from './json-values.ts';

/**
 * Whether anything in the schema is filled in.
 *
 * @param seen places of schemas that were gone through where the example has nothing more to say
 */
function isFilled(
  document: Document,
  located: Located<Schema>,
  example: unknown,
  seen = new Set<string>(),
  level = 0,
): boolean {
  if (level > 12) return false;
  const { node, pointer } = branchFor(document, located, example);
  if (node['x-fill'] !== undefined || node['x-resource'] !== undefined) return true;
  if (example === undefined) {
    if (seen.has(pointer)) return false;
    seen.add(pointer);
  }
  const below = (child: Schema, place: string, shown: unknown): boolean =>
    isFilled(document, { node: child, pointer: `${pointer}/${place}` }, shown, seen, level + 1);
  return (
    (node.items !== undefined && below(node.items, 'items', Array.isArray(example) ? example[0] : undefined)) ||
    Object.entries(node.properties ?? {}).some(([name, child]) =>
      below(child, `properties/${name}`, isObject(example) ? example[name] : undefined),
    )
  );
}

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

export interface Difference {
  /** JSON pointer. */
  readonly place: string;
  /** In words, with where it is. */
  readonly text: string;
  /** What the example has there. */
  readonly wanted: unknown;
}

/** Compares an answer with the example's fixed parts. */
export function differences(
  document: Document,
  located: Located<Schema> | undefined,
  example: unknown,
  got: unknown,
  place = '',
): Difference[] {
  const schema = located && branchFor(document, located, example);
  if (schema?.node['x-fill'] !== undefined || schema?.node['x-resource'] !== undefined) return [];
  if (isObject(example)) {
    // An object that is all facts may be left out where none of them is known.
    if (got === undefined && schema && isFilled(document, schema, example)) return [];
    if (!isObject(got))
      return [
        {
          place,
          text: `${place === '' ? 'the body' : place} should be an object, and is ${show(got)}`,
          wanted: example,
        },
      ];
    return Object.entries(example).flatMap(([name, value]) => {
      const child = schema?.node.properties?.[name];
      return differences(
        document,
        child && { node: child, pointer: `${schema.pointer}/properties/${name}` },
        value,
        got[name],
        `${place}/${name}`,
      );
    });
  }
  if (schema && isFilled(document, schema, example)) return [];
  return JSON.stringify(example) === JSON.stringify(got)
    ? []
    : [
        {
          place,
          text: `${place === '' ? 'the body' : place} should be ${show(example)}, and is ${show(got)}`,
          wanted: example,
        },
      ];
}
