/** RSA keys derived from text, for rotation: the same seed gives the same keys in every process that serves a sandbox. */
import { checkPrimeSync } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { seedBytes } from './ids.ts';

const HALF = 128;
const EXPONENT = 65_537n;

const bigint = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

const base64url = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
};

/** A prime of 1,024 bits whose product with another of the kind has 2,048. */
function primeFrom(text: string): bigint {
  const bytes = Buffer.concat(Array.from({ length: HALF / 32 }, (_, i) => seedBytes(`${text}:${i}`)));
  bytes[0] = bytes[0]! | 0xc0;
  bytes[HALF - 1] = bytes[HALF - 1]! | 1;
  let candidate = bigint(bytes);
  while ((candidate - 1n) % EXPONENT === 0n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [r, next, s, following] = [modulus, value % modulus, 0n, 1n];
  while (next !== 0n) {
    const quotient = r / next;
    [r, next] = [next, r - quotient * next];
    [s, following] = [following, s - quotient * following];
  }
  return s < 0n ? s + modulus : s;
}

export function rsaKeyFromSeed(
  text: string,
): JsonWebKey & { readonly kty: 'RSA'; readonly n: string; readonly e: string } {
  const p = primeFrom(`${text}:p`);
  const q = primeFrom(`${text}:q`);
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  return {
    kty: 'RSA',
    n: base64url(p * q),
    e: base64url(EXPONENT),
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  };
}
