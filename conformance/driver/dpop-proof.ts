/**
 * Proofs that a client has a key, made right and wrong. Independent of the sandbox's own code.
 *
 * @see [RFC 9449 §4.2](https://www.rfc-editor.org/rfc/rfc9449#section-4.2)
 */
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { signKey } from '../checks/oauth/read-jwt.ts';
import type { Part } from '../checks/oauth/read-jwt.ts';

export interface DpopKey {
  readonly key: KeyObject;
  readonly publicJwk: JsonWebKey;
  /** Its thumbprint. */
  readonly jkt: string;
}

/**
 * The hash of a key's own members, in alphabetical order.
 *
 * @see [RFC 7638 §3](https://www.rfc-editor.org/rfc/rfc7638#section-3)
 */
export function jwkThumbprint({ kty, crv, x, y, e, n }: JsonWebKey): string {
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

/** A new key. @param algorithm of the proofs that it will make */
export function makeDpopKey(algorithm = 'ES256'): DpopKey {
  const { privateKey: key, publicKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicJwk = publicKey.export({ format: 'jwk' });
  return { key, publicJwk, jkt: jwkThumbprint(publicJwk) };
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

export interface ProofOf {
  readonly method: string;
  /** Of the request; what stands behind the path is left out. */
  readonly url: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly nonce?: string | undefined;
  /** The access token that goes with it. */
  readonly token?: string | undefined;
}

/** What is wrong with a proof: members over the right ones; undefined takes one out. */
export interface ProofChanges {
  readonly header?: Part;
  readonly claims?: Part;
}

export function makeProof(
  { key, publicJwk }: DpopKey,
  { method, url, at, nonce, token }: ProofOf,
  changes: ProofChanges = {},
): string {
  const { origin, pathname } = new URL(url);
  return signKey(
    {
      typ: 'dpop+jwt',
      alg: key.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256',
      jwk: publicJwk,
      ...changes.header,
    },
    {
      jti: randomUUID(),
      htm: method,
      htu: origin + pathname,
      iat: Math.floor(at / 1000),
      ...(nonce !== undefined && { nonce }),
      ...(token !== undefined && { ath: tokenHash(token) }),
      ...changes.claims,
    },
    key,
  );
}
