/** Signatures, by the contract's recipe. */
import crypto from 'k6/crypto';
import type { Call, HmacRecipe } from '../profile.ts';
import { IN_JSON, IN_URL, fill } from './fill-placeholders.ts';
import type { PlaceholderValues } from './fill-placeholders.ts';

/** Node's base64url has no padding; neither has this. */
const ENCODINGS = { hex: 'hex', base64: 'base64', base64url: 'base64rawurl' } as const;

/** The query as it is sent, without the signature itself. */
const signedQuery = (url: string): string =>
  (url.split('?')[1] ?? '')
    .split('&')
    .filter((pair) => !pair.endsWith('=__SIGNATURE__'))
    .join('&');

/** @param atMs the target's time; @param nonce anything that was not used before */
export function signature(
  { algorithm, encoding, message, separator, id, secret }: HmacRecipe,
  { method, url, path, body }: Call,
  placeholders: PlaceholderValues,
  atMs: number,
  nonce: string,
): PlaceholderValues {
  const timestamp = `${Math.floor(atMs / 1000)}`;
  const known = { ...placeholders, TIMESTAMP: timestamp, NONCE: nonce };
  const sent = body === null ? '' : fill(body, known, IN_JSON);
  const values: Readonly<Record<string, string>> = {
    id,
    timestamp,
    nonce,
    method,
    path,
    body: sent,
    query: fill(signedQuery(url), known, IN_URL),
    body_digest: crypto.sha256(sent, 'hex'),
  };
  const text = message.map((part) => (typeof part === 'string' ? (values[part] ?? '') : part.text)).join(separator);
  return { ...known, SIGNATURE: crypto.hmac(algorithm, fill(secret, {}), text, ENCODINGS[encoding]) };
}
