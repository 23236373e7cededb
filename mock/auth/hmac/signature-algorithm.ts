/**
 * Computes the signature that a request should have. A new algorithm goes here, and into the vocabulary's `algorithm`.
 */
import { createHmac } from 'node:crypto';
import type { HmacCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import { partValue } from './signed-message.ts';
import type { SignatureParts } from './signed-message.ts';

export function expectedSignature(
  { algorithm, encoding, message, separator = '' }: HmacCredential,
  secret: string,
  call: Call,
  parts: SignatureParts,
): string {
  const hmac = createHmac(algorithm, secret);
  for (let i = 0; i < message.length; i++) {
    if (i > 0 && separator !== '') hmac.update(separator);
    hmac.update(partValue(message[i]!, call, parts));
  }
  return hmac.digest(encoding);
}
