/** Schemas of a document that is being read, and of the good answers of its operations. */
import { flatten } from '../json-schemas.ts';
import type { Document, Schema } from '../openapi-document.ts';
import { fitsSchema, sampleValue } from '../sample-value.ts';
import { isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export const flat = (document: Json, node: unknown): Schema =>
  isJson(node) ? flatten(document as unknown as Document, { node: node, pointer: '#' }).node : {};

export const fits = (document: Json, schema: unknown, value: unknown): boolean =>
  fitsSchema(document as unknown as Document, schema as Schema, value);

export const sample = (document: Json, schema: unknown): unknown =>
  sampleValue(document as unknown as Document, schema as Schema);

/** The first good answer that an operation declares. */
export interface Success {
  readonly status: string;
  readonly response: Json;
  /** Its JSON media type; undefined where it has none. */
  readonly type: string | undefined;
  readonly schema: unknown;
}

export function successOf(document: Json, operation: Json): Success | undefined {
  const responses = operation['responses'] as Json;
  const [status] = Object.keys(responses)
    .filter((one) => /^[23]\d\d$/.test(one))
    .sort();
  const response = status === undefined ? undefined : resolved(document, responses[status]);
  if (status === undefined || !status.startsWith('2') || !isJson(response)) return undefined;
  const content = isJson(response['content']) ? response['content'] : {};
  const type = Object.keys(content).find((one) => one.includes('json'));
  const media = type === undefined ? undefined : content[type];
  if (type === undefined && Object.keys(content).length > 0) return undefined;
  return { status, response, type, schema: isJson(media) ? media['schema'] : undefined };
}
