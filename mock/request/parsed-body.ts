/** Reads a request's body as its content type and the contract say: once, whoever asks first. */
import { parse as parseJson } from 'secure-json-parse';
import { refuse } from './call.ts';
import type { Call, ParsedBody } from './call.ts';
import { parseForm } from './form-fields.ts';
import { mediaType } from './media-type.ts';

const FORM = 'application/x-www-form-urlencoded';

const isJson = (type: string): boolean => type === 'application/json' || type.endsWith('+json');

function parse({ operation, request }: Call): ParsedBody {
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
  if (type === undefined || !declared.content.has(type)) {
    const expected = [...declared.content.keys()].join(' or ');
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
      ? { state: 'form', ...form }
      : refused('malformed_body', 'the body must be a well-formed form', FORM, 'a broken percent escape');
  }
  return { state: 'absent' };
}

export function readBody(call: Call): ParsedBody {
  return (call.parsedBody ??= parse(call));
}

/** The body's value, whatever it came as; undefined if there is none or it cannot be read. */
export function bodyValue(call: Call): unknown {
  const body = readBody(call);
  return body.state === 'json' ? body.value : body.state === 'form' ? body.fields : undefined;
}
