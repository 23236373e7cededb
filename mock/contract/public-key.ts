/** Public JSON Web Keys that others sign with. @see RFC 7517 */
import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** A key that an assertion may be checked with. */
export interface CheckingKey {
  readonly key: KeyObject;
  /** Those that the key is for: never the assertion's own choice (RFC 8725 §3.1). */
  readonly algorithms: readonly string[];
}

const BY_CURVE: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** Every algorithm that some key can be for. */
export const KEY_ALGORITHMS: readonly string[] = [...Object.values(BY_CURVE), ...RSA];

function algorithmsOf({ kty, crv }: JsonWebKey): readonly string[] {
  if (kty === 'RSA') return RSA;
  const algorithm = kty === 'EC' ? BY_CURVE[crv ?? ''] : undefined;
  return algorithm === undefined ? [] : [algorithm];
}

/** @returns undefined if it is not a public key that can check an assertion */
export function readPublicKey(jwk: JsonWebKey): CheckingKey | undefined {
  const fit = algorithmsOf(jwk);
  const algorithms = typeof jwk['alg'] === 'string' ? fit.filter((algorithm) => algorithm === jwk['alg']) : fit;
  if (algorithms.length === 0 || jwk.d !== undefined) return undefined;
  try {
    return { key: createPublicKey({ key: jwk, format: 'jwk' }), algorithms };
  } catch {
    return undefined;
  }
}
