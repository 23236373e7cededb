/** What a refusal says, where a contract describes its body and shows none. */
import { flatten } from '../json-schemas.ts';
import type { Document, Schema } from '../openapi-document.ts';
import { fitsSchema, sampleValue, typesOf } from '../sample-value.ts';

/** Status → its name (RFC 9110 §15.5), and what it tells a client. */
const WORDS: Readonly<Record<number, readonly [title: string, sentence: string]>> = {
  400: ['Bad Request', 'The request is not valid.'],
  401: ['Unauthorized', 'The credentials are missing, or not valid.'],
  403: ['Forbidden', 'The caller may not do this.'],
  404: ['Not Found', 'There is nothing here.'],
  405: ['Method Not Allowed', 'The method is not allowed here.'],
  409: ['Conflict', 'The request conflicts with what is there.'],
  413: ['Content Too Large', 'The body is too large.'],
  415: ['Unsupported Media Type', 'The media type of the body is not taken here.'],
  422: ['Unprocessable Content', 'The body is not valid.'],
  429: ['Too Many Requests', 'There were too many requests.'],
};

export const titleOf = (status: number): string => WORDS[status]?.[0] ?? 'Refused';

const SENTENCES = /^(?:.*message|msg|details?|.*description|title|reason|summary|text)$/i;
const CODES = /^(?:.*code|error|type|kind|slug)$/i;
const STATUSES = /^(?:(?:http_?)?status(?:_?code)?|code|error_?code)$/i;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasOwnWords = ({ example, examples, default: usual, const: only, enum: some }: Schema): boolean =>
  [example, examples, usual, only, some].some((one) => one !== undefined);

/** The word for one property; undefined where its name tells of none. */
function wordFor(name: string, schema: Schema, siblings: readonly string[], status: number): unknown {
  const types = typesOf(schema);
  const [title, sentence] = WORDS[status] ?? ['Refused', 'The request was refused.'];
  if (types.includes('string')) {
    if (SENTENCES.test(name)) return name.toLowerCase() === 'title' ? title : sentence;
    if (!CODES.test(name)) return STATUSES.test(name) ? String(status) : undefined;
    const alone = !siblings.some((other) => other !== name && SENTENCES.test(other));
    return alone && /^error$/i.test(name) ? sentence : title.toLowerCase().replaceAll(' ', '_');
  }
  return types.includes('integer') && STATUSES.test(name) ? status : undefined;
}

/**
 * A body that says in words what its status means, in the properties that such bodies usually have.
 *
 * @returns undefined where the schema has words of its own, or no such property
 */
export function refusalValue(document: Document, schema: Schema, status: number): unknown {
  const whole = sampleValue(document, schema);
  const flat = (node: Schema): Schema => flatten(document, { node, pointer: '#' }).node;
  /** Words what one part of the body says. @returns whether it did */
  const word = (node: Schema, holder: unknown): boolean => {
    const { items, properties = {}, ...described } = flat(node);
    if (hasOwnWords(described)) return false;
    if (Array.isArray(holder))
      return items !== undefined && holder.map((item: unknown) => word(items, item)).includes(true);
    if (!isObject(holder)) return false;
    const done = Object.entries(properties).map(([name, property]) => {
      const before = holder[name];
      if (before === undefined) return false;
      const own = flat(property);
      const put = hasOwnWords(own) ? undefined : wordFor(name, own, Object.keys(holder), status);
      if (put === undefined) return word(property, before);
      holder[name] = put;
      if (fitsSchema(document, schema, whole)) return true;
      holder[name] = before;
      return false;
    });
    return done.includes(true);
  };
  return word(schema, whole) ? whole : undefined;
}
