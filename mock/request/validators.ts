/**
 * JSON Schema validation of requests and answers, compiled on first use: Ajv is loaded only when a request has
 * something to validate, which keeps it out of the start-up time.
 */
import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv/dist/2020.js';
import type { Ajv2020 as Ajv, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type { Violation } from '../contract/fill-values.ts';
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
  /** Validates a value against the schema at a pointer of the document. */
  at(pointer: string, value: unknown): readonly Violation[];
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

const NONE: readonly Violation[] = [];

const toViolations = (validate: ValidateFunction): readonly Violation[] => (validate.errors ?? []).map(violation);

export function createValidators(document: Document): Validators {
  let strict: Ajv | undefined;
  let coercing: Ajv | undefined;
  const byPointer = new Map<string, ValidateFunction>();
  const byKey = new Map<string, ValidateFunction>();
  return {
    at(pointer, value) {
      let validate = byPointer.get(pointer);
      if (validate === undefined) {
        strict ??= createAjv(document, false);
        validate = strict.compile({ $ref: `${DOCUMENT}${encodeURI(pointer)}` });
        byPointer.set(pointer, validate);
      }
      return validate(value) ? NONE : toViolations(validate);
    },
    parameters(key, schemas, values) {
      let validate = byKey.get(key);
      if (validate === undefined) {
        coercing ??= createAjv(document, true);
        validate = coercing.compile({ type: 'object', properties: withDocumentReferences(schemas()) });
        byKey.set(key, validate);
      }
      return validate(values) ? NONE : toViolations(validate);
    },
  };
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
