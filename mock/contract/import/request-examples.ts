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
