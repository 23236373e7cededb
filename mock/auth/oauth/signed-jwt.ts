/**
 * JSON Web Tokens: made, and taken apart to explain them.
 *
 * @see RFC 7515 (signing), RFC 7518 §3 (algorithms), RFC 7519 (claims)
 */
import { createHmac, KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Awaitable } from '../../state/awaitable.ts';
import type { SigningKey } from '../../state/signing-keys.ts';

export type Claims = Readonly<Record<string, string | number | { readonly sub: string } | undefined>>;

export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What is signed. */
  readonly input: string;
  readonly signature: Buffer;
}

/** `typ` of a JWT, unless its contract says that it is another. */
const JWT = 'JWT';

const headers = new WeakMap<SigningKey, Map<string, string>>();

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function encodedHeader(key: SigningKey, typ: string): string {
  let own = headers.get(key);
  if (own === undefined) {
    own = new Map();
    headers.set(key, own);
  }
  let header = own.get(typ);
  if (header === undefined) {
    header = encode({ alg: key.algorithm, typ, kid: key.kid });
    own.set(typ, header);
  }
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
export function signJwt(signingKey: SigningKey, claims: Claims, typ = JWT): Awaitable<string> {
  const input = `${encodedHeader(signingKey, typ)}.${encode(claims)}`;
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

/** Takes a compact JWT apart without believing any of it. @returns undefined if it is none */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined;
  const header = decodePart(head);
  const claims = decodePart(body);
  return header && claims
    ? { header, claims, input: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') }
    : undefined;
}
