/** The keys that clients sign their assertions with: made from the seed (`assertion_key`), or registered (`jwks`). */
import { createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import { ecKeyFromSeed } from '../../state/signing-keys.ts';
import { readPublicKey } from '../../contract/public-key.ts';
import type { CheckingKey } from '../../contract/public-key.ts';
import type { EcJwk } from '../../state/signing-keys.ts';
import type { World } from '../../sandboxes/sandbox.ts';

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
    const jwk = ecKeyFromSeed(`${world.sandbox.seed}:${world.contract.name}:assertion-key:${clientId}`);
    const { d: _, ...publicJwk } = jwk;
    key = { privateJwk: { ...jwk, alg: 'ES256' }, publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }) };
    keys.set(clientId, key);
  }
  return key;
}

/** Every key registered for a client; none where it may not sign assertions. */
export function checkingKeys(world: World, { client_id, assertion_key, jwks }: SeedClient): readonly CheckingKey[] {
  const own =
    assertion_key === undefined ? [] : [{ key: assertionKey(world, client_id).publicKey, algorithms: [assertion_key] }];
  return [...own, ...(jwks?.keys ?? []).flatMap((jwk) => readPublicKey(jwk as JsonWebKey) ?? [])];
}
