/** Signatures that are the right digest, and something done to it: cut, hashed once more, written as numbers. */
import { createHash, createHmac } from 'node:crypto';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import type { Departure } from './departure.ts';

/** Fewer characters than these match by chance. */
const SHORTEST = 8;

const departure = (mistake: string, words: string): Departure => ({ mistake, words });

/** Bytes of a list of numbers, as JavaScript joins them, Go prints them and Java has them below zero. */
function numbers(text: string): Buffer | undefined {
  const inner = /^[[(]?\s*(-?\d{1,3}(?:\s*[,\s]\s*-?\d{1,3}){15,63})\s*[\])]?$/.exec(text)?.[1];
  return inner === undefined ? undefined : Buffer.from(inner.split(/[,\s]+/).map((one) => Number(one) & 0xff));
}

/** Other writings of a digest, each in hex with what was done. */
export function otherWritings(signature: string): readonly (readonly [hex: string, departure: Departure])[] {
  const found: (readonly [string, Departure])[] = [];
  const text = signature.trim();
  const bytes = numbers(text);
  if (bytes !== undefined)
    found.push([
      bytes.toString('hex'),
      departure('hmac-encoding', 'wrote the digest as a list of numbers: bytes were turned into text'),
    ]);
  if (/^[0-9a-f]{2}(?:[-: ][0-9a-f]{2}){15,}$/i.test(text))
    found.push([
      text.replaceAll(/[-: ]/g, '').toLowerCase(),
      departure('hmac-encoding', 'wrote the digest in hex with a sign between its bytes'),
    ]);
  return found;
}

/** What people paste with a digest: `(stdin)= …`, `SHA2-256(stdin)= …`, `…  -`, `b'…'`, lines of 64 characters. */
export const unwrapped = (signature: string): string =>
  signature
    .trim()
    .replace(/^[\w-]*\([^)]*\)\s*=\s*/, '')
    .replace(/\s+\*?-$/, '')
    .replace(/^b(?=["'])/, '')
    .replaceAll(/^["']|["']$/g, '')
    .replaceAll(/(?<=[\w+/=])(?:\s+|\\n)(?=[\w+/=]|$)/g, '');

/** @returns what was done to the right digest; undefined where it is not recognised in what came */
export function derivedDigest(
  signature: string,
  { algorithm }: SignatureCredential,
  key: string | Buffer,
  message: Buffer,
): Departure | undefined {
  const mac = (value: Buffer | string, by: string | Buffer = key): Buffer =>
    createHmac(algorithm, by).update(value).digest();
  const right = mac(message);
  const hex = right.toString('hex');
  const text = signature.trim();
  const all = (digest: Buffer): readonly string[] => [
    digest.toString('hex'),
    digest.toString('base64'),
    digest.toString('base64url'),
  ];
  const is = (digest: Buffer): boolean => all(digest).includes(/^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : text);
  const wide = (value: string | Buffer): Buffer => Buffer.from(value.toString(), 'utf16le');
  if (is(mac(wide(message), wide(key))))
    return departure('hmac-utf-16', 'signed text and key in UTF-16, where their bytes in UTF-8 are wanted');
  const hashed = (value: Buffer | string): Buffer => createHash('sha256').update(value).digest();
  if ([right, hex, right.toString('base64')].some((value) => is(mac(value))))
    return departure('hmac-twice', 'signed the signature once more: update and digest ran twice');
  if ([right, hex, right.toString('base64')].some((value) => is(hashed(value))))
    return departure('hmac-twice', 'hashed the signature once more');
  if (text.toLowerCase() === [...right].map((byte) => byte.toString(16)).join(''))
    return departure('hmac-encoding', 'left the zero out before bytes below 16 when it wrote the digest in hex');
  const whole = all(right).find(
    (one) => text.length >= SHORTEST && text.length < one.length && (one.startsWith(text) || one.endsWith(text)),
  );
  if (whole !== undefined && text !== whole.replaceAll('=', ''))
    return departure(
      'hmac-truncated',
      `sent ${text.length} of the ${whole.length} characters of the digest: it was cut, by the code or by a column that is too short`,
    );
  return undefined;
}
