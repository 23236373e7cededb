/** The parts of an example body that are the same in every answer: what neither a fact nor a record fills. */
import type { Document, Located, Schema } from '../../mock/contract/openapi-document.ts';
import { branchFor } from '../../mock/contract/json-schemas.ts';
import { isObject } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

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

export const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

export interface Difference {
  /** JSON pointer. */
  readonly place: string;
  /** In words, with where it is. */
  readonly text: string;
  /** What the example has there. */
  readonly wanted: unknown;
  readonly got: unknown;
}

/** What of an example is fixed: an object's properties, a value, or nothing. */
type Fixed =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'object';
      readonly example: JsonObject;
      /** Whether it may be left out: an object that is all facts, where none of them is known. */
      readonly optional: boolean;
      readonly properties: readonly (readonly [string, Fixed])[];
    }
  | { readonly kind: 'value'; readonly example: unknown; readonly json: string | undefined };

const NOTHING: Fixed = { kind: 'nothing' };

function fixedIn(document: Document, located: Located<Schema> | undefined, example: unknown): Fixed {
  const schema = located && branchFor(document, located, example);
  if (schema?.node['x-fill'] !== undefined || schema?.node['x-resource'] !== undefined) return NOTHING;
  const filled = schema !== undefined && isFilled(document, schema, example);
  if (!isObject(example)) return filled ? NOTHING : { kind: 'value', example, json: JSON.stringify(example) };
  const properties = Object.entries(example).map(([name, value]): readonly [string, Fixed] => {
    const child = schema?.node.properties?.[name];
    return [name, fixedIn(document, child && { node: child, pointer: `${schema.pointer}/properties/${name}` }, value)];
  });
  return { kind: 'object', example, optional: filled, properties };
}

/** By document and example, and by where the schema stands that it is held against: every refusal is compared with several. */
const known = new WeakMap<Document, WeakMap<JsonObject, Map<string, Fixed>>>();

function fixedOf(document: Document, located: Located<Schema> | undefined, example: unknown): Fixed {
  if (!isObject(example)) return fixedIn(document, located, example);
  let examples = known.get(document);
  if (examples === undefined) known.set(document, (examples = new WeakMap<JsonObject, Map<string, Fixed>>()));
  let own = examples.get(example);
  if (own === undefined) examples.set(example, (own = new Map<string, Fixed>()));
  const place = located?.pointer ?? '';
  let fixed = own.get(place);
  if (fixed === undefined) own.set(place, (fixed = fixedIn(document, located, example)));
  return fixed;
}

function fits(fixed: Fixed, got: unknown): boolean {
  switch (fixed.kind) {
    case 'nothing':
      return true;
    case 'value':
      return fixed.example === got || fixed.json === JSON.stringify(got);
    case 'object':
      if (got === undefined) return fixed.optional;
      return isObject(got) && fixed.properties.every(([name, child]) => fits(child, got[name]));
  }
}

function compare(fixed: Fixed, got: unknown, place: string): Difference[] {
  if (fixed.kind === 'nothing' || fits(fixed, got)) return [];
  const { example } = fixed;
  if (fixed.kind === 'object' && isObject(got))
    return fixed.properties.flatMap(([name, child]) => compare(child, got[name], `${place}/${name}`));
  const wanted = fixed.kind === 'object' ? 'an object' : show(example);
  return [
    {
      place,
      text: `${place === '' ? 'the body' : place} should be ${wanted}, and is ${show(got)}`,
      wanted: example,
      got,
    },
  ];
}

/** Whether an answer has the example's fixed parts. */
export const hasFixedParts = (
  document: Document,
  located: Located<Schema> | undefined,
  example: unknown,
  got: unknown,
): boolean => fits(fixedOf(document, located, example), got);

/** Compares an answer with the example's fixed parts. */
export const differences = (
  document: Document,
  located: Located<Schema> | undefined,
  example: unknown,
  got: unknown,
): Difference[] => compare(fixedOf(document, located, example), got, '');
