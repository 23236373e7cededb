/** DPoP proofs made by hand, for what no library would send. */
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

/** The key of a client. */
export function dpopKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }), privateJwk: privateKey.export({ format: 'jwk' }) };
}

export type DpopKey = ReturnType<typeof dpopKey>;

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** @param claims over the right ones; undefined takes one out */
export function dpopProof(
  { privateKey, jwk }: DpopKey,
  method: string,
  url: string,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new SignJWT({ jti: randomUUID(), htm: method, htu: url, iat: Math.floor(Date.now() / 1000), ...claims })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header })
    .sign(privateKey);
}
