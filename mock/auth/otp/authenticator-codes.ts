/**
 * Codes that an authenticator makes from its secret.
 *
 * @see [RFC 4226 §5.3](https://www.rfc-editor.org/rfc/rfc4226#section-5.3), [RFC 6238
 *   §4](https://www.rfc-editor.org/rfc/rfc6238#section-4)
 */
import { createHmac } from 'node:crypto';
import type { Authenticator } from '../../../specs/generated/vocabulary.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648 §6). */
export function toBase32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >>> (bits - 5)) & 31]!;
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31]! : text;
}

export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    value = (value << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 255);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

/** @param moving the counter, or the number of periods since 1970 */
export function codeAt({ algorithm = 'sha1', digits }: Authenticator, secret: Buffer, moving: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(moving));
  const mac = createHmac(algorithm, secret).update(message).digest();
  const offset = mac.at(-1)! & 15;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}
