/**
 * Computes the signature that a request should have. A new algorithm goes here, and into the vocabulary's `algorithm`.
 */
import { createHmac } from 'node:crypto';
import type { HmacCredential } from '../../../specs/generated/vocabulary.ts';
import type { Signed } from '../../request/call.ts';
import { partValue, scopeOf } from './signed-message.ts';
import type { SignatureParts } from './signed-message.ts';

/** What the secret's text stands for. */
export const secretBytes = ({ secret_encoding: encoding = 'utf8' }: HmacCredential, secret: string): string | Buffer =>
  encoding === 'utf8' ? secret : Buffer.from(secret, encoding);

/** The key itself: the secret, or what is derived from it for the scope. */
export function signingKey(
  credential: HmacCredential,
  secret: string | Buffer,
  timestamp: string | undefined,
): string | Buffer {
  const scope = scopeOf(credential, timestamp);
  if (credential.scope === undefined || scope === undefined) return secret;
  const first = Buffer.concat([Buffer.from(credential.scope.key_prefix ?? ''), Buffer.from(secret)]);
  return scope.split('/').reduce((key, text) => createHmac(credential.algorithm, key).update(text).digest(), first);
}

export function expectedSignature(
  credential: HmacCredential,
  secret: string,
  call: Signed,
  parts: SignatureParts,
): string {
  const { algorithm, encoding, message, separator = '' } = credential;
  const hmac = createHmac(algorithm, signingKey(credential, secretBytes(credential, secret), parts.timestamp));
  for (let i = 0; i < message.length; i++) {
    if (i > 0 && separator !== '') hmac.update(separator);
    hmac.update(partValue(message[i]!, call, parts, credential));
  }
  return hmac.digest(encoding);
}
