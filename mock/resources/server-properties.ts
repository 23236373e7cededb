/** The properties of a new record that are the server's to fill. */
import { isoSeconds } from '../state/clock.ts';
import type { IdFormat } from '../../specs/generated/vocabulary.ts';
import type { Schema } from '../contract/openapi-document.ts';
import type { Ids } from '../state/ids.ts';
import { takes } from './schema-properties.ts';

/** A timestamp as a property's schema wants it: ISO 8601, a date, or epoch seconds. */
export function stamp(schema: Schema, now: number): string | number {
  if (!takes(schema, 'string')) return Math.floor(now / 1000);
  const text = isoSeconds(now);
  return schema.format === 'date' ? text.slice(0, 10) : text;
}

/** Whether a property holds an instant: by its format, or because seeding makes it one (`date.recent`). */
function isInstant(schema: Schema): boolean {
  return schema.format === 'date-time' || schema.format === 'date' || (schema['x-faker']?.startsWith('date.') ?? false);
}

/**
 * Whether a property is the server's note of the last change, going by its name: a contract has no other word for it.
 */
export function notesChange(name: string, schema: Schema): boolean {
  return schema.readOnly === true && isInstant(schema) && /^(last_?)?(modified|updated|changed)/i.test(name);
}

/** An identifier as its schema wants it: a whole number of digits that do not begin with 0, or a text. */
export function madeId(schema: Schema, format: IdFormat, ids: Ids): string | number {
  if (takes(schema, 'string')) return ids.make(format);
  return Number(`${1 + ids.below(9)}${ids.digits(Math.max(0, Math.min(format.length ?? 9, 15) - 1))}`);
}

/**
 * The server's value for a property: by `x-id`, `default`, the clock, `const`, or the first of `enum`.
 *
 * @returns undefined if the schema says nothing of it
 */
export function serverValue(schema: Schema, ids: Ids, now: number): unknown {
  if (schema['x-id']) return madeId(schema, schema['x-id'], ids);
  if (schema.default !== undefined) return schema.default;
  if (isInstant(schema)) return stamp(schema, now);
  if (schema.format === 'uuid') return ids.uuid();
  return schema.const ?? schema.enum?.[0];
}

/** Something that a required property may hold where the contract does not say what. */
export function placeholder(schema: Schema): unknown {
  if (schema.examples?.length) return schema.examples[0];
  if (schema.type !== undefined && takes(schema, 'null')) return null;
  if (takes(schema, 'string')) return '';
  if (takes(schema, 'number') || takes(schema, 'integer')) return schema.minimum ?? 0;
  if (takes(schema, 'boolean')) return false;
  return takes(schema, 'array') ? [] : {};
}
