/** Credentials that sign requests: with a shared secret (`hmac`), or with a key pair (`signature`). */
import type { Credential, SignatureCredential } from '../../specs/generated/vocabulary.ts';

type Algorithm = SignatureCredential['algorithm'];

/** Those of a key pair. @see [RFC 9421 §3.3](https://www.rfc-editor.org/rfc/rfc9421#section-3.3) */
export const KEY_PAIR_ALGORITHMS = [
  'rsa-pss-sha512',
  'rsa-v1_5-sha256',
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'ed25519',
] as const satisfies readonly Algorithm[];

export type KeyPairAlgorithm = (typeof KEY_PAIR_ALGORITHMS)[number];

export const isKeyPairAlgorithm = (algorithm: Algorithm): algorithm is KeyPairAlgorithm =>
  KEY_PAIR_ALGORITHMS.some((known) => known === algorithm);

/** Whether a credential signs. */
export const isSignature = (credential: Credential | undefined): credential is SignatureCredential =>
  credential?.kind === 'hmac' || credential?.kind === 'signature';

/** Whether a method of some kind signs. */
export const signs = ({ kind }: { readonly kind: Credential['kind'] }): boolean =>
  kind === 'hmac' || kind === 'signature';

/** All that keys of a credential may be for; none for shared secrets. */
export const pairAlgorithms = ({
  algorithm,
  algorithms = [],
}: Pick<SignatureCredential, 'algorithm' | 'algorithms'>): readonly KeyPairAlgorithm[] =>
  [...new Set([algorithm, ...algorithms])].filter(isKeyPairAlgorithm);

/** As the parameter `alg` of an HTTP message signature names it. */
export const registeredName = (algorithm: Algorithm): string =>
  isKeyPairAlgorithm(algorithm) ? algorithm : `hmac-${algorithm}`;

/** The hash by which a canonical request is digested. */
export function hashOf(algorithm: Algorithm): string {
  if (!isKeyPairAlgorithm(algorithm)) return algorithm;
  return algorithm === 'ed25519' ? 'sha256' : algorithm.slice(algorithm.lastIndexOf('-') + 1);
}
