/** Holds requests against the schemas of `specs/control.yaml`, and says in one line what does not fit. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Document } from '../contract/openapi-document.ts';
import { suggestion } from '../contract/did-you-mean.ts';
import { Problem } from './control-problem.ts';
import type { Route } from './control-routes.ts';

/** Id of the whole document, so that references within it resolve. */
const DOCUMENT = 'control';

function createAjv(document: Document, coerceTypes: boolean): Ajv2020 {
  // The document is our own, and linted: its schemas need no second look.
  const ajv = new Ajv2020({
    strict: false,
    coerceTypes,
    useDefaults: coerceTypes,
    verbose: true,
    validateSchema: false,
  });
  formats.default(ajv);
  ajv.addFormat('password', true);
  ajv.addSchema(document, DOCUMENT, undefined, false);
  return ajv;
}

const listed = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

const either = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;

/** What a value must be, by the keyword of JSON Schema that refused it. */
const MUST: Readonly<Record<string, (error: ErrorObject) => string>> = {
  type: ({ schema }) => `must be ${either([schema as string | string[]].flat().map((name) => TYPES[name]!))}`,
  enum: ({ params }) => `must be one of ${listed(params['allowedValues'] as unknown[])}`,
  minimum: ({ schema }) => `must be at least ${String(schema)}`,
  maximum: ({ schema }) => `must be at most ${String(schema)}`,
  exclusiveMinimum: ({ schema }) => `must be more than ${String(schema)}`,
  minLength: ({ schema }) => `must have at least ${String(schema)} ${schema === 1 ? 'character' : 'characters'}`,
  maxLength: ({ schema }) => `must have at most ${String(schema)} characters`,
  minItems: ({ schema }) => `must have at least ${String(schema)} ${schema === 1 ? 'member' : 'members'}`,
  maxItems: ({ schema }) => `must have at most ${String(schema)} ${schema === 1 ? 'member' : 'members'}`,
  uniqueItems: () => 'must not name anything twice',
  pattern: () => 'does not fit',
  format: () => 'does not fit',
  minProperties: ({ parentSchema }) =>
    `must have at least one of ${Object.keys((parentSchema as { properties: object }).properties).join(', ')}`,
};

/** What the value must be, and what it is: its description has the unit. */
function must(error: ErrorObject): string {
  const { description } = error.parentSchema as { description?: string };
  const rule = MUST[error.keyword]?.(error) ?? error.message!;
  return description === undefined ? rule : `${rule}. ${description.trim()}`;
}

function sentence(place: string, error: ErrorObject): string {
  const { keyword, params, instancePath, parentSchema } = error;
  const inside = instancePath === '' ? '' : ` in "${instancePath.slice(1).replaceAll('/', '.')}"`;
  if (keyword === 'additionalProperties') {
    const name = params['additionalProperty'] as string;
    const hint = suggestion(name, Object.keys((parentSchema as { properties?: object }).properties ?? {}));
    return `The ${place} has an unknown field "${name}"${inside}${hint === undefined ? '' : `; ${hint}`}`;
  }
  if (keyword === 'required') return `The ${place} lacks "${params['missingProperty'] as string}"${inside}`;
  return inside === '' ? `The ${place} ${must(error)}` : `The ${place}'s field${inside.slice(3)} ${must(error)}`;
}

export interface Validator {
  /** @returns the query with texts made into numbers and booleans, and defaults filled in. @throws Problem 400 */
  query(route: Route, query: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** @throws Problem 400 */
  body(route: Route, body: unknown): void;
}

export function createValidator(document: Document): Validator {
  const coercing = createAjv(document, true);
  const exact = createAjv(document, false);
  const compiled = new Map<string, ValidateFunction>();
  const validator = (key: string, compile: () => ValidateFunction): ValidateFunction => {
    const known = compiled.get(key) ?? compile();
    compiled.set(key, known);
    return known;
  };
  const check = (validate: ValidateFunction, value: unknown, place: string): void => {
    if (!validate(value)) throw new Problem(400, sentence(place, validate.errors![0]!));
  };
  return {
    query(route, query) {
      const parameters = route.parameters.filter((parameter) => parameter.in === 'query');
      const validate = validator(`query ${route.id}`, () =>
        coercing.compile({
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries(
            parameters.map(({ name, schema, description }) => [name, { ...schema, description }]),
          ),
        }),
      );
      const values = { ...query };
      check(validate, values, 'query');
      return values;
    },
    body(route, body) {
      if (route.body === undefined) {
        if (body !== undefined) throw new Problem(400, `${route.method} /${route.segments.join('/')} takes no body`);
        return;
      }
      if (body === undefined && !route.body.required) return;
      if (body === undefined) throw new Problem(400, 'The request lacks a body; send JSON');
      const { pointer } = route.body;
      check(
        validator(`body ${route.id}`, () => exact.compile({ $ref: DOCUMENT + pointer })),
        body,
        'body',
      );
    },
  };
}
