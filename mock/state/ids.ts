/**
 * The seeded source of all randomness: identifiers, tokens, codes, salts. The same seed gives the same sequence.
 * It is predictable by design, and so fit for a sandbox only.
 */
import { createHash } from 'node:crypto';
import type { IdFormat } from '../../specs/generated/vocabulary.ts';

const ALPHABETS = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  base62: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;

/** Every byte as two hex digits: a request's id is made for each request. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const DEFAULT_LENGTH = 24;

export interface Ids {
  /** An identifier of a contract's format. */
  make(format: IdFormat): string;
  uuid(): string;
  /** `length` decimal digits. */
  digits(length: number): string;
  /** `length` random bytes. */
  bytes(length: number): Buffer;
  /** A whole number of at least 0 and below `bound`. */
  below(bound: number): number;
}

/** Derives a 32-byte seed from text; also the private scalar of seeded keys. */
export function seedBytes(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * @param seed any text; the same text gives the same sequence
 * @see sfc32, a small fast counting generator by Chris Doty-Humphrey
 */
export function createIds(seed: string): Ids {
  const start = seedBytes(seed);
  let a = start.readUInt32LE(0);
  let b = start.readUInt32LE(4);
  let c = start.readUInt32LE(8);
  let d = start.readUInt32LE(12);
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 4_294_967_296) * bound);
  const hex32 = (): string => {
    const bits = next();
    return HEX[bits >>> 24]! + HEX[(bits >>> 16) & 0xff]! + HEX[(bits >>> 8) & 0xff]! + HEX[bits & 0xff]!;
  };
  const text = (alphabet: string, length: number): string => {
    const out = Buffer.allocUnsafe(length);
    for (let i = 0; i < length; i++) out[i] = alphabet.charCodeAt(below(alphabet.length));
    return out.toString('latin1');
  };
  const uuid = (): string => {
    const high = hex32();
    const mid = hex32();
    const low = hex32();
    return `${high}-${mid.slice(0, 4)}-4${mid.slice(5)}-${'89ab'[next() & 3]!}${low.slice(1, 4)}-${low.slice(4)}${hex32()}`;
  };
  return {
    uuid,
    below,
    digits: (length) => text(ALPHABETS.digits, length),
    bytes(length) {
      const out = Buffer.allocUnsafe(length);
      for (let i = 0; i < length; i++) out[i] = next() & 0xff;
      return out;
    },
    make({ prefix = '', alphabet, length = DEFAULT_LENGTH }) {
      return prefix + (alphabet === 'uuid' ? uuid() : text(ALPHABETS[alphabet], length));
    },
  };
}
