/** Validates answers against the schemas of a contract. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Options, ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { without } from '../../mock/contract/one-way-schemas.ts';
import type { Document } from '../../mock/contract/openapi-document.ts';

/** `$id` under which the whole document is known to Ajv, so that its own references resolve. */
const DOCUMENT = 'contract';

/** Formats that OpenAPI names and JSON Schema does not: hints, not rules. */
const HINTS = ['password', 'byte', 'binary', 'int32', 'int64', 'float', 'double'];

/** Validators are compiled once a document, whatever the number of checks. */
const compiled = new WeakMap<Document, { readonly ajv: Ajv2020; readonly validators: Map<string, ValidateFunction> }>();

function createAjv(document: Document, options: Options = {}): Ajv2020 {
  // The contract was linted when it was loaded: its schemas need no second look. Compiling is most of the work here:
  // each schema is compiled once, not wherever it is referred to, and its code is not polished for the few answers it
  // judges.
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    logger: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
    ...options,
  });
  addFormats.default(ajv);
  for (const format of HINTS) ajv.addFormat(format, true);
  ajv.addSchema(document, DOCUMENT, undefined, false);
  return ajv;
}

function compilerOf(document: Document): { readonly ajv: Ajv2020; readonly validators: Map<string, ValidateFunction> } {
  let found = compiled.get(document);
  if (found === undefined) {
    found = { ajv: createAjv(without(document, 'writeOnly')), validators: new Map() };
    compiled.set(document, found);
  }
  return found;
}

function validatorOf(document: Document, pointer: string): ValidateFunction {
  const { ajv, validators } = compilerOf(document);
  let validate = validators.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `${DOCUMENT}${encodeURI(pointer)}` });
    validators.set(pointer, validate);
  }
  return validate;
}

export interface Violation {
  /** JSON pointer of the field, which may be one that is missing. */
  readonly field: string;
  /** In words, with where it is. */
  readonly text: string;
}

/**
 * @param pointer of the schema in the document, `#/…`
 * @returns what is wrong; empty if nothing
 */
export function violations(document: Document, pointer: string, value: unknown): Violation[] {
  const validate = validatorOf(document, pointer);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const { additionalProperty: extra, missingProperty: missing } = params as {
      readonly additionalProperty?: string;
      readonly missingProperty?: string;
    };
    const inner = missing ?? extra;
    return {
      field: inner === undefined ? instancePath : `${instancePath}/${inner}`,
      text: `${instancePath === '' ? 'the body' : instancePath} ${message ?? 'is not valid'}${extra === undefined ? '' : ` (${extra})`}`,
    };
  });
}

const coercing = new WeakMap<Document, Ajv2020>();

/** Makes numbers and booleans, in place, of texts that a schema wants as such: fields of a form. */
export function coerce<T>(document: Document, pointer: string | undefined, value: T): T {
  if (pointer === undefined) return value;
  let ajv = coercing.get(document);
  if (ajv === undefined)
    coercing.set(document, (ajv = createAjv(without(document, 'readOnly'), { coerceTypes: true })));
  const place = `${DOCUMENT}${encodeURI(pointer)}`;
  ajv.validate({ $ref: place }, value);
  return value;
}

/** JSON pointers of the fields that do not fit, are missing, or are too many; empty for the value as a whole. */
export function faultyFields(document: Document, pointer: string, value: unknown): string[] {
  const validate = validatorOf(document, pointer);
  if (validate(value)) return [];
  return (validate.errors ?? []).flatMap(({ instancePath, params }) => {
    const { missingProperty: missing, additionalProperty: extra } = params as {
      readonly missingProperty?: string;
      readonly additionalProperty?: string;
    };
    if (missing !== undefined) return [`${instancePath}/${missing}`];
    return extra === undefined ? [instancePath] : [instancePath, `${instancePath}/${extra}`];
  });
}
