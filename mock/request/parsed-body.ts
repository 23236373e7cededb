/** Reads a request's body as its content type and the contract say: once, no matter who asks first. */
import { parse as parseJson } from 'secure-json-parse';
import { refuse } from './call.ts';
import type { Call, ParsedBody } from './call.ts';
import { FORM, MULTIPART, contentFor } from '../contract/media-types.ts';
import { at } from '../contract/openapi-document.ts';
import type { Schema } from '../contract/openapi-document.ts';
import { flatten } from '../contract/json-schemas.ts';
import { judgesOwnRequest } from '../contract/reachable-failures.ts';
import { readForm } from '../contract/value-encoding.ts';
import { formOf, parseForm } from './form-fields.ts';
import type { Form } from './form-fields.ts';
import { mediaType } from './media-type.ts';
import { parseMultipart } from './multipart.ts';
import { validatorsOf } from './validators.ts';

const isJson = (type: string): boolean => type === 'application/json' || type.endsWith('+json');

const isReadable = (type: string): boolean => isJson(type) || type === FORM || type === MULTIPART;

/** Whether a body has parts that the sandbox would have to read: XML under a range, or beside JSON. */
function hasFields({ world }: Call, pointer: string): boolean {
  const { document } = world.contract;
  const schema = at(document, pointer) as Schema | undefined;
  if (schema === undefined) return false;
  const { type, properties, items } = flatten(document, { node: schema, pointer }).node;
  return type === 'object' || type === 'array' || properties !== undefined || items !== undefined;
}

/** A form's fields as the schema wants them. OAuth endpoints read the fields themselves. */
function formBody({ operation, world }: Call, type: string, { fields, repeated, texts }: Form): ParsedBody {
  const body = operation.body!;
  if (judgesOwnRequest(operation.action))
    return { state: 'form', fields, repeated, texts, value: fields, violations: [] };
  const value = readForm(body.fields.get(type), texts);
  const violations = validatorsOf(world.contract).coerced(contentFor(body.content, type)!, value);
  return { state: 'form', fields, repeated, texts, value, violations };
}

function parse(call: Call): ParsedBody {
  const { operation, request } = call;
  const declared = operation.body;
  const bytes = request.rawBody;
  const pointer = `${operation.pointer}/requestBody`;
  if (declared === undefined || bytes === undefined || bytes.length === 0) return { state: 'absent' };
  const refused = (
    failure: 'unsupported_media_type' | 'malformed_body',
    rule: string,
    expected: string,
    got: string,
  ): ParsedBody => ({ state: 'refused', refusal: refuse(failure, rule, pointer, { expected, got }) });

  const type = mediaType(request.headers['content-type']);
  const schema = type === undefined ? undefined : contentFor(declared.content, type);
  if (type === undefined || schema === undefined || (!isReadable(type) && hasFields(call, schema))) {
    // Of what is declared, XML with fields is not read.
    const readable = [...declared.content]
      .filter(([name, place]) => name !== type && (isReadable(name) || !hasFields(call, place)))
      .map(([name]) => name);
    const expected = readable.length > 0 ? readable.join(' or ') : 'a type that the sandbox reads: JSON or a form';
    return refused(
      'unsupported_media_type',
      "the body's content type must be one that the contract declares",
      expected,
      type ?? 'no Content-Type',
    );
  }
  if (isJson(type)) {
    try {
      return {
        state: 'json',
        value: parseJson(bytes.toString('utf8'), { protoAction: 'error', constructorAction: 'error' }) as unknown,
      };
    } catch {
      return refused('malformed_body', 'the body must be JSON', 'JSON', `${bytes.length} bytes that are not JSON`);
    }
  }
  if (type === FORM) {
    const form = parseForm(bytes);
    return form
      ? formBody(call, type, form)
      : refused('malformed_body', 'the body must be a well-formed form', FORM, 'a broken percent escape');
  }
  if (type === MULTIPART) {
    const parts = parseMultipart(bytes, request.headers['content-type'] as string);
    return parts
      ? formBody(call, type, formOf(parts))
      : refused('malformed_body', 'the body must be well-formed parts', MULTIPART, 'no parts, or no end of them');
  }
  return { state: 'absent' };
}

export function readBody(call: Call): ParsedBody {
  return (call.parsedBody ??= parse(call));
}

/** The body's value, whatever it came as; undefined if there is none or it cannot be read. */
export function bodyValue(call: Call): unknown {
  const body = readBody(call);
  return body.state === 'json' ? body.value : body.state === 'form' ? body.value : undefined;
}
