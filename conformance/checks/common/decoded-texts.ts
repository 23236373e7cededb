/** What a text says to whoever decodes a part of it: base64, hexadecimal digits, percent-encoding. */

/** Shorter ones hold no secret. */
const PARTS: readonly (readonly [pattern: RegExp, decode: (part: string) => string])[] = [
  [/[A-Za-z0-9+/_-]{12,}={0,2}/g, (part) => Buffer.from(part, 'base64').toString('latin1')],
  [/(?:[0-9a-f]{2}){8,}/gi, (part) => Buffer.from(part, 'hex').toString('latin1')],
  [/(?:%[0-9a-f]{2}|[\w.~-])*%[0-9a-f]{2}(?:%[0-9a-f]{2}|[\w.~-])*/gi, unescape],
];

function unescape(part: string): string {
  return part.replaceAll(/%([0-9a-f]{2})/gi, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

export const decodedTexts = (text: string): readonly string[] =>
  PARTS.flatMap(([pattern, decode]) => (text.match(pattern) ?? []).map(decode));
