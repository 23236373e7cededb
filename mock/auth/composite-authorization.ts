/** `Authorization` with several parts in one header: `Scheme Key=a, Signature="b"`. */

/** What stands between a quoted string's marks, or a token and what more than a token clients leave unquoted. */
const PARAMETER = /([\w!#$%&'*+.^`|~-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s",]*))[ \t]*(?:,|$)/y;

/**
 * The parameters behind the scheme, by name; none where what stands there is no such list. A name that comes twice
 * counts for none.
 *
 * @see [RFC 9110 §11.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.2)
 */
export function readParameters(credentials: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  while (at < credentials.length) {
    const space = /[ \t,]*/y;
    space.lastIndex = at;
    at += space.exec(credentials)![0].length;
    if (at === credentials.length) break;
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(credentials);
    if (match === null) return new Map();
    const [all, name = '', quoted, plain = ''] = match;
    if (found.has(name)) return new Map();
    found.set(name, quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, '$1'));
    at += all.length;
  }
  return found;
}
