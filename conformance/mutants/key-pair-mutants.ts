/** Signatures by key pairs that are taken in another form, or by another key, than they should be. */
import { constants, createHmac } from 'node:crypto';
import { keyAlgorithm, pairAlgorithm } from '../../mock/auth/api-keys/key-pairs.ts';
import { findKey, listKeys } from '../../mock/auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import { formOf, isSignedBy } from '../../mock/auth/hmac/key-pair-signature.ts';
import type { SignatureForm } from '../../mock/auth/hmac/key-pair-signature.ts';
import { signedBytes } from '../../mock/auth/hmac/signature-algorithm.ts';
import type { SignatureParts } from '../../mock/auth/hmac/signed-message.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { isKeyPairAlgorithm, isSignature, pairAlgorithms } from '../../mock/contract/signature-kinds.ts';
import type { KeyPairAlgorithm } from '../../mock/contract/signature-kinds.ts';
import type { Change, Store, Value } from '../../mock/state/stores/store.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { refuse } from '../../mock/request/call.ts';
import type { Call } from '../../mock/request/call.ts';
import type { SignatureCredential } from '../../specs/generated/vocabulary.ts';
import { believing, presentedOf, readParts } from './hmac-mutants.ts';
import type { Mutant } from './mutant.ts';
import { credentialsAs } from './wrap/wrap-document.ts';
import { identifyingBy, recognizing } from './wrap/wrap-steps.ts';
import { forgetting, inStore, seeing } from './wrap/wrap-store.ts';

const pairs =
  (fits: (credential: SignatureCredential) => boolean = () => true) =>
  ({ credentials }: CompiledContract): boolean =>
    [...credentials.values()].some((one) => one.kind === 'signature' && fits(one));

/** A signature that was refused, with all there is to try it otherwise. */
interface Attempt {
  readonly call: Call;
  readonly credential: SignatureCredential;
  readonly algorithm: KeyPairAlgorithm;
  readonly parts: SignatureParts;
  readonly key: KeyRecord;
  readonly message: Buffer;
  readonly bytes: Buffer;
}

/** Takes a signature that was refused where this finds it good. */
const taking = (isGood: (attempt: Attempt) => boolean | Promise<boolean>): Seams => ({
  identify: (identify) => async (call) => {
    const found = await identify(call);
    const presented = presentedOf(call);
    if (found.state !== 'bad' || found.refusal.failure !== 'invalid_signature' || presented === undefined) return found;
    const credential = call.world.contract.credentials.get(presented.method.credential);
    const parts = readParts(call, presented);
    if (!isSignature(credential) || !isKeyPairAlgorithm(credential.algorithm) || parts === undefined) return found;
    const key = await findKey(call.world, presented.method.credential, parts.id);
    if (key === undefined) return found;
    const attempt = {
      call,
      credential,
      algorithm: credential.algorithm,
      parts,
      key,
      message: signedBytes(credential, call, parts),
      bytes: Buffer.from(parts.signature, credential.encoding),
    };
    if (!(await isGood(attempt))) return found;
    return believing(['invalid_signature']).identify(() => found)(call);
  },
});

/** Made by the right key over the right text, in one of these forms too. */
const inForms = (forms: (own: SignatureForm, algorithm: KeyPairAlgorithm) => readonly SignatureForm[]): Seams =>
  taking(({ algorithm, credential, key, message, bytes }) =>
    forms(formOf(algorithm, credential.ecdsa_format), algorithm).some((form) =>
      isSignedBy(form, key.public_key ?? '', message, bytes),
    ),
  );

const ecdsa = pairs(({ algorithm }) => algorithm.startsWith('ecdsa'));
const rsa = pairs(({ algorithm }) => algorithm.startsWith('rsa'));

/** A key that gets another secret keeps the public key that it had. */
const withOldPublicKey = (store: Store): Store => ({
  ...store,
  swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
    store.swap<V, R>(key, (current) => {
      const change = next(current);
      const old = (current as Partial<KeyRecord> | undefined)?.public_key;
      return !key.startsWith('key:') || old === undefined || change.value === undefined
        ? change
        : { ...change, value: { ...(change.value as unknown as KeyRecord), public_key: old } as unknown as V };
    }),
});

/** Signatures that were taken, by world. */
const taken = new WeakMap<object, Set<string>>();

export const KEY_PAIRS: readonly Mutant[] = [
  {
    id: 'signature.ignored',
    title: 'Signatures by key pairs are not verified.',
    applies: pairs(),
    killedBy: ['signature.tampered-signature', 'signature.other-key'],
    seams: believing(['invalid_signature']),
  },
  {
    id: 'signature.any-key',
    title: 'A signature by any key pair of the project is accepted.',
    applies: pairs(),
    killedBy: ['signature.key-of-another'],
    seams: taking(async ({ call, algorithm, credential, parts, message, bytes }) =>
      (await listKeys(call.world)).some(
        (other) =>
          other.credential === parts.credential &&
          isSignedBy(formOf(algorithm, credential.ecdsa_format), other.public_key ?? '', message, bytes),
      ),
    ),
  },
  {
    id: 'signature.old-key',
    title: 'After a regeneration the old key pair goes on signing.',
    applies: pairs(),
    killedBy: ['signature.regenerated-key'],
    seams: inStore(withOldPublicKey),
  },
  {
    id: 'signature.blocked-accepted',
    title: 'A blocked key pair may sign.',
    applies: pairs(),
    killedBy: ['signature.blocked-key'],
    seams: identifyingBy(seeing<KeyRecord>('key:', (record) => ({ ...record, status: 'active' }))),
  },
  {
    id: 'signature.ecdsa-format-any',
    title: 'An ECDSA signature is taken in ASN.1 and as two bare numbers.',
    applies: ecdsa,
    killedBy: ['signature.ecdsa-format'],
    seams: inForms((own) => [{ ...own, dsaEncoding: own.dsaEncoding === 'der' ? 'ieee-p1363' : 'der' }]),
  },
  {
    id: 'signature.any-salt',
    title: 'An RSA-PSS signature may have any salt.',
    applies: pairs(({ algorithm }) => algorithm === 'rsa-pss-sha512'),
    killedBy: ['signature.salt'],
    seams: inForms((own) => [{ ...own, saltLength: constants.RSA_PSS_SALTLEN_AUTO }]),
  },
  {
    id: 'signature.any-padding',
    title: 'An RSA signature may have either padding.',
    applies: rsa,
    killedBy: ['signature.padding'],
    seams: inForms(() => [
      { hash: 'sha512', padding: constants.RSA_PKCS1_PADDING },
      {
        hash: 'sha256',
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_AUTO,
      },
    ]),
  },
  {
    id: 'signature.any-hash',
    title: 'A signature may be of any hash.',
    applies: pairs(({ algorithm }) => algorithm !== 'ed25519'),
    killedBy: ['signature.hash'],
    seams: inForms((own) => ['sha256', 'sha384', 'sha512'].map((name) => ({ ...own, hash: name }))),
  },
  {
    id: 'signature.confused',
    title: 'An HMAC with the public key for its secret is taken for a signature.',
    applies: pairs(),
    killedBy: ['signature.confused'],
    seams: taking(({ key, message, bytes }) =>
      createHmac('sha256', key.public_key ?? '')
        .update(message)
        .digest()
        .equals(bytes),
    ),
  },
  {
    id: 'signature.spelling',
    title: 'A signature is decoded as well as can be, however it is written.',
    applies: pairs(),
    killedBy: ['signature.near-signature', 'signature.upper-case'],
    seams: inForms((own) => [own]),
  },
  {
    id: 'signature.any-alg',
    title: 'The parameter `alg` of a signature by a key pair may name another algorithm.',
    applies: pairs(({ message }) => message.includes('signature_base')),
    killedBy: ['signature.parameters-read'],
    seams: believing(
      ['malformed_credentials'],
      (_call, { signatureInput = '' }) => signatureInput.includes(';alg="'),
      (call, presented) =>
        readParts(call, { ...presented, signatureInput: presented.signatureInput?.replace(/;alg="[^"]*"/, '') }),
    ),
  },
  {
    id: 'signature.alg-of-another-key',
    title: 'Of several algorithms, the parameter `alg` may name another than that of the key.',
    applies: pairs(({ algorithms }) => algorithms !== undefined),
    killedBy: ['signature.key-algorithm'],
    seams: believing(
      ['malformed_credentials'],
      (call, { method, signatureInput = '' }) => {
        const credential = call.world.contract.credentials.get(method.credential);
        return (
          isSignature(credential) &&
          pairAlgorithms(credential).some((algorithm) => signatureInput.includes(`;alg="${algorithm}"`))
        );
      },
      (call, presented) =>
        readParts(call, { ...presented, signatureInput: presented.signatureInput?.replace(/;alg="[^"]*"/, '') }),
    ),
  },
  {
    id: 'signature.one-algorithm',
    title: 'Keys of the first of several algorithms alone may sign.',
    applies: pairs(({ algorithms }) => algorithms !== undefined),
    killedBy: ['signature.key-algorithm'],
    seams: recognizing((found, { world: { contract }, operation }) =>
      found.state === 'good' &&
      found.caller.key !== undefined &&
      keyAlgorithm(contract, found.caller.key) !== pairAlgorithm(contract, found.caller.credential)
        ? {
            state: 'bad',
            refusal: refuse('invalid_signature', 'the signature must match', operation.pointer, { got: 'another' }),
          }
        : found,
    ),
  },
  {
    id: 'signature.component-uncovered',
    title: 'An HTTP message signature by a key pair need not cover what the contract says.',
    applies: pairs(({ message }) => message.includes('signature_base')),
    killedBy: ['signature.component'],
    seams: credentialsAs('signature', (one) => {
      if (one.components !== undefined) one.components.names = [];
    }),
  },
  {
    id: 'signature.replayed',
    title: 'A signature by a key pair may be used again where that is refused.',
    applies: pairs(({ replay }) => replay === 'refuse'),
    killedBy: ['signature.replay', 'signature.replay-race'],
    seams: inStore(forgetting('sig:')),
  },
  {
    id: 'signature.mirrored',
    title: 'Of an ECDSA signature that was used, the other form that verifies may be used too.',
    applies: pairs(({ replay, algorithm }) => replay === 'refuse' && algorithm.startsWith('ecdsa')),
    killedBy: ['signature.mirrored'],
    seams: {
      identify: (identify) => async (call) => {
        const presented = presentedOf(call);
        const seen = taken.get(call.world) ?? new Set<string>();
        taken.set(call.world, seen);
        const found = await identify(call);
        const name = presented?.signature ?? '';
        const isNew = !seen.has(name);
        seen.add(name);
        return isNew ? believing(['replayed_signature']).identify(() => found)(call) : found;
      },
    },
  },
  {
    id: 'signature.any-age',
    title: 'The timestamps of signatures by key pairs never grow old.',
    applies: pairs(),
    killedBy: ['signature.long-ago'],
    seams: believing(['stale_timestamp']),
  },
  {
    id: 'signature.digest-unread',
    title: 'The digest of the body beside a signature by a key pair is not compared.',
    applies: pairs(({ digest }) => digest?.header !== undefined),
    killedBy: ['signature.content-digest', 'signature.digest'],
    seams: believing(['digest_mismatch']),
  },
];
