/** Making valid bodies invalid, one property at a time. */
import { exampleOf, sentContent } from '../../../driver/contract-examples.ts';
import type { RequestParts } from '../../../check-context.ts';
import { at } from '../../../../mock/contract/openapi-document.ts';
import type { Schema } from '../../../../mock/contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../../../../mock/contract/compiled-contract.ts';
import { flatten } from '../../../../mock/contract/json-schemas.ts';
import { isObject } from './answer-records.ts';
import type { Json } from './answer-records.ts';
import { header } from './change-parts.ts';

export const FORM = 'application/x-www-form-urlencoded';

export const isForm = (parts: RequestParts): boolean =>
  parts.form !== undefined || (header(parts, 'content-type') ?? '').startsWith(FORM);

/** The body's fields; undefined where it has none. */
export function fieldsOf(parts: RequestParts): Json | undefined {
  if (parts.body === undefined) return undefined;
  if (parts.form !== undefined) return parts.form.read(parts.body);
  if (isForm(parts)) return Object.fromEntries(new URLSearchParams(parts.body));
  try {
    const value: unknown = JSON.parse(parts.body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function withFields(parts: RequestParts, fields: Json): RequestParts {
  return {
    ...parts,
    body:
      parts.form?.write(fields) ??
      (isForm(parts) ? new URLSearchParams(fields as Record<string, string>).toString() : JSON.stringify(fields)),
  };
}

/** The schema of the body that the suite sends. */
export function bodySchema(contract: CompiledContract, operation: CompiledOperation): Schema | undefined {
  const [, pointer] = sentContent(operation) ?? [];
  const node = pointer === undefined ? undefined : (at(contract.document, pointer) as Schema | undefined);
  return node && flatten(contract.document, { node, pointer: pointer! }).node;
}

/** A property of a body, with its schema and where it stands. */
export interface Property {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly required: boolean;
}

/** Properties that a client sends: of the body itself and of required objects in it. */
export function properties(
  contract: CompiledContract,
  schema: Schema,
  above: readonly string[] = [],
): readonly Property[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, node]): Property[] => {
    const { node: child } = flatten(contract.document, { node, pointer: '#' });
    if (child.readOnly === true) return [];
    const path = [...above, name];
    const required = schema.required?.includes(name) ?? false;
    const own = { path, schema: child, required };
    return required && child.properties !== undefined && above.length < 2
      ? [own, ...properties(contract, child, path)]
      : [own];
  });
}

/** A place in a body, and the bodies that differ there. */
export interface Place {
  /** Names, and numbers of a list's items. */
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly required: boolean;
  /** What stands there, or could: the schema allows it. */
  readonly fits: unknown;
  /** The body with this in the place, or (undefined) without it. */
  with(value: unknown): Json;
}

/** Deeper ones are seldom, and of the same making. */
const DEEPEST = 4;

/**
 * All places of a body that a client may fill: also those in objects and lists that the body does not have, which are
 * put in with what their schemas show.
 */
export function placesIn(contract: CompiledContract, body: Schema, fields: Json): readonly Place[] {
  const { document } = contract;
  const within = ({ path, schema, fits, with: put }: Place): readonly Place[] => {
    const { items, properties: members = {}, required = [] } = schema;
    if (path.length === DEEPEST) return [];
    if (isObject(fits))
      return Object.entries(members).flatMap(([name, node]) =>
        inside(node, {
          path: [...path, name],
          required: required.includes(name),
          known: fits[name],
          with: (value) => put(withField(fits, [name], value)),
        }),
      );
    if (items === undefined || !Array.isArray(fits)) return [];
    const [first, ...others] = fits as readonly unknown[];
    return inside(items, {
      path: [...path, '0'],
      required: false,
      known: first,
      with: (value) => put(value === undefined ? others : [value, ...others]),
    });
  };
  const inside = (
    node: Schema,
    { known, ...place }: Omit<Place, 'schema' | 'fits'> & { readonly known: unknown },
  ): readonly Place[] => {
    const { node: schema } = flatten(document, { node, pointer: '#' });
    if (schema.readOnly === true) return [];
    const own = { ...place, schema, fits: known ?? exampleOf(document, schema) };
    return [own, ...within(own)];
  };
  const whole: Place = { path: [], schema: body, required: true, fits: fields, with: (value) => value as Json };
  return [whole, ...within(whole)];
}

/** The fields with one changed, or (undefined) without it. */
export function withField(fields: Json, [first, ...rest]: readonly string[], value: unknown): Json {
  if (first === undefined) return fields;
  const { [first]: old, ...others } = fields;
  if (rest.length > 0) return { ...others, [first]: withField(isObject(old) ? old : {}, rest, value) };
  return value === undefined ? others : { ...others, [first]: value };
}
