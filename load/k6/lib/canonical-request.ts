/** The parts of a canonical request, as both sides write them. */
import type { Pair } from '../profile.ts';

/** By RFC 3986: whatever is no letter, digit, `-`, `.`, `_` or `~`. */
const strictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A path that is encoded already, encoded once more. */
export const normalizedPath = (path: string): string => path.split('/').map(strictly).join('/');

/** Sorted by name, then by value. */
export const sortedQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [strictly(decodeURIComponent(name)), strictly(decodeURIComponent(value.join('=')))] as const;
    })
    .sort(([a, first], [b, second]) => order(a, b) || order(first, second))
    .map((pair) => pair.join('='))
    .join('&');

/** Host and port of a URL, as the `Host` header has them. */
export const hostOf = (url: string): string => /^\w+:\/\/([^/?#]+)/.exec(url)?.[1] ?? '';

/** `name:value` and a line feed for each of the names. */
export const headerLines = (fields: readonly Pair[], names: readonly string[], url: string): string =>
  names
    .map((name) => {
      const values = name === 'host' ? [hostOf(url)] : valuesOf(fields, name);
      return `${name}:${values.map((value) => value.trim().replace(/[ \t]+/g, ' ')).join(',')}\n`;
    })
    .join('');

export const valuesOf = (fields: readonly Pair[], name: string): readonly string[] =>
  fields.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
