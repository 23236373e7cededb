/**
 * JSON Schema validation of requests and answers, compiled on first use: Ajv is loaded only when a request has
 * something to validate, which keeps it out of the start-up time.
 */
import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv/dist/2020.js';
import type { AnySchema, Ajv2020 as Ajv, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { without } from '../contract/one-way-schemas.ts';
import type { Violation } from '../contract/fill-values.ts';
import { at } from '../contract/openapi-document.ts';
import type { Document, Schema } from '../contract/openapi-document.ts';

const require = createRequire(import.meta.url);

/** `$id` under which the whole document is known to Ajv, so that its own `#/…` references resolve. */
const DOCUMENT = 'contract';

/** Formats that OpenAPI names and JSON Schema does not: hints, not rules. */
const HINTS = ['password', 'byte', 'binary', 'int32', 'int64', 'float', 'double'];

function createAjv(document: Document, coerceTypes: boolean): Ajv {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof AjvModule;
  const { default: addFormats } = require('ajv-formats') as { default: (ajv: Ajv) => void };
  // The contract was linted when it was loaded: its schemas need no second look.
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    coerceTypes,
    validateFormats: true,
    logger: false,
    validateSchema: false,
  });
  addFormats(ajv);
  for (const format of HINTS) ajv.addFormat(format, true);
  ajv.addSchema(document, DOCUMENT, undefined, false);
  return ajv;
}

export interface Validators {
  /** Validates an answer's value against the schema at a pointer of the document. */
  at(pointer: string, value: unknown): readonly Violation[];
  /** The same of a request. */
  body(pointer: string, value: unknown): readonly Violation[];
  /** The same, changing numbers and booleans from text in place: forms. */
  coerced(pointer: string, value: unknown): readonly Violation[];
  /**
   * Validates named parameters, changing numbers and booleans from text in place. `key` names the compiled validator.
   */
  parameters(
    key: string,
    schemas: () => Readonly<Record<string, Schema>>,
    values: Record<string, unknown>,
  ): readonly Violation[];
}

function violation({ instancePath, keyword, message, params }: ErrorObject): Violation {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const missing =
    (params as { missingProperty?: string; additionalProperty?: string }).missingProperty ??
    (params as { additionalProperty?: string }).additionalProperty;
  return {
    field: missing === undefined ? path : path === '' ? missing : `${path}.${missing}`,
    message: keyword === 'type' ? typeMessage(params) : (message ?? 'is not valid'),
    code: keyword,
  };
}

/** Where several types will do, Ajv lists them with commas. */
function typeMessage(params: ErrorObject['params']): string {
  return `must be ${[params['type'] as string | readonly string[]].flat().join(' or ')}`;
}

const toViolations = (validate: ValidateFunction): readonly Violation[] => (validate.errors ?? []).map(violation);

const NONE: readonly Violation[] = [];

/** As JSON writes a number: JavaScript takes `0x10`, ` 7` and `Infinity` for numbers too, and Ajv with it. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Ajv changes texts in place: what stood there before. */
const kept = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(kept)
    : isContainer(value)
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, kept(inner)]))
      : value;

/** Where a text was taken for a number that is none. */
function misread(before: unknown, after: unknown, path: readonly string[] = []): readonly Violation[] {
  if (isContainer(before) && isContainer(after))
    return Object.keys(before).flatMap((name) => misread(before[name], after[name], [...path, name]));
  return typeof before === 'string' && typeof after === 'number' && !JSON_NUMBER.test(before)
    ? [{ field: path.join('.'), message: 'must be a number, written as in JSON', code: 'type' }]
    : NONE;
}

export function createValidators(document: Document): Validators {
  const ajvs = new Map<string, Ajv>();
  const ajvOf = (way: 'readOnly' | 'writeOnly', coerceTypes: boolean): Ajv => {
    const key = `${way} ${coerceTypes}`;
    let ajv = ajvs.get(key);
    if (ajv === undefined) ajvs.set(key, (ajv = createAjv(without(document, way), coerceTypes)));
    return ajv;
  };
  const byKey = new Map<string, ValidateFunction>();
  const judge = (key: string, compile: () => ValidateFunction, value: unknown): readonly Violation[] => {
    let validate = byKey.get(key);
    if (validate === undefined) byKey.set(key, (validate = compile()));
    return validate(value) ? NONE : toViolations(validate);
  };
  const judgeTexts = (key: string, compile: () => ValidateFunction, value: unknown): readonly Violation[] => {
    const before = kept(value);
    const violations = judge(key, compile, value);
    return violations.length > 0 ? violations : misread(before, value);
  };
  // A media type without a schema takes everything.
  const schemaAt = (pointer: string): AnySchema =>
    at(document, pointer) === undefined ? {} : { $ref: `${DOCUMENT}${encodeURI(pointer)}` };
  return {
    at: (pointer, value) =>
      judge(`answer ${pointer}`, () => ajvOf('writeOnly', false).compile(schemaAt(pointer)), value),
    body: (pointer, value) =>
      judge(`body ${pointer}`, () => ajvOf('readOnly', false).compile(schemaAt(pointer)), value),
    coerced: (pointer, value) =>
      judgeTexts(`form ${pointer}`, () => ajvOf('readOnly', true).compile(schemaAt(pointer)), value),
    parameters: (key, schemas, values) =>
      judgeTexts(
        key,
        () => ajvOf('readOnly', true).compile({ type: 'object', properties: withDocumentReferences(schemas()) }),
        values,
      ),
  };
}

const validators = new WeakMap<CompiledContract, Validators>();

export function validatorsOf(contract: CompiledContract): Validators {
  let found = validators.get(contract);
  if (found === undefined) validators.set(contract, (found = createValidators(contract.document)));
  return found;
}

/** `#/components/…` inside a lifted-out schema points into the document still. */
function withDocumentReferences<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withDocumentReferences) as T;
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? `${DOCUMENT}${value}`
        : withDocumentReferences(value),
    ]),
  ) as T;
}
