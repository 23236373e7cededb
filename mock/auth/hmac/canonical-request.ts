/** The canonical forms of a request's parts: what client and server write alike, whatever was done to it on the way. */

/** Percent-encodes everything but the unreserved characters of RFC 3986 §2.3. */
export const encodeAll = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** A name or value of a query, where a plus is a space. */
function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

const pairsOf = (query: string): readonly string[] => query.split('&').filter((pair) => pair !== '');

/** The raw query without one of its parameters. */
export function withoutParameter(query: string, name: string | undefined): string {
  if (name === undefined) return query;
  return pairsOf(query)
    .filter((pair) => decoded(pair.split('=', 1)[0]!) !== name)
    .join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Its parameters encoded alike, sorted by name and then by value; a name alone has an empty value. */
export function sortedQuery(query: string): string {
  return pairsOf(query)
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encodeAll(decoded(name)), encodeAll(decoded(value))] as const;
    })
    .sort(([a, first], [b, second]) => compare(a, b) || compare(first, second))
    .map((pair) => pair.join('='))
    .join('&');
}

/** Without dot segments (RFC 3986 §5.2.4) and doubled slashes, each segment encoded as it was sent. */
export function normalizedPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encodeAll(segment));
  }
  const end = segments.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

/** White space around a value goes, and any in it becomes one space. */
export const trimmed = (value: string): string => value.trim().replaceAll(/[ \t]+/g, ' ');

/** `name:value` and a line feed for each of the names; a field that came twice has both values, joined by a comma. */
export function headerLines(rawHeaders: readonly string[], names: readonly string[]): string {
  return names
    .map((name) => {
      const values: string[] = [];
      for (let i = 0; i < rawHeaders.length; i += 2)
        if (rawHeaders[i]!.toLowerCase() === name) values.push(trimmed(rawHeaders[i + 1]!));
      return `${name}:${values.join(',')}\n`;
    })
    .join('');
}
