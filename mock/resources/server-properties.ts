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

/** Numbers made as ids are within what every client can count to. */
const LARGEST_ID = 2_147_483_647;
const LONGEST_NUMBER = 15;

/** An id by `x-id`; as a number where the schema takes no text. */
export function formattedId(schema: Schema, format: IdFormat, ids: Ids): string | number {
  if (schema.type === undefined || takes(schema, 'string')) return ids.make(format);
  const digits = ids.digits(Math.min(format.length ?? LONGEST_NUMBER, LONGEST_NUMBER)).replace(/^0/, '1');
  return Number(digits);
}

/**
 * The id of a record, of whatever kind its schema wants: what the schema shows as an example or a default is not every
 * record's id.
 *
 * @param fitting makes a text for a pattern
 * @returns undefined where the schema takes neither text nor number
 */
export function recordId(schema: Schema, ids: Ids, fitting: (pattern: string) => string | undefined): unknown {
  if (schema['x-id']) return formattedId(schema, schema['x-id'], ids);
  if (schema.const !== undefined || schema.enum !== undefined) return undefined;
  const { format, pattern, minimum = 1, maximum = LARGEST_ID, minLength = 0, maxLength = Infinity } = schema;
  if (schema.type === undefined || takes(schema, 'string')) {
    if (format === 'uuid') return ids.uuid();
    if (format !== undefined) return undefined;
    if (pattern !== undefined) return fitting(pattern);
    return ids.make({ alphabet: 'base62', length: Math.max(minLength, Math.min(ID_LENGTH, maxLength)) });
  }
  if (!takes(schema, 'integer') && !takes(schema, 'number')) return undefined;
  return minimum + ids.below(Math.max(1, Math.min(maximum, LARGEST_ID) - minimum + 1));
}

const ID_LENGTH = 12;

/**
 * The server's value for a property: by `x-id`, `default`, the clock, `const`, or the first of `enum`.
 *
 * @returns undefined if the schema says nothing of it
 */
export function serverValue(schema: Schema, ids: Ids, now: number): unknown {
  if (schema['x-id']) return formattedId(schema, schema['x-id'], ids);
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
