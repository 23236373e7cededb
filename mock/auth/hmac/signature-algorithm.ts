/**
 * Computes the signature that a request should have, and whether the one it has is right. A new algorithm goes here, and
 * into the vocabulary's `algorithm`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { isKeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import type { Signed } from '../../request/call.ts';
import type { KeyRecord } from '../api-keys/key-records.ts';
import { formOf, isSignedBy, signBytes } from './key-pair-signature.ts';
import { joinParts, partValue, scopeOf } from './signed-message.ts';
import type { SignatureParts } from './signed-message.ts';

/** What the secret's text stands for. */
export const secretBytes = (
  { secret_encoding: encoding = 'utf8' }: SignatureCredential,
  secret: string,
): string | Buffer => (encoding === 'utf8' ? secret : Buffer.from(secret, encoding));

/** The key itself: the secret, or what is derived from it for the scope. */
export function signingKey(
  credential: SignatureCredential,
  secret: string | Buffer,
  timestamp: string | undefined,
): string | Buffer {
  const scope = scopeOf(credential, timestamp);
  if (credential.scope === undefined || scope === undefined) return secret;
  const first = Buffer.concat([Buffer.from(credential.scope.key_prefix ?? ''), Buffer.from(secret)]);
  return scope.split('/').reduce((key, text) => createHmac(credential.algorithm, key).update(text).digest(), first);
}

/** All that is signed, in bytes. */
export const signedBytes = (credential: SignatureCredential, call: Signed, parts: SignatureParts): Buffer =>
  joinParts(credential.message, credential.separator ?? '', call, parts, credential);

/** @param secret shared with the client, or its private key */
export function makeSignature(
  credential: SignatureCredential,
  secret: string,
  call: Signed,
  parts: SignatureParts,
): string {
  const { algorithm, encoding, ecdsa_format: format, message, separator = '' } = credential;
  if (isKeyPairAlgorithm(algorithm))
    return signBytes(formOf(algorithm, format), secret, signedBytes(credential, call, parts)).toString(encoding);
  const hmac = createHmac(algorithm, signingKey(credential, secretBytes(credential, secret), parts.timestamp));
  for (let i = 0; i < message.length; i++) {
    if (i > 0 && separator !== '') hmac.update(separator);
    hmac.update(partValue(message[i]!, call, parts, credential));
  }
  return hmac.digest(encoding);
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The bytes of a signature; undefined where they are written otherwise than the contract has it. */
export function signatureBytes({ encoding }: SignatureCredential, signature: string): Buffer | undefined {
  const bytes = Buffer.from(signature, encoding);
  return bytes.length > 0 && bytes.toString(encoding) === signature ? bytes : undefined;
}

export function isRightSignature(
  credential: SignatureCredential,
  key: Pick<KeyRecord, 'secret' | 'public_key'>,
  call: Signed,
  parts: SignatureParts,
): boolean {
  const { algorithm, ecdsa_format: format } = credential;
  if (!isKeyPairAlgorithm(algorithm))
    return sameText(makeSignature(credential, key.secret, call, parts), parts.signature);
  const bytes = signatureBytes(credential, parts.signature);
  if (bytes === undefined || key.public_key === null) return false;
  return isSignedBy(formOf(algorithm, format), key.public_key, signedBytes(credential, call, parts), bytes);
}
