/**
 * JSON Web Tokens: made, and taken apart to explain them.
 *
 * @see RFC 7515 (signing), RFC 7518 §3 (algorithms), RFC 7519 (claims)
 */
import { createHmac, KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Value } from '../../state/stores/store.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { SigningKey } from '../../state/signing-keys.ts';

export type Claims = Readonly<Record<string, Value | undefined>>;

export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What is signed. */
  readonly input: string;
  readonly signature: Buffer;
}

const headers = new WeakMap<SigningKey, Map<string, string>>();

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function encodedHeader(key: SigningKey, type: string): string {
  let own = headers.get(key);
  if (own === undefined) headers.set(key, (own = new Map<string, string>()));
  let header = own.get(type);
  if (header === undefined) own.set(type, (header = encode({ alg: key.algorithm, typ: type, kid: key.kid })));
  return header;
}

/** An ECDSA signature in a JWS is the two numbers side by side, not DER (RFC 7518 §3.4). */
const forJws = (
  algorithm: SigningKey['algorithm'],
  key: KeyObject,
): { readonly key: KeyObject; readonly dsaEncoding?: 'ieee-p1363' } =>
  algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : { key };

/**
 * Where there is one core, a thread of the pool has none of its own to sign on: the way there and back costs a tenth.
 */
const SECOND_CORE = availableParallelism() > 1;

/**
 * RSA signing takes a third of a millisecond, so it is left to the thread pool and uses every core; the other
 * algorithms take less time than the way there and back.
 */
export function signJwt(signingKey: SigningKey, claims: Claims, type = 'JWT'): Awaitable<string> {
  const input = `${encodedHeader(signingKey, type)}.${encode(claims)}`;
  const { key, algorithm } = signingKey;
  if (!(key instanceof KeyObject)) return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
  if (algorithm === 'ES256' || !SECOND_CORE)
    return `${input}.${sign('sha256', Buffer.from(input), forJws(algorithm, key)).toString('base64url')}`;
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(input), key, (error, signature) => {
      if (error) reject(error);
      else resolve(`${input}.${signature.toString('base64url')}`);
    });
  });
}

export function verifyJwt({ key, publicKey, algorithm }: SigningKey, { input, signature }: DecodedJwt): boolean {
  if (publicKey instanceof KeyObject)
    return verify('sha256', Buffer.from(input), forJws(algorithm, publicKey), signature);
  const expected = createHmac('sha256', key).update(input).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function decodePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Of base64url, in which the decoder takes more than there may be: padding, and the other alphabet. @see RFC 7515 §2 */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Takes a compact JWT apart without believing any of it. @returns undefined if it is none */
export function decodeJwt(token: string): DecodedJwt | undefined {
  if (!COMPACT.test(token)) return undefined;
  const [head, body, signature] = token.split('.') as [string, string, string];
  const header = decodePart(head);
  const claims = decodePart(body);
  return header && claims
    ? { header, claims, input: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') }
    : undefined;
}
