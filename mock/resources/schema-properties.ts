/** The properties of an object schema, and which of them a client may set. */
import type { Document, Schema } from '../contract/openapi-document.ts';
import { flatten } from '../contract/json-schemas.ts';
import { masked } from './mask.ts';

export interface Shape {
  /** In the order of the schema, with references followed. */
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
}

/** A schema with its references followed and its `allOf` merged. */
export function resolve(document: Document, schema: Schema): Schema {
  return flatten(document, { node: schema, pointer: schema.$ref ?? '#' }).node;
}

const shapes = new WeakMap<Schema, Shape>();

/** Worked out once for each schema. */
export function shapeOf(document: Document, schema: Schema): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  const { properties = {}, required = [] } = resolve(document, schema);
  const shape = {
    properties: new Map(Object.entries(properties).map(([name, property]) => [name, resolve(document, property)])),
    required: new Set(required),
  };
  shapes.set(schema, shape);
  return shape;
}

/** Whether a schema takes values of a type; one that names none takes all. */
export function takes({ type }: Schema, name: string): boolean {
  return type === undefined || type === name || (Array.isArray(type) && type.includes(name));
}

/** Whether a text has the length and the pattern that a schema wants; what is no text has. */
export function fitsText({ pattern, minLength = 0, maxLength = Infinity }: Schema, value: unknown): boolean {
  if (typeof value !== 'string') return true;
  return (
    value.length >= minLength &&
    value.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value))
  );
}

/** Whether a property names the tenant that a record belongs to. */
export const namesTenant = (property: Schema): boolean => property['x-fill'] === 'tenant.id';

/**
 * What of a client's object goes into a record: properties that the schema knows and that are not the server's, secrets
 * masked.
 */
export function writable({ properties }: Shape, input: unknown): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  if (typeof input !== 'object' || input === null) return kept;
  for (const [name, property] of properties) {
    if (property.readOnly || property.writeOnly || namesTenant(property) || !Object.hasOwn(input, name)) continue;
    kept[name] = masked(property, (input as Record<string, unknown>)[name]);
  }
  return kept;
}
