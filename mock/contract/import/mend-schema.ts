/** Takes out of a schema what no validator can read, and what means another thing in requests than in answers. */
import { hasSampleText } from '../sample-value.ts';
import { isSlowPattern } from './slow-pattern.ts';
import { isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isSchema = (value: unknown): boolean => isJson(value) || typeof value === 'boolean';
const isSchemas = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isSchema);
const isMap = (value: unknown): boolean => isJson(value) && Object.values(value).every(isSchema);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    new RegExp(value, 'u');
    return true;
  } catch {
    return false;
  }
}

/** Keyword → what it may hold; a keyword with anything else is taken away. */
const FITTING: Readonly<Record<string, (value: unknown) => boolean>> = {
  $ref: (value) => typeof value === 'string',
  format: (value) => typeof value === 'string',
  pattern: isPattern,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
  minContains: isCount,
  maxContains: isCount,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  uniqueItems: (value) => typeof value === 'boolean',
  enum: (value) => Array.isArray(value) && value.length > 0,
  required: isTexts,
  properties: isMap,
  patternProperties: isMap,
  dependentSchemas: isMap,
  $defs: isMap,
  items: isSchema,
  contains: isSchema,
  additionalProperties: isSchema,
  unevaluatedProperties: isSchema,
  unevaluatedItems: isSchema,
  propertyNames: isSchema,
  not: isSchema,
  if: isSchema,
  then: isSchema,
  else: isSchema,
  prefixItems: isSchemas,
  allOf: isSchemas,
  anyOf: isSchemas,
  oneOf: isSchemas,
  examples: Array.isArray,
  readOnly: (value) => typeof value === 'boolean',
  writeOnly: (value) => typeof value === 'boolean',
};

/** They name schemas otherwise than by `#/…`, and none is asked for so. */
const NAMES = ['$id', '$anchor', '$schema', '$dynamicRef', '$dynamicAnchor', '$vocabulary', 'id'];

/** @returns false if its pattern had to be taken out */
export function mendSchema(schema: Json): boolean {
  for (const name of NAMES) if (typeof schema[name] === 'string') delete schema[name];
  for (const [keyword, fits] of Object.entries(FITTING))
    if (schema[keyword] !== undefined && !fits(schema[keyword])) delete schema[keyword];
  delete schema['nullable'];
  mendType(schema);
  // What no text is found for could be neither shown nor tried; what takes seconds to try would stop everything else.
  const { pattern } = schema;
  const isUsable = typeof pattern !== 'string' || (!isSlowPattern(pattern) && hasSampleText(schema));
  if (!isUsable) delete schema['pattern'];
  const { enum: values, required, properties } = schema;
  if (Array.isArray(values)) schema['enum'] = [...new Map(values.map((one) => [JSON.stringify(one), one])).values()];
  // What only one side sends cannot be demanded of both: a request lacks it, or the answer does.
  if (Array.isArray(required))
    schema['required'] = [...new Set(required as string[])].filter((name) => !isOneSided(properties, name));
  return isUsable;
}

function mendType(schema: Json): void {
  const { type } = schema;
  if (type === undefined) return;
  if (type === 'file') {
    schema['type'] = 'string';
    schema['format'] ??= 'binary';
    return;
  }
  const known = [type].flat().filter((one) => TYPES.includes(one as string));
  if (known.length === 0) delete schema['type'];
  else schema['type'] = Array.isArray(type) && known.length > 1 ? [...new Set(known)] : known[0];
}

function isOneSided(properties: unknown, name: string): boolean {
  const property = isJson(properties) ? properties[name] : undefined;
  return isJson(property) && (property['readOnly'] === true || property['writeOnly'] === true);
}
