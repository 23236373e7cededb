/**
 * Signatures by key pairs, made and verified.
 *
 * @see [RFC 9421 §3.3](https://www.rfc-editor.org/rfc/rfc9421#section-3.3)
 */
import { constants, createPublicKey, sign, verify } from 'node:crypto';
import type { SignKeyObjectInput, VerifyKeyObjectInput } from 'node:crypto';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { readPrivateKey } from '../../contract/signature-key.ts';
import type { KeyPairAlgorithm } from '../../contract/signature-kinds.ts';

/** How an algorithm makes a signature of bytes; what clients get wrong of it are other forms. */
export interface SignatureForm {
  /** Undefined for Ed25519, which has its own. */
  readonly hash: string | undefined;
  readonly padding?: number | undefined;
  /** Bytes; or one of the constants of OpenSSL. */
  readonly saltLength?: number | undefined;
  readonly dsaEncoding?: 'ieee-p1363' | 'der' | undefined;
}

export function formOf(
  algorithm: KeyPairAlgorithm,
  format: SignatureCredential['ecdsa_format'] = 'raw',
): SignatureForm {
  const dsaEncoding = format === 'der' ? 'der' : 'ieee-p1363';
  switch (algorithm) {
    case 'rsa-pss-sha512':
      return { hash: 'sha512', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
    case 'rsa-v1_5-sha256':
      return { hash: 'sha256', padding: constants.RSA_PKCS1_PADDING };
    case 'ecdsa-p256-sha256':
      return { hash: 'sha256', dsaEncoding };
    case 'ecdsa-p384-sha384':
      return { hash: 'sha384', dsaEncoding };
    case 'ed25519':
      return { hash: undefined };
  }
}

const options = ({ padding, saltLength, dsaEncoding }: SignatureForm): Omit<VerifyKeyObjectInput, 'key'> => ({
  ...(padding !== undefined && { padding }),
  ...(saltLength !== undefined && { saltLength }),
  ...(dsaEncoding !== undefined && { dsaEncoding }),
});

/** @param secret the private key, as PEM or the text of a JWK */
export function signBytes(form: SignatureForm, secret: string, message: Buffer): Buffer {
  const input: SignKeyObjectInput = { key: readPrivateKey(secret), ...options(form) };
  return sign(form.hash, message, input);
}

/** @param publicKey as PEM */
export function isSignedBy(form: SignatureForm, publicKey: string, message: Buffer, signature: Buffer): boolean {
  try {
    return verify(form.hash, message, { key: createPublicKey(publicKey), ...options(form) }, signature);
  } catch {
    // A padding that the key does not take, or bytes that are no signature at all.
    return false;
  }
}

/** The first of the two numbers of an ECDSA signature, which is the same in each of the two that verify alike. */
export const firstNumber = (signature: Buffer): Buffer => signature.subarray(0, signature.length / 2);
