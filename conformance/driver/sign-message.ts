/**
 * The suite's own signer, by the recipe of the contract.
 *
 * @see [RFC 2104](https://www.rfc-editor.org/rfc/rfc2104), [RFC 9421 §3.3](https://www.rfc-editor.org/rfc/rfc9421#section-3.3)
 */
import { createHash, createHmac } from 'node:crypto';
import { hashOf, isKeyPairAlgorithm } from '../../mock/contract/signature-kinds.ts';
import type { SignatureCredential, SignedPart } from '../../specs/generated/vocabulary.ts';
import type { RequestParts } from '../check-context.ts';
import { queryString } from './request-parts.ts';
import { signWithKeyPair } from './key-pair-signer.ts';
import type { PairForm } from './key-pair-signer.ts';

export type NamedPart = Exclude<Extract<SignedPart, string>, 'request_digest'>;

export interface Signing {
  readonly id: string;
  readonly secret: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** Header fields that are signed. */
  readonly headers: readonly string[];
  /** Of an HTTP message signature: the text that is signed. */
  readonly base?: string;
}

export type PartValues = Readonly<Record<NamedPart, string>>;

const two = (number: number): string => `${number}`.padStart(2, '0');

/** A time as a contract has timestamps written. */
export function timestampOf(
  { timestamp_format: format = 'epoch' }: Pick<SignatureCredential, 'timestamp_format'>,
  seconds: number,
): string {
  const at = new Date(seconds * 1000);
  if (format === 'http_date') return at.toUTCString();
  if (format === 'iso_basic')
    return `${dayAt(at)}T${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}Z`;
  return `${format === 'milliseconds' ? seconds * 1000 : seconds}`;
}

const dayAt = (at: Date): string => `${at.getUTCFullYear()}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}`;

/** The day of a timestamp, which may be none. */
function dayOf({ timestamp_format: format = 'epoch' }: SignatureCredential, timestamp: string): string {
  if (format === 'iso_basic') return timestamp.slice(0, 8);
  const at = new Date(format === 'http_date' ? timestamp : Number(timestamp) * (format === 'milliseconds' ? 1 : 1000));
  return Number.isNaN(at.getTime()) ? '' : dayAt(at);
}

/** What stands behind the id, and the key is derived with; empty where the contract has no scope. */
export const scopeWords = (credential: SignatureCredential, timestamp: string): readonly string[] =>
  credential.scope === undefined ? [] : [dayOf(credential, timestamp), ...credential.scope.texts];

/** The id as it is sent. */
export const sentId = (credential: SignatureCredential, id: string, timestamp: string): string =>
  [id, ...scopeWords(credential, timestamp)].join('/');

/** By RFC 3986: whatever is no letter, digit, `-`, `.`, `_` or `~`, byte by byte. */
const strictly = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[\w.~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

export function digestOf({ digest = {} }: SignatureCredential, body: string): string {
  const { encoding = 'hex' } = digest;
  const made = createHash(digest.algorithm ?? 'sha256').update(body);
  return encoding === 'structured' ? `sha-256=:${made.digest('base64')}:` : made.digest(encoding);
}

function headerLines({ headers }: RequestParts, names: readonly string[]): string {
  const lines = new Map(names.map((name) => [name, [] as string[]]));
  for (const [name, value] of headers) lines.get(name.toLowerCase())?.push(value.trim().split(/\s+/).join(' '));
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, values]) => `${name}:${values.join(',')}\n`)
    .join('');
}

/** What each part of a message is for this request. */
export function partValues(
  credential: SignatureCredential,
  parts: RequestParts,
  { id, timestamp, nonce, headers, base = '' }: Signing,
  basePath: string,
): PartValues {
  const { method, path, query, body = '' } = parts;
  const names = headers.map((name) => name.toLowerCase()).sort();
  const scope = scopeWords(credential, timestamp);
  return {
    id,
    timestamp,
    nonce,
    method: method.toUpperCase(),
    path: basePath + path,
    normalized_path: (basePath + path).split('/').map(strictly).join('/'),
    query: queryString(query),
    sorted_query: query
      .map(([name, value]) => `${strictly(name)}=${strictly(value)}`)
      .sort((a, b) => {
        // The name first: its end is before every character that it may have.
        const [left, right] = [a.replace('=', '\u0000'), b.replace('=', '\u0000')];
        return left < right ? -1 : left > right ? 1 : 0;
      })
      .join('&'),
    headers: headerLines(parts, names),
    signed_headers: names.join(';'),
    body,
    body_digest: digestOf(credential, body),
    day: dayOf(credential, timestamp),
    scope: scope.join('/'),
    signature_base: base,
  };
}

/** The key: what the secret says, and what is made of it for the scope. */
function keyOf(credential: SignatureCredential, secret: string, { scope }: PartValues): Buffer {
  const { algorithm, secret_encoding: encoding = 'utf8' } = credential;
  const bytes = Buffer.from(secret, encoding);
  if (credential.scope === undefined) return bytes;
  let key = Buffer.concat([Buffer.from(credential.scope.key_prefix ?? ''), bytes]);
  for (const word of scope.split('/')) key = createHmac(algorithm, key).update(word).digest();
  return key;
}

/** @param form of a signature by a key pair, where a test wants another than the contract's */
export function sign(credential: SignatureCredential, secret: string, values: PartValues, form: PairForm = {}): string {
  const { algorithm, encoding, message, separator = '', request } = credential;
  const text = (parts: readonly SignedPart[], between: string): string =>
    parts
      .map((part) =>
        typeof part !== 'string'
          ? part.text
          : part === 'request_digest'
            ? createHash(hashOf(algorithm))
                .update(text(request?.message ?? [], request?.separator ?? '\n'))
                .digest('hex')
            : values[part],
      )
      .join(between);
  if (isKeyPairAlgorithm(algorithm))
    return signWithKeyPair(algorithm, secret, text(message, separator), {
      der: credential.ecdsa_format === 'der',
      ...form,
    }).toString(encoding);
  return createHmac(algorithm, keyOf(credential, secret, values))
    .update(text(message, separator))
    .digest(encoding);
}
