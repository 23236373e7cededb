/** Signatures by shared secrets, by the contract's recipe. */
import crypto from 'k6/crypto';
import { b64decode } from 'k6/encoding';
import type { Call, HmacRecipe, Pair } from '../profile.ts';
import { bytesOf, fromHex } from './bytes.ts';
import { headerLines, normalizedPath, sortedQuery } from './canonical-request.ts';
import { IN_JSON, IN_URL, fill } from './fill-placeholders.ts';
import type { PlaceholderValues } from './fill-placeholders.ts';
import { inputText, signatureBase } from './message-signature.ts';

/** Node's base64url has no padding; neither has this. */
const ENCODINGS = { hex: 'hex', base64: 'base64', base64url: 'base64rawurl' } as const;

/** Of an HTTP message signature. */
const LABEL = 'load';

type Bytes = string | ArrayBuffer;

/** The URL as it is sent, without the signature itself. */
function unsigned(url: string): string {
  const [before = '', query] = url.split('?');
  if (query === undefined) return url;
  const kept = query.split('&').filter((pair) => !pair.endsWith('=__SIGNATURE__'));
  return kept.length === 0 ? before : `${before}?${kept.join('&')}`;
}

/** `20300601T120000Z`. */
const basic = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

function timestampOf({ timestamp_format: format = 'epoch' }: HmacRecipe, seconds: number): string {
  const at = new Date(seconds * 1000);
  if (format === 'http_date') return at.toUTCString();
  if (format === 'iso_basic') return basic(at);
  return `${format === 'milliseconds' ? seconds * 1000 : seconds}`;
}

function digestOf({ digest }: HmacRecipe, body: string): string {
  const { algorithm = 'sha256', encoding = 'hex' } = digest ?? {};
  if (encoding === 'structured') return `sha-256=:${crypto.sha256(body, 'base64')}:`;
  return algorithm === 'md5' ? crypto.md5(body, encoding) : crypto.sha256(body, encoding);
}

const together = (first: string, second: ArrayBuffer): ArrayBuffer => {
  const parts = [new Uint8Array(bytesOf(first)), new Uint8Array(second)] as const;
  const whole = new Uint8Array(parts[0].length + parts[1].length);
  whole.set(parts[0]);
  whole.set(parts[1], parts[0].length);
  return whole.buffer;
};

/** The key: what the secret says, and what is made of it for the scope. */
function keyOf(
  { algorithm, secret, secret_encoding: encoding = 'utf8', scope }: HmacRecipe,
  words: readonly string[],
): Bytes {
  const text = fill(secret, {});
  const bytes: Bytes = encoding === 'utf8' ? text : encoding === 'hex' ? fromHex(text) : b64decode(text, 'std');
  if (scope === undefined) return bytes;
  const prefix = scope.key_prefix ?? '';
  const first: Bytes = typeof bytes === 'string' ? prefix + bytes : together(prefix, bytes);
  return words.reduce<Bytes>((key, word) => crypto.hmac(algorithm, key, word, 'binary'), first);
}

function hashed(algorithm: HmacRecipe['algorithm'], text: string): string {
  const hasher = crypto.createHash(algorithm);
  hasher.update(text);
  return hasher.digest('hex');
}

/** @param atMs the target's time; @param nonce anything that was not used before */
export function signature(
  recipe: HmacRecipe,
  { method, url, path, body, encoding: written, headers }: Call,
  placeholders: PlaceholderValues,
  atMs: number,
  nonce: string,
): PlaceholderValues {
  const { algorithm, encoding, message, separator, id, request, scope, signedHeaders, components, tag } = recipe;
  const seconds = Math.floor(atMs / 1000);
  const timestamp = timestampOf(recipe, seconds);
  const day = basic(new Date(seconds * 1000)).slice(0, 8);
  const words = scope === undefined ? [] : [day, ...scope.texts];
  const sent =
    body === null
      ? ''
      : fill(body, { ...placeholders, TIMESTAMP: timestamp, NONCE: nonce }, written === 'form' ? IN_URL : IN_JSON);
  const known: PlaceholderValues = {
    ...placeholders,
    TIMESTAMP: timestamp,
    NONCE: nonce,
    SCOPE: words.join('/'),
    SIGNED_HEADERS: signedHeaders.join(';'),
    BODY_DIGEST: digestOf(recipe, sent),
    HTTP_DATE: new Date(seconds * 1000).toUTCString(),
  };
  const target = fill(unsigned(url), known, IN_URL);
  const query = target.split('?')[1] ?? '';
  const own = fill(path, known, IN_URL);
  const fields: readonly Pair[] = headers
    .filter(([, value]) => !value.includes('__SIGNATURE'))
    .map(([name, value]) => [name, fill(value, known)]);
  const input = inputText(components, { created: seconds, keyid: id, nonce, tag });
  const values: Readonly<Record<string, string>> = {
    id,
    timestamp,
    nonce,
    method,
    path: own,
    normalized_path: normalizedPath(own),
    query,
    sorted_query: sortedQuery(query),
    headers: headerLines(fields, signedHeaders, target),
    signed_headers: signedHeaders.join(';'),
    body: sent,
    body_digest: digestOf(recipe, sent),
    day,
    scope: words.join('/'),
    signature_base: signatureBase({ method, url: target, fields }, components, input),
  };
  const joined = (parts: HmacRecipe['message'], between: string): string =>
    parts.map((part) => (typeof part === 'string' ? (values[part] ?? '') : part.text)).join(between);
  const digest = request && hashed(algorithm, joined(request.message, request.separator ?? '\n'));
  const text = message.map((part) => (part === 'request_digest' ? (digest ?? '') : joined([part], ''))).join(separator);
  const made = crypto.hmac(algorithm, keyOf(recipe, words), text, ENCODINGS[encoding]);
  return components.length === 0
    ? { ...known, SIGNATURE: made }
    : { ...known, SIGNATURE: `${LABEL}=:${made}:`, SIGNATURE_INPUT: `${LABEL}=${input}` };
}
