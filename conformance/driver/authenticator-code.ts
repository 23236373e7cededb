/**
 * The codes that an authenticator shows, reckoned from its secret.
 *
 * @see [RFC 4226 §5](https://www.rfc-editor.org/rfc/rfc4226#section-5), [RFC 6238
 *   §4](https://www.rfc-editor.org/rfc/rfc6238#section-4)
 */
import { createHmac } from 'node:crypto';
import type { Authenticator } from '../../specs/generated/vocabulary.ts';
import { contractMs } from '../../mock/contract/durations.ts';

/** Five bits a letter; what does not fill a byte at the end is padding. */
function bytesOf(base32: string): Buffer {
  const bits = base32
    .replace(/=+$/, '')
    .toUpperCase()
    .split('')
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** @param moving the counter, or which period it is */
export function authenticatorCode(
  { algorithm = 'sha1', digits }: Pick<Authenticator, 'algorithm' | 'digits'>,
  secret: string,
  moving: number,
): string {
  const hex = createHmac(algorithm, bytesOf(secret))
    .update(Buffer.from(moving.toString(16).padStart(16, '0'), 'hex'))
    .digest('hex');
  const from = 2 * Number.parseInt(hex.slice(-1), 16);
  const number = Number.parseInt(hex.slice(from, from + 8), 16) % 0x8000_0000;
  return String(number).padStart(digits, '0').slice(-digits);
}

/** Which period an instant lies in. */
export const periodOf = ({ period = 'PT30S' }: Authenticator, epochMs: number): number =>
  Math.floor(epochMs / contractMs(period));

export const authenticatorOf = (
  { document }: { readonly document: { readonly 'x-authenticators'?: Readonly<Record<string, Authenticator>> } },
  name: string,
): Authenticator => document['x-authenticators']![name]!;
