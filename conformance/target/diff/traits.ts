/**
 * What of an answer can be compared between two implementations: not its data, but its status, headers, error code and
 * shape.
 */
import { isObject, parseJson } from '../../driver/json-values.ts';
import { mediaTypeOf } from '../../driver/declared-responses.ts';
import type { Exchange } from '../../exchange.ts';

export interface Traits {
  readonly status: number;
  /** Lower-case name → its value, or `number` or `text` where the value is the answer's own. */
  readonly headers: Readonly<Record<string, string>>;
  readonly errorCode: string | undefined;
  /** Path in the body → types found there: `items[].id` → `string`. Undefined for a body that is no JSON. */
  readonly shape: ReadonlyMap<string, string> | undefined;
}

/** Headers whose value is the implementation's choice, and worth comparing. */
const VALUED: Readonly<Record<string, (value: string) => string>> = {
  'content-type': mediaTypeOf,
  'cache-control': (value) =>
    value
      .toLowerCase()
      .split(/\s*,\s*/)
      .sort()
      .join(', '),
  pragma: (value) => value.toLowerCase(),
  allow: (value) =>
    value
      .split(/\s*,\s*/)
      .filter((method) => method !== 'HEAD' && method !== 'OPTIONS')
      .sort()
      .join(', '),
  // The scheme and the error; realms and descriptions are words.
  'www-authenticate': (value) => [value.split(' ')[0]!, /\berror="([^"]*)"/.exec(value)?.[1]].filter(Boolean).join(' '),
};

const ALWAYS = ['retry-after', 'location', 'set-cookie', 'strict-transport-security'];

/** @param declared lower-case names of headers that the contract declares here */
export function traitsOf({ status, answerHeaders, answerBody }: Exchange, declared: ReadonlySet<string>): Traits {
  const headers = Object.fromEntries(
    Object.entries(answerHeaders).flatMap(([name, value]) => {
      const told = VALUED[name];
      if (told) return [[name, told(value)]];
      return declared.has(name) || ALWAYS.includes(name) ? [[name, /^\d+$/.test(value) ? 'number' : 'text']] : [];
    }),
  );
  const body = parseJson(answerBody);
  return {
    status,
    headers,
    errorCode: status >= 400 ? errorCode(body) : undefined,
    shape: body === undefined ? undefined : shapeOf(body),
  };
}

/** Where APIs put their error codes, the most particular first. */
const CODES = ['error', 'code', 'error_code', 'errorCode', 'key', 'type'];

function errorCode(body: unknown): string | undefined {
  if (Array.isArray(body)) return errorCode(body[0]);
  if (!isObject(body)) return undefined;
  for (const name of CODES) {
    const value = body[name];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const inner = errorCode(value);
    if (inner !== undefined) return inner;
  }
  return errorCode(body.errors);
}

function shapeOf(value: unknown, path = '', shape = new Map<string, string>()): Map<string, string> {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const known = shape.get(path);
  // A null says nothing about the type that a value would have.
  if (known === undefined || known === 'null') shape.set(path, type);
  else if (type !== 'null' && !known.split(' or ').includes(type)) shape.set(path, `${known} or ${type}`);
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, shape);
  else if (isObject(value))
    for (const [name, child] of Object.entries(value)) shapeOf(child, path === '' ? name : `${path}.${name}`, shape);
  return shape;
}
