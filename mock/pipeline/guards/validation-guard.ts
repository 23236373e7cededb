/** The `validation` guard: parameters and body must fit the contract. OAuth endpoints judge their own (RFC 6749 §3). */
import { refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';
import type { CompiledOperation, CompiledParameter } from '../../contract/compiled-contract.ts';
import { decoded, endsInParameter } from '../../contract/path-template.ts';
import { judgesOwnRequest } from '../../contract/reachable-failures.ts';
import { flatten } from '../../contract/json-schemas.ts';
import { at } from '../../contract/openapi-document.ts';
import type { Schema } from '../../contract/openapi-document.ts';
import type { Violation } from '../../contract/fill-values.ts';
import { readBody } from '../../request/parsed-body.ts';
import { mediaType } from '../../request/media-type.ts';
import { validatorsOf } from '../../request/validators.ts';
import { cookie } from '../../request/cookies.ts';
import { contentFor } from '../../contract/media-types.ts';
import { readValue } from '../../contract/value-encoding.ts';
import type { Texts } from '../../contract/value-encoding.ts';

/** A list's page size is cut to its maximum and an unknown filter value keeps nothing: neither is refused. */
function requestSchema({ paging, schema }: CompiledParameter): Schema {
  if (paging === 'filter') return {};
  if (paging !== 'size') return schema;
  const { maximum: _cut, ...rest } = schema;
  return rest;
}

/** A string that may be anything needs no validator. */
const isFree = ({ paging, schema }: CompiledParameter): boolean =>
  paging === 'filter' ||
  Object.keys(schema).every(
    (key) =>
      ['type', 'description', 'example', 'examples', 'default', 'title', 'format'].includes(key) &&
      (key !== 'type' || schema.type === 'string') &&
      (key !== 'format' || schema.format === 'password'),
  );

interface Checked {
  readonly parameter: CompiledParameter;
  /** Where the value stands: of a header the name in lower case. */
  readonly key: string;
  readonly free: boolean;
}

/** Path parameters are not among them: an id that cannot exist is not found, like any other that does not. */
const checked = new WeakMap<CompiledOperation, readonly Checked[]>();

function checkedParameters(operation: CompiledOperation): readonly Checked[] {
  let found = checked.get(operation);
  if (found === undefined) {
    found = operation.parameters
      .filter(
        (parameter) =>
          parameter.in !== 'path' && (parameter.required || parameter.encoding !== undefined || !isFree(parameter)),
      )
      .map((parameter) => ({
        parameter,
        key: parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name,
        free: isFree(parameter),
      }));
    checked.set(operation, found);
  }
  return found;
}

function textsAt({ request }: Call, { parameter, key }: Checked): string | readonly string[] | undefined {
  switch (parameter.in) {
    case 'query':
      return request.query[key];
    case 'header':
      return request.headers[key];
    case 'cookie': {
      const text = cookie(request, key);
      return text === undefined ? undefined : decoded(text);
    }
    case 'path':
      return undefined;
  }
}

function given(call: Call, each: Checked): unknown {
  const { name, in: place, encoding } = each.parameter;
  if (encoding === undefined) return textsAt(call, each);
  const texts: Texts = place === 'query' ? call.request.query : { [name]: textsAt(call, each) };
  return readValue(name, encoding, texts);
}

const violationsRefusal = (
  failure: 'invalid_parameter' | 'invalid_body',
  rule: string,
  pointer: string,
  violations: readonly Violation[],
): Refusal => {
  const byField: Record<string, string[]> = {};
  for (const { field, message } of violations) (byField[field === '' ? 'body' : field] ??= []).push(message);
  const detail = violations.map(({ field, message }) => `${field} ${message}`.trim()).join('; ');
  return refuse(failure, rule, pointer, {
    expected: 'values that fit the contract',
    got: detail,
    facts: { 'failure.violations': violations, 'failure.violations_by_field': byField, 'failure.detail': detail },
  });
};

const schemasOf = (parameters: readonly Checked[]): Record<string, Schema> =>
  Object.fromEntries(parameters.map(({ parameter }) => [parameter.name, requestSchema(parameter)]));

/** What came under another name stands under the parameter's own too, unless that has a value of its own. */
function underOneName({ parameters }: CompiledOperation, values: Record<string, unknown>): Record<string, unknown> {
  for (const { name, alias } of parameters) {
    if (alias !== undefined && (values[alias] ?? '') === '' && values[name] !== undefined) values[alias] = values[name];
  }
  return values;
}

function refuseParameters(call: Call): Refusal | undefined {
  const { operation, request, world } = call;
  const parameters = checkedParameters(operation);
  let values: Record<string, unknown> | undefined;
  const missing: Violation[] = [];
  for (const each of parameters) {
    const { parameter, free } = each;
    const value = given(call, each);
    if (value === undefined || value === '') {
      if (parameter.required) missing.push({ field: parameter.name, message: 'is required', code: 'required' });
    } else if (!free || parameter.encoding !== undefined) (values ??= {})[parameter.name] = value;
  }
  const violations = values
    ? [...missing, ...validatorsOf(world.contract).parameters(operation.pointer, () => schemasOf(parameters), values)]
    : missing;
  if (violations.length > 0)
    return violationsRefusal(
      'invalid_parameter',
      'every parameter must fit the contract',
      `${operation.pointer}/parameters`,
      violations,
    );
  // Without a query they are the path's, which stand there already.
  if (values || request.queryString !== '')
    call.parameters = underOneName(operation, { ...request.query, ...request.params, ...values });
  return undefined;
}

/** Where the record stands in a wrapper (`{"contact": {…}}`), fields are told as the record's own. */
function withoutWrapper({ action }: CompiledOperation, violations: readonly Violation[]): readonly Violation[] {
  const wrapper = 'body' in action ? action.body?.slice(1).replaceAll('/', '.') : undefined;
  if (wrapper === undefined || wrapper === '') return violations;
  return violations.map((violation) =>
    violation.field.startsWith(`${wrapper}.`)
      ? { ...violation, field: violation.field.slice(wrapper.length + 1) }
      : violation,
  );
}

/**
 * A record that is created under an id in the path has this id, whatever its body says of it: so the path's has to fit,
 * too.
 *
 * @param schema JSON pointer of the body's
 */
function withPathId({ operation, request, world: { contract } }: Call, schema: string, body: unknown): unknown {
  const { action, path } = operation;
  if (action.type !== 'resource.create' || typeof body !== 'object' || body === null) return body;
  const { id } = contract.resources.get(action.resource)!;
  if (!endsInParameter(path, id)) return body;
  const node = at(contract.document, schema) as Schema;
  const { properties = {} } = flatten(contract.document, { node, pointer: schema }).node;
  return id in properties ? { ...body, [id]: request.params[id] } : body;
}

function jsonViolations(call: Call, schema: string, value: unknown): readonly Violation[] {
  const { body } = validatorsOf(call.world.contract);
  const found = body(schema, value);
  const named = withPathId(call, schema, value);
  return found.length > 0 || named === value ? found : body(schema, named);
}

function refuseBody(call: Call): Refusal | undefined {
  const { operation, request } = call;
  const declared = operation.body;
  if (declared === undefined) return undefined;
  const body = readBody(call);
  const pointer = `${operation.pointer}/requestBody`;
  if (body.state === 'refused') return body.refusal;
  if (body.state === 'absent') {
    return declared.required && !(request.rawBody && request.rawBody.length > 0)
      ? violationsRefusal('invalid_body', 'the operation must be sent a body', pointer, [
          { field: '', message: 'a body is required', code: 'required' },
        ])
      : undefined;
  }
  const schema = contentFor(declared.content, mediaType(request.headers['content-type']) ?? '');
  if (schema === undefined) return undefined;
  const found = body.state === 'form' ? body.violations : jsonViolations(call, schema, body.value);
  const violations = withoutWrapper(operation, found);
  return violations.length > 0
    ? violationsRefusal('invalid_body', "the body must fit the contract's schema", schema, violations)
    : undefined;
}

function refuseContentType({ operation, request }: Call): Refusal | undefined {
  const { contentType } = operation;
  const given = mediaType(request.headers['content-type']);
  if (contentType === undefined || given === contentType) return undefined;
  return refuse(
    'unsupported_media_type',
    'every request must name its Content-Type, even one without a body',
    `${operation.pointer}/x-content-type`,
    { expected: contentType, got: given ?? 'none' },
  );
}

export function validationGuard(call: Call): Refusal | undefined {
  const untyped = refuseContentType(call);
  if (untyped) return untyped;
  if (judgesOwnRequest(call.operation.action)) {
    if (call.operation.body === undefined) return undefined;
    const body = readBody(call);
    return body.state === 'refused' ? body.refusal : undefined;
  }
  return refuseParameters(call) ?? refuseBody(call);
}
