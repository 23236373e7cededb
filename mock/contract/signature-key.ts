/**
 * Key pairs of signatures: read from PEM or JWK, and held against the algorithm that they are for.
 *
 * @see [RFC 9421 §3.3](https://www.rfc-editor.org/rfc/rfc9421#section-3.3)
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { KeyPairAlgorithm } from './signature-kinds.ts';

/** What a key must be, in words, for each algorithm. */
const KEY_WORDS: Readonly<Record<KeyPairAlgorithm, string>> = {
  'rsa-pss-sha512': 'an RSA key of 2,048 bits or more',
  'rsa-v1_5-sha256': 'an RSA key of 2,048 bits or more',
  'ecdsa-p256-sha256': 'a key on the curve P-256',
  'ecdsa-p384-sha384': 'a key on the curve P-384',
  ed25519: 'an Ed25519 key',
};

/** Those that a key may be for. */
type Algorithms = readonly KeyPairAlgorithm[];

const wordsOf = (algorithms: Algorithms): string => algorithms.map((algorithm) => KEY_WORDS[algorithm]).join(' or ');

const LEAST_RSA_BITS = 2_048;

function fits(
  algorithm: KeyPairAlgorithm,
  { asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject,
): boolean {
  switch (algorithm) {
    case 'rsa-pss-sha512':
      return (type === 'rsa' || type === 'rsa-pss') && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS;
    case 'rsa-v1_5-sha256':
      return type === 'rsa' && (details?.modulusLength ?? 0) >= LEAST_RSA_BITS;
    case 'ecdsa-p256-sha256':
      return type === 'ec' && details?.namedCurve === 'prime256v1';
    case 'ecdsa-p384-sha384':
      return type === 'ec' && details?.namedCurve === 'secp384r1';
    case 'ed25519':
      return type === 'ed25519';
  }
}

/** A key as it may be written: PEM, a JWK, or the text of a JWK. */
export type WrittenKey = string | JsonWebKey;

function read(given: WrittenKey, make: (key: string | { key: JsonWebKey; format: 'jwk' }) => KeyObject): KeyObject {
  if (typeof given !== 'string') return make({ key: given, format: 'jwk' });
  return given.trimStart().startsWith('{')
    ? make({ key: JSON.parse(given) as JsonWebKey, format: 'jwk' })
    : make(given);
}

/** @throws Error where it is none */
export const readPrivateKey = (given: WrittenKey): KeyObject => read(given, (key) => createPrivateKey(key));

const isPrivate = (given: WrittenKey): boolean =>
  typeof given === 'string' ? /PRIVATE KEY-----|"d"\s*:/.test(given) : given.d !== undefined;

/**
 * The public half of a private key, as PEM.
 *
 * @returns what it must be, in words, where it is nothing of the kind
 */
export function publicHalf(algorithms: Algorithms, secret: string): { readonly pem: string } | string {
  return publicPem(algorithms, () => createPublicKey(readPrivateKey(secret)), 'private');
}

/** A public key, as PEM. */
export function publicKeyOf(algorithms: Algorithms, given: WrittenKey): { readonly pem: string } | string {
  if (isPrivate(given)) return `${wordsOf(algorithms)}, its public half alone`;
  return publicPem(algorithms, () => read(given, (key) => createPublicKey(key)), 'public');
}

/**
 * The one algorithm that a key is for.
 *
 * @param key as PEM or the text of a JWK, either half
 * @returns undefined where it is for none of these
 */
export function algorithmOfKey(algorithms: Algorithms, key: string): KeyPairAlgorithm | undefined {
  try {
    const read = isPrivate(key) ? createPublicKey(readPrivateKey(key)) : createPublicKey(key);
    return algorithms.find((algorithm) => fits(algorithm, read));
  } catch {
    return undefined;
  }
}

function publicPem(
  algorithms: Algorithms,
  make: () => KeyObject,
  half: 'private' | 'public',
): { readonly pem: string } | string {
  const wanted = `${wordsOf(algorithms)}, its ${half} half as PEM or JWK`;
  try {
    const key = make();
    return algorithms.some((algorithm) => fits(algorithm, key))
      ? { pem: key.export({ type: 'spki', format: 'pem' }).toString() }
      : wanted;
  } catch {
    return wanted;
  }
}
