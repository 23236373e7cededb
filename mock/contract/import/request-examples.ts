/**
 * Each request body shows a value that its schema takes, so that anyone who asks for an example gets one that works.
 */
import { flatten } from '../json-schemas.ts';
import type { Document, Schema } from '../openapi-document.ts';
import { fitsSchema, sampleValue, sparseValue } from '../sample-value.ts';
import { operationsIn } from './infer-credentials.ts';
import { isJson, resolved, shownValues } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

const BODILESS = ['get', 'head', 'options', 'trace'];

/** @returns which bodies are taken unchecked, in sentences */
export function showRequests(document: Json): string[] {
  const unchecked: string[] = [];
  const seen = new Set<Json>();
  for (const { path, method, operation } of operationsIn(document)) {
    // "Content received in a GET request has no generally defined semantics" (RFC 9110 §9.3.1): nobody reads it.
    if (BODILESS.includes(method)) delete operation['requestBody'];
    const reference = operation['requestBody'];
    const body = resolved(document, reference);
    if (!isJson(body) || seen.has(body)) continue;
    seen.add(body);
    for (const [type, media] of Object.entries(isJson(body['content']) ? body['content'] : {}))
      if (isJson(media) && /json|urlencoded/.test(type) && !showOne(document, media, type))
        unchecked.push(
          `the body of ${method.toUpperCase()} ${path} is taken unchecked: no value was found that its schema takes`,
        );
  }
  return unchecked;
}

const READABLE = /json|urlencoded|multipart/;

/**
 * XML has fields that nobody reads: beside another type it is refused, alone it is taken as it comes. An answer in XML
 * is the document's own text.
 *
 * @returns what of it is not served, in sentences
 */
export function leaveUnread(document: Json): string[] {
  const refused: string[] = [];
  const taken: string[] = [];
  const empty: string[] = [];
  for (const { path, method, operation } of operationsIn(document)) {
    const where = `${method.toUpperCase()} ${path}`;
    const content = contentOf(document, operation['requestBody']);
    const unread = Object.keys(content).filter((type) => /xml/.test(type));
    if (unread.length > 0 && Object.keys(content).some((type) => READABLE.test(type))) {
      const rest = Object.entries(content).filter(([type]) => !unread.includes(type));
      operation['requestBody'] = {
        ...(resolved(document, operation['requestBody']) as Json),
        content: Object.fromEntries(rest),
      };
      refused.push(where);
    } else if (unread.length > 0) {
      for (const type of unread) content[type] = { schema: {}, example: '<sent/>' };
      taken.push(where);
    }
    for (const [status, response] of Object.entries(operation['responses'] as Json)) {
      const answer = contentOf(document, response);
      const [type] = Object.keys(answer);
      const media = answer[type ?? ''];
      if (!status.startsWith('2') || type === undefined || !Object.keys(answer).every((one) => /xml/.test(one)))
        continue;
      const [first = isJson(media) ? media['example'] : undefined] = isJson(media) ? shownValues(document, media) : [];
      if (typeof first !== 'string') empty.push(where);
    }
  }
  const told = (places: readonly string[], what: string): string[] =>
    places.length === 0
      ? []
      : [`${what}: ${places.slice(0, 3).join(', ')}${places.length > 3 ? ` and ${places.length - 3} more` : ''}`];
  return [
    ...told(refused, 'bodies in XML are not read, and are refused (415) where a document has another type too'),
    ...told(taken, 'bodies that are XML alone are not read: any is taken, and nothing of it is checked or kept'),
    ...told(empty, 'answers that are XML alone are not made: they have no body where the document shows none'),
  ];
}

function contentOf(document: Json, reference: unknown): Json {
  const node = resolved(document, reference);
  return isJson(node) && isJson(node['content']) ? node['content'] : {};
}

/** Takes out examples of answers that the answers' own schemas do not take: one is made of the schema instead. */
export function dropWrongExamples(document: Json): string[] {
  const seen = new Set<Json>();
  const unchecked: string[] = [];
  for (const { path, method, operation } of operationsIn(document))
    for (const [status, reference] of Object.entries(operation['responses'] as Json)) {
      const response = resolved(document, reference);
      if (!isJson(response) || seen.has(response) || !isJson(response['content'])) continue;
      seen.add(response);
      for (const [type, media] of Object.entries(response['content']))
        if (isJson(media) && type.includes('json') && !keepRight(document, media))
          unchecked.push(
            `the ${status} answer of ${method.toUpperCase()} ${path} is not held to its schema: no value was found that fits it`,
          );
    }
  return unchecked;
}

/** @returns false if no value was found that the schema takes */
function keepRight(document: Json, media: Json): boolean {
  const whole = document as unknown as Document;
  const schema = (media['schema'] ?? {}) as Schema;
  const shown = shownValues(document, media);
  const value = [media['example'], ...shown].find((one) => one !== undefined && fitsSchema(whole, schema, one));
  delete media['example'];
  delete media['examples'];
  if (value !== undefined) {
    media['example'] = value;
    return true;
  }
  if (media['schema'] === undefined) return true;
  const made = sampleValue(whole, schema);
  if (fitsSchema(whole, schema, made)) return true;
  const sparse = sparseValue(whole, schema);
  media['example'] = sparse;
  if (fitsSchema(whole, schema, sparse)) return true;
  // Better a schema less than an answer that breaks it.
  delete media['schema'];
  media['example'] = made;
  return false;
}

/** Fields of a form are texts, whatever they stand for. */
function formSchema(document: Document, schema: Schema): Schema {
  const { properties = {}, required } = flatten(document, { node: schema, pointer: '#' }).node;
  const text = (node: Schema): Schema => {
    const own = flatten(document, { node, pointer: '#' }).node;
    return own.type === 'string'
      ? node
      : {
          ...(own.description !== undefined && { description: own.description }),
          examples: [String(sampleValue(document, own, 'request'))],
        };
  };
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, text(node)])),
    ...(required && { required }),
  };
}

function showOne(document: Json, media: Json, type: string): boolean {
  const whole = document as unknown as Document;
  if (type.includes('urlencoded')) {
    media['schema'] = formSchema(whole, media['schema'] ?? {});
    delete media['example'];
    delete media['examples'];
  }
  const isObject = (one: unknown): boolean => typeof one === 'object' && one !== null;
  if (media['schema'] === undefined) {
    media['schema'] = {};
    media['example'] = {};
    delete media['examples'];
    return true;
  }
  const schema = media['schema'] as Schema;
  const shown = shownValues(document, media);
  const made = [sampleValue(whole, schema, 'request'), sparseValue(whole, schema, 'request')];
  const value = [media['example'], ...shown, ...made].find((one) => isObject(one) && fitsSchema(whole, schema, one));
  delete media['examples'];
  if (value === undefined) {
    media['example'] = {};
    media['schema'] = {};
    return false;
  }
  media['example'] = value;
  return true;
}
