/** The keys that clients sign their assertions with: made from the seed, registered by the contract's `assertion_key`. */
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
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
