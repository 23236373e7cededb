/** Making valid bodies invalid, one property at a time. */
import { sentContent } from '../../../driver/contract-examples.ts';
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

/** The fields with one changed, or (undefined) without it. */
export function withField(fields: Json, [first, ...rest]: readonly string[], value: unknown): Json {
  if (first === undefined) return fields;
  const { [first]: old, ...others } = fields;
  if (rest.length > 0) return { ...others, [first]: withField(isObject(old) ? old : {}, rest, value) };
  return value === undefined ? others : { ...others, [first]: value };
}

const TYPED: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  object: isObject,
  array: Array.isArray,
  null: (value) => value === null,
};

/** A value of no type that the schema allows; undefined where it allows all, or says nothing. */
export function ofWrongType({ type, oneOf, anyOf }: Schema): unknown {
  if (type === undefined || oneOf !== undefined || anyOf !== undefined) return undefined;
  const types = typeof type === 'string' ? [type] : type;
  return [{ not: 'this' }, 'not this', 7, true].find((value) => !types.some((name) => TYPED[name]?.(value) === true));
}

/** A value that fits the type and nothing else; undefined where the schema names no bound. */
export function outOfBounds({
  type,
  enum: values,
  const: only,
  minimum,
  maximum,
  pattern,
  maxLength,
  format,
}: Schema): unknown {
  if ((values !== undefined || only !== undefined) && type === 'string') return 'no-such-value';
  if (type === 'integer' || type === 'number')
    return minimum !== undefined ? minimum - 1 : maximum !== undefined ? maximum + 1 : undefined;
  if (type !== 'string') return undefined;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test('~ ~')) return '~ ~';
  if (format === 'uuid' || format === 'email' || format === 'date' || format === 'date-time') return 'not at all';
  return maxLength !== undefined ? 'x'.repeat(maxLength + 1) : undefined;
}
