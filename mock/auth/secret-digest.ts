/** Digests of secrets: what they are looked up by, and compared by. */
import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in base64url. */
export const freshDigest = (secret: string): string => hash('sha256', secret, 'base64url');

interface Digested {
  readonly secret: string;
  readonly text: string;
  /** The text's, made when the secret is first compared. */
  bytes: Buffer | undefined;
}

/**
 * Digests that are remembered at most, and slots that say which secret was met there last. The former is more than ever
 * have a slot to themselves when many take turns: however many do, what is remembered stays, or is not remembered at
 * all.
 */
const MOST = 6_500;
const SLOTS = 16_384;

/** Characters; what is longer is no secret but a whole body, and would fill the memory. */
const LONGEST = 4_096;

/**
 * The last characters of a secret, by which its digest is remembered: as many as an HS256 signature has, and so as hard
 * to guess. A map by the whole secret would hash all of a long JWT at every look-up, which costs as much as it saves.
 */
const TAIL = 43;

/** Characters that tell secrets apart well enough for a slot, where a mistake costs nothing but time. */
const MARK = 16;

const digests = new Map<string, Digested>();
const marks = new Uint32Array(SLOTS);

/** FNV-1a of the last characters. */
function markOf(secret: string): number {
  let mark = 0x811c9dc5;
  for (let i = Math.max(0, secret.length - MARK); i < secret.length; i++)
    mark = Math.imul(mark ^ secret.charCodeAt(i), 0x01000193);
  return mark >>> 0;
}

const tailOf = (secret: string): string => (secret.length > TAIL ? secret.slice(-TAIL) : secret);

/** Whether the secret is the one that was met last in its slot; it is now. */
function metBefore(secret: string): boolean {
  const mark = markOf(secret);
  const slot = mark % SLOTS;
  if (marks[slot] === mark) return true;
  marks[slot] = mark;
  return false;
}

/**
 * SHA-256 in base64url, remembered. A client sends the same token again and again: for a JWT this is the dearest step
 * of a request. Of tokens that come once, or are too many, none is remembered: garbage that has outlived a few requests
 * is dearer to collect than a digest is to make.
 */
export function digest(secret: string): string {
  const tail = tailOf(secret);
  const known = digests.get(tail);
  if (known?.secret === secret) return known.text;
  const text = freshDigest(secret);
  if (secret.length > LONGEST || !metBefore(secret)) return text;
  if (digests.size >= MOST) digests.clear();
  digests.set(tail, { secret, text, bytes: undefined });
  return text;
}

function digestBytes(secret: string): Buffer {
  const text = digest(secret);
  const known = digests.get(tailOf(secret));
  return known?.secret === secret ? (known.bytes ??= Buffer.from(text)) : Buffer.from(text);
}

/** Compares two secrets in a time that tells nothing of where they differ, whatever their lengths. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digestBytes(a), digestBytes(b));
}
