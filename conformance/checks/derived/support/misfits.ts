/** Values that break one rule of a schema each, and come as near to what it allows as they can. */
import type { Schema } from '../../../../mock/contract/openapi-document.ts';
import { isObject } from './answer-records.ts';
import { typesOf } from './schema-types.ts';

export interface Misfit {
  readonly value: unknown;
  /** The rule that it breaks: `exclusiveMinimum: 0`. */
  readonly rule: string;
}

/** Longer lists and texts are more than a check sends for one rule. */
const LONGEST = 10_000;

/** As much of a pattern as a person reads in a sentence. */
const SHOWN = 60;

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** What stands at the edges of numbers, one step outside. */
function beyondNumbers(schema: Schema): readonly Misfit[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const found: Misfit[] = [];
  if (isNumber(minimum)) found.push({ value: minimum - 1, rule: `minimum: ${minimum}` });
  if (isNumber(maximum)) found.push({ value: maximum + 1, rule: `maximum: ${maximum}` });
  if (isNumber(exclusiveMinimum))
    found.push({ value: exclusiveMinimum, rule: `exclusiveMinimum: ${exclusiveMinimum}` });
  if (isNumber(exclusiveMaximum))
    found.push({ value: exclusiveMaximum, rule: `exclusiveMaximum: ${exclusiveMaximum}` });
  if (isNumber(multipleOf)) {
    const between = typesOf(schema).includes('number') ? multipleOf * 1.5 : multipleOf + 1;
    // Every whole number is a multiple of one.
    if (between % multipleOf !== 0) found.push({ value: between, rule: `multipleOf: ${multipleOf}` });
  }
  return found;
}

const BY_FORMAT: Readonly<Record<string, readonly string[]>> = {
  uuid: ['not at all'],
  email: ['not at all'],
  // A day that no year has.
  date: ['not at all', '2025-02-30'],
  'date-time': ['not at all', '2025-02-30T00:00:00Z'],
};

/** @param fits a text that the pattern allows, where one is known */
function besidePattern(pattern: string, fits: string | undefined): readonly Misfit[] {
  const allowed = new RegExp(pattern, 'u');
  const rule = `pattern: ${pattern.length > SHOWN ? `${pattern.slice(0, SHOWN)}…` : pattern}`;
  // In several languages `$` holds before a line feed at the end, and `^` behind any.
  const near = fits === undefined ? [] : [`${fits}\n`, `~\n${fits}`];
  return ['~ ~', ...near].filter((value) => !allowed.test(value)).map((value) => ({ value, rule }));
}

function besideTexts(schema: Schema, fits: unknown): readonly Misfit[] {
  const { enum: values, const: only, pattern, format, minLength = 0, maxLength } = schema;
  if (values !== undefined || only !== undefined) {
    const known = values ?? [only];
    const [first] = known.filter((value) => typeof value === 'string');
    const rule = values === undefined ? `const: ${String(only)}` : 'enum';
    const near =
      first === undefined
        ? []
        : [[first.toUpperCase(), first.toLowerCase()].find((value) => !known.includes(value)), `${first} `];
    return ['no-such-value', ...near]
      .filter((value) => value !== undefined && !known.includes(value))
      .map((value) => ({ value, rule }));
  }
  const found: Misfit[] = [];
  if (pattern !== undefined) found.push(...besidePattern(pattern, typeof fits === 'string' ? fits : undefined));
  const malformed = BY_FORMAT[format ?? ''] ?? [];
  found.push(...malformed.map((value) => ({ value, rule: `format: ${format!}` })));
  // A text of such a form has its length by that.
  if (found.length > 0) return found;
  if (minLength > 0 && minLength <= LONGEST)
    found.push({ value: 'x'.repeat(minLength - 1), rule: `minLength: ${minLength}` });
  if (maxLength !== undefined && maxLength < LONGEST)
    found.push({ value: 'x'.repeat(maxLength + 1), rule: `maxLength: ${maxLength}` });
  return found;
}

/** @param fits a list that the schema allows */
function besideLists({ minItems = 0, maxItems, uniqueItems }: Schema, fits: unknown): readonly Misfit[] {
  const [item] = Array.isArray(fits) ? (fits as readonly unknown[]) : [];
  const found: Misfit[] = [];
  if (minItems > 0 && (minItems === 1 || item !== undefined))
    found.push({ value: Array.from({ length: minItems - 1 }, () => item), rule: `minItems: ${minItems}` });
  if (item === undefined) return found;
  if (maxItems !== undefined && maxItems < LONGEST)
    found.push({ value: Array.from({ length: maxItems + 1 }, () => item), rule: `maxItems: ${maxItems}` });
  if (uniqueItems === true) found.push({ value: [item, item], rule: 'uniqueItems' });
  return found;
}

/** @param fits an object that the schema allows */
function besideObjects({ minProperties = 0, additionalProperties }: Schema, fits: unknown): readonly Misfit[] {
  return [
    ...(minProperties > 0 ? [{ value: {}, rule: `minProperties: ${minProperties}` }] : []),
    ...(additionalProperties === false
      ? [{ value: { ...(fits as object | undefined), no_such_member: 1 }, rule: 'additionalProperties: false' }]
      : []),
  ];
}

/**
 * Values of the schema's type, each of which breaks one of its rules.
 *
 * @param fits a value that the schema allows
 */
export function misfits(schema: Schema, fits?: unknown): readonly Misfit[] {
  switch (typesOf(schema).find((type) => type !== 'null')) {
    case 'integer':
    case 'number':
      return schema.enum === undefined ? beyondNumbers(schema) : [];
    case 'string':
      return besideTexts(schema, fits);
    case 'array':
      return besideLists(schema, fits);
    case 'object':
      return besideObjects(schema, fits);
    default:
      return [];
  }
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

/**
 * Values of no type that the schema allows: one that nobody could take for it, and one that a careless parser does. None
 * where the schema allows all types, or says nothing.
 *
 * @param needed whether there must be a value, and null is none
 */
export function ofWrongType(schema: Schema, needed: boolean): readonly Misfit[] {
  const types = typesOf(schema);
  if (types.length === 0 || schema.oneOf !== undefined || schema.anyOf !== undefined) return [];
  const allowed = (value: unknown): boolean => types.some((name) => TYPED[name]!(value));
  const misses = (values: readonly unknown[]): readonly unknown[] => values.filter((value) => !allowed(value));
  const near: Readonly<Record<string, readonly unknown[]>> = {
    string: [7],
    number: ['7', true],
    integer: ['7', 1.5, true],
    boolean: ['true', 1],
    array: [{ 0: 'this' }],
    object: [[]],
  };
  const rule = `type: ${types.join(' or ')}`;
  return [
    ...misses([{ not: 'this' }, 'not this']).slice(0, 1),
    ...misses(types.flatMap((type) => near[type] ?? [])),
    ...(needed ? misses([null]) : []),
  ].map((value) => ({ value, rule }));
}
