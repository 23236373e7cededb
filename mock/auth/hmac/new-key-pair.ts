/** Key pairs that the sandbox makes: the same text gives the same pair, in every process that serves a sandbox. */
import { createECDH, createPrivateKey } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { KeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import { seedBytes } from '../../state/ids.ts';
import { rsaKeyFromSeed } from '../../state/rsa-key-from-seed.ts';
import { ecKeyFromSeed } from '../../state/signing-keys.ts';

/** In DER: what stands before the 32 bytes of an Ed25519 key (RFC 8410 §7). */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

const P384_BYTES = 48;

function p384KeyFromSeed(text: string): JsonWebKey {
  const scalar = Buffer.concat([seedBytes(`${text}:0`), seedBytes(`${text}:1`)]).subarray(0, P384_BYTES);
  // Below 2^383 every scalar is below the order of the curve.
  scalar[0] = scalar[0]! & 0x7f;
  const ecdh = createECDH('secp384r1');
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  return {
    kty: 'EC',
    crv: 'P-384',
    x: point.subarray(1, 1 + P384_BYTES).toString('base64url'),
    y: point.subarray(1 + P384_BYTES).toString('base64url'),
    d: scalar.toString('base64url'),
  };
}

/** @returns the private key as PEM (PKCS #8) */
export function privateKeyFromSeed(algorithm: KeyPairAlgorithm, text: string): string {
  const key =
    algorithm === 'ed25519'
      ? createPrivateKey({ key: Buffer.concat([ED25519_PREFIX, seedBytes(text)]), format: 'der', type: 'pkcs8' })
      : createPrivateKey({
          key:
            algorithm === 'ecdsa-p256-sha256'
              ? ecKeyFromSeed(text)
              : algorithm === 'ecdsa-p384-sha384'
                ? p384KeyFromSeed(text)
                : rsaKeyFromSeed(text),
          format: 'jwk',
        });
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
