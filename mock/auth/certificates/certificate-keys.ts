/** Keys of certificates, made from the seed: every process of a shared sandbox has the same ones. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ecKeyFromSeed } from '../../state/signing-keys.ts';
import type { World } from '../../sandboxes/sandbox.ts';

export interface CertificateKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const made = new WeakMap<World, Map<string, CertificateKey>>();

function keyNamed(world: World, name: string): CertificateKey {
  let keys = made.get(world);
  if (keys === undefined) made.set(world, (keys = new Map<string, CertificateKey>()));
  let key = keys.get(name);
  if (key === undefined) {
    const jwk = ecKeyFromSeed(`${world.sandbox.seed}:${world.contract.name}:${name}`);
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    keys.set(name, (key = { privateKey, publicKey: createPublicKey(privateKey) }));
  }
  return key;
}

/** Of the authority whose certificates are taken from clients of `tls_client_auth`. */
export const authorityKey = (world: World): CertificateKey => keyNamed(world, 'certificate-authority');

/** Of a client's own certificate; whether it has one is said by `certificate_key` in the seed. */
export const certificateKey = (world: World, clientId: string): CertificateKey =>
  keyNamed(world, `certificate-key:${clientId}`);
