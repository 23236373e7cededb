/** The keys that sign a world's tokens: made on first use, always the same for the same seed. */
import { createECDH, createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { seedBytes } from './ids.ts';
import { rsaKeyFromSeed } from './rsa-key-from-seed.ts';
import rsaKey from '../signing-key.json' with { type: 'json' };

export interface SigningKey {
  readonly algorithm: 'RS256' | 'ES256' | 'HS256';
  readonly kid: string;
  /** Signs; for HS256 it also verifies. */
  readonly key: KeyObject | Buffer;
  readonly publicKey: KeyObject | Buffer;
  /** As it stands in the JWK Set; undefined for HS256, whose key nobody publishes. */
  readonly jwk: JsonWebKey | undefined;
}

export interface SigningKeys {
  /** What signs now. */
  get(algorithm: SigningKey['algorithm']): SigningKey;
  /** What signs now, and before it what signed and may still be checked with, newest first. */
  published(algorithm: SigningKey['algorithm'], now: number): readonly SigningKey[];
}

/** Curves by their names in JWKs (RFC 7518 §6.2.1.1), with OpenSSL's. */
const CURVES = { 'P-256': 'prime256v1', 'P-384': 'secp384r1' } as const;

/** A pair on a curve as JWK; `d` is the private half. */
export interface EcJwk<Curve extends keyof typeof CURVES = 'P-256'> extends JsonWebKey {
  readonly kty: 'EC';
  readonly crv: Curve;
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

/** @param bytes as long as a private key of the curve */
export function ecKeyOf<Curve extends keyof typeof CURVES>(crv: Curve, bytes: Buffer): EcJwk<Curve> {
  const scalar = Buffer.from(bytes);
  // Without its first bit every scalar is below the order of the curve, and so a private key.
  scalar[0] = scalar[0]! & 0x7f;
  const ecdh = createECDH(CURVES[crv]);
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  return {
    kty: 'EC',
    crv,
    x: point.subarray(1, 1 + scalar.length).toString('base64url'),
    y: point.subarray(1 + scalar.length).toString('base64url'),
    d: scalar.toString('base64url'),
  };
}

/** Derives a P-256 key pair from text. */
export const ecKeyFromSeed = (text: string): EcJwk => ecKeyOf('P-256', seedBytes(text));

/** @see RFC 7638 §3: the hash of the members that make the key, in alphabetical order */
function thumbprint(members: Readonly<Record<string, string | undefined>>): string {
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

function asymmetric(algorithm: 'RS256' | 'ES256', privateJwk: JsonWebKey, kid: string): SigningKey {
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const publicKey = createPublicKey(key);
  return {
    algorithm,
    kid,
    key,
    publicKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: algorithm, kid },
  };
}

let sharedRsa: SigningKey | undefined;

/** One RSA key for all worlds: it is read, not made, because making one takes longer than starting the server. */
function rsaSigningKey(): SigningKey {
  sharedRsa ??= asymmetric('RS256', rsaKey, thumbprint({ e: rsaKey.e, kty: rsaKey.kty, n: rsaKey.n }));
  return sharedRsa;
}

/** One that takes the place of another: a fifth of a second, when somebody asks for it. */
function rotatedRsaKey(seed: string): SigningKey {
  const jwk = rsaKeyFromSeed(`${seed}:signing-key:RS256`);
  return asymmetric('RS256', jwk, thumbprint({ e: jwk.e, kty: jwk.kty, n: jwk.n }));
}

function ecSigningKey(seed: string): SigningKey {
  const jwk = ecKeyFromSeed(`${seed}:signing-key:ES256`);
  return asymmetric('ES256', jwk, thumbprint({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }));
}

function hmacSigningKey(seed: string): SigningKey {
  const key = seedBytes(`${seed}:signing-key:HS256`);
  // Named after a hash of a hash: the name stands in every token and must tell nothing of the key.
  const kid = createHash('sha256')
    .update(seedBytes(`${seed}:signing-key-name:HS256`))
    .digest('base64url')
    .slice(0, 16);
  return { algorithm: 'HS256', kid, key, publicKey: key, jwk: undefined };
}

/**
 * @param seed text that tells worlds apart; the same text gives the same keys
 * @param ends of each key that was replaced, in order, until when it may still be checked with: epoch milliseconds
 */
export function createSigningKeys(seed: string, ends: () => readonly number[]): SigningKeys {
  const made = new Map<string, SigningKey>();
  const make = (algorithm: SigningKey['algorithm'], number: number): SigningKey => {
    const text = number === 0 ? seed : `${seed}#${number}`;
    if (algorithm === 'RS256') return number === 0 ? rsaSigningKey() : rotatedRsaKey(text);
    return algorithm === 'ES256' ? ecSigningKey(text) : hmacSigningKey(text);
  };
  const numbered = (algorithm: SigningKey['algorithm'], number: number): SigningKey => {
    const name = `${algorithm} ${number}`;
    let key = made.get(name);
    if (key === undefined) made.set(name, (key = make(algorithm, number)));
    return key;
  };
  return {
    get: (algorithm) => numbered(algorithm, ends().length),
    published: (algorithm, now) => [
      numbered(algorithm, ends().length),
      ...ends()
        .flatMap((end, number) => (now < end ? [numbered(algorithm, number)] : []))
        .reverse(),
    ],
  };
}
