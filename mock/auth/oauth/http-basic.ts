/**
 * A client's id and secret in HTTP Basic.
 *
 * @see RFC 7617 §2, RFC 6749 §2.3.1: both halves are form-urlencoded before they are joined
 */
export interface BasicPair {
  readonly id: string;
  readonly secret: string;
}

const SHAPE = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

const formDecode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

/** @returns undefined if the header is not well-formed HTTP Basic */
export function parseBasic(header: string): BasicPair | undefined {
  const encoded = SHAPE.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    return { id: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

/** The challenge that names the scheme a client should use. A realm is ASCII in quotes. */
export function basicChallenge(realm: string): string {
  return `Basic realm="${realm.replaceAll(/[^\x20-\x7e]|["\\]/g, '')}"`;
}
