/** The halves of a key: one secret, or for a credential that signs with key pairs, the private and the public key. */
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { algorithmOfKey, publicHalf, publicKeyOf } from '../../contract/signature-key.ts';
import type { WrittenKey } from '../../contract/signature-key.ts';
import { isSignature, pairAlgorithms } from '../../contract/signature-kinds.ts';
import type { KeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import { privateKeyFromSeed } from '../hmac/new-key-pair.ts';
import type { KeyRecord } from './key-records.ts';
import { UnfitKey } from './new-key.ts';

export type Halves = Pick<KeyRecord, 'secret' | 'public_key'>;

/** Those that keys of a credential may be for; none where they are secrets. */
function algorithmsOf({ credentials }: CompiledContract, name: string): readonly KeyPairAlgorithm[] {
  const credential = credentials.get(name);
  if (credential?.kind === 'certificate') return ['ecdsa-p256-sha256'];
  return isSignature(credential) ? pairAlgorithms(credential) : [];
}

/** The algorithm of a credential's new key pairs; undefined where its keys are secrets. */
export const pairAlgorithm = (contract: CompiledContract, name: string): KeyPairAlgorithm | undefined =>
  algorithmsOf(contract, name)[0];

/** The algorithm of one key: of several that the credential has, the key says which. */
export function keyAlgorithm(
  contract: CompiledContract,
  { credential, public_key: key }: Pick<KeyRecord, 'credential' | 'public_key'>,
): KeyPairAlgorithm | undefined {
  const algorithms = algorithmsOf(contract, credential);
  return algorithms.length > 1 && key !== null ? algorithmOfKey(algorithms, key) : algorithms[0];
}

/** A credential's recipe by the algorithm of one of its keys. */
export function recipeOf(credential: SignatureCredential, key: string | null): SignatureCredential {
  // Of most credentials all keys sign alike, and each request comes by here.
  if (credential.algorithms === undefined || key === null) return credential;
  const algorithm = algorithmOfKey(pairAlgorithms(credential), key);
  return algorithm === undefined || algorithm === credential.algorithm ? credential : { ...credential, algorithm };
}

/** A public key that somebody registers: the private one stays with its owner. @throws UnfitKey where it is none */
export function registeredKey(contract: CompiledContract, credential: string, key: WrittenKey): Halves {
  const algorithm = pairAlgorithm(contract, credential);
  if (algorithm === undefined || contract.credentials.get(credential)?.kind === 'certificate')
    throw new UnfitKey(
      `A key of ${credential} is a ${algorithm === undefined ? 'secret' : 'certificate'}, and not a key pair; leave "public_key" out.`,
    );
  const algorithms = algorithmsOf(contract, credential);
  const read = publicKeyOf(algorithms, key);
  if (typeof read === 'string') throw new UnfitKey(`"public_key" must be ${read}, for ${algorithms.join(' or ')}.`);
  return { secret: '', public_key: read.pem };
}

/** @param secret of a contract that was linted, or one that the sandbox made */
export function halvesOf(contract: CompiledContract, credential: string, secret: string): Halves {
  const algorithms = algorithmsOf(contract, credential);
  if (algorithms.length === 0) return { secret, public_key: null };
  const read = publicHalf(algorithms, secret);
  if (typeof read === 'string') throw new UnfitKey(`The secret must be ${read}, for ${algorithms.join(' or ')}.`);
  return { secret, public_key: read.pem };
}

/** New halves. @param random text from the seeded source */
export function newPair(
  algorithm: KeyPairAlgorithm,
  contract: CompiledContract,
  credential: string,
  random: string,
): Halves {
  return halvesOf(contract, credential, privateKeyFromSeed(algorithm, random));
}
