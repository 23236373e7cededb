/** Reads a sign-on link's payload: hexadecimal of JSON, plain or encrypted. */
import { createDecipheriv } from 'node:crypto';

const BLOCK = 16;

function fromHex(text: string): Buffer | undefined {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}

/**
 * Decrypts IV ‖ AES-256-CBC with PKCS#7 padding.
 *
 * @param key 64 hex digits
 * @see [NIST SP 800-38A §6.2](https://doi.org/10.6028/NIST.SP.800-38A), [RFC 5652
 *   §6.3](https://www.rfc-editor.org/rfc/rfc5652#section-6.3)
 */
function decrypt(bytes: Buffer, key: string): Buffer | undefined {
  if (bytes.length < 2 * BLOCK || bytes.length % BLOCK !== 0) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', Buffer.from(key, 'hex'), bytes.subarray(0, BLOCK));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()]);
  } catch {
    return undefined;
  }
}

export type LinkPayload = Readonly<Record<string, unknown>>;

/**
 * @param key the developer's encryption key, where the payload is encrypted
 * @returns the payload's object, or in words why there is none. A client is told only that the link is bad:
 *   telling bad padding from bad JSON would let it decrypt what it has not the key for.
 */
export function readLink(hex: string, key: string | undefined): LinkPayload | string {
  const bytes = fromHex(hex);
  if (bytes === undefined) return 'text that is not hexadecimal';
  const plain = key === undefined ? bytes : decrypt(bytes, key);
  if (plain === undefined) return 'a payload that cannot be decrypted with the key of this developer';
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as LinkPayload)
      : 'JSON that is not an object';
  } catch {
    return 'a payload that is not JSON';
  }
}
