/** The keys that clients sign their assertions with: made from the seed (`assertion_key`), or registered (`jwks`). */
import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import { ecKeyFromSeed } from '../../keys.ts';
import type { EcJwk } from '../../keys.ts';
import type { World } from '../../sandbox.ts';

export interface AssertionKey {
  /** What the client signs with, to be given out by the control plane. */
  readonly privateJwk: EcJwk & { readonly alg: 'ES256' };
  readonly publicKey: KeyObject;
}

const made = new WeakMap<World, Map<string, AssertionKey>>();

/** The key registered for a client; whether it has one is said by `assertion_key` in the seed. */
export function assertionKey(world: World, clientId: string): AssertionKey {
  let keys = made.get(world);
  if (keys === undefined) {
    keys = new Map();
    made.set(world, keys);
  }
  let key = keys.get(clientId);
  if (key === undefined) {
    const jwk = ecKeyFromSeed(`${world.sandbox.seed}:${world.plan.name}:assertion-key:${clientId}`);
    const { d: _, ...publicJwk } = jwk;
    key = { privateJwk: { ...jwk, alg: 'ES256' }, publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }) };
    keys.set(clientId, key);
  }
  return key;
}

/** A key that an assertion may be checked with. */
export interface CheckingKey {
  readonly key: KeyObject;
  /** Those that the key is for: never the assertion's own choice (RFC 8725 §3.1). */
  readonly algorithms: readonly string[];
}

const BY_CURVE: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

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

/** Every key registered for a client; none where it may not sign assertions. */
export function checkingKeys(world: World, { client_id, assertion_key, jwks }: SeedClient): readonly CheckingKey[] {
  const own = assertion_key === undefined ? [] : [{ key: assertionKey(world, client_id).publicKey, algorithms: [assertion_key] }];
  return [...own, ...(jwks?.keys ?? []).flatMap((jwk) => readPublicKey(jwk as JsonWebKey) ?? [])];
}
