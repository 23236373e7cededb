/** Key pairs that the sandbox makes: the same text gives the same pair, in every process that serves a sandbox. */
import { createPrivateKey } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { KeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import { seedBytes } from '../../state/ids.ts';
import { rsaKeyFromSeed } from '../../state/rsa-key-from-seed.ts';
import { ecKeyFromSeed, ecKeyOf } from '../../state/signing-keys.ts';

/** In DER: what stands before the 32 bytes of an Ed25519 key (RFC 8410 §7). */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

const P384_BYTES = 48;

const p384KeyFromSeed = (text: string): JsonWebKey =>
  ecKeyOf('P-384', Buffer.concat([seedBytes(`${text}:0`), seedBytes(`${text}:1`)]).subarray(0, P384_BYTES));

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
