/** A public key as text: what somebody takes for the secret of an HMAC who lets a token say how it is verified. */
import type { KeyObject } from 'node:crypto';

/** The PEM with and without its last line break, and the JWK. */
export function keyTexts(key: KeyObject): readonly string[] {
  const pem = key.export({ type: 'spki', format: 'pem' }).toString();
  return [pem, pem.trim(), JSON.stringify(key.export({ format: 'jwk' }))];
}
