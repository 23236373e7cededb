/** How a signature by a key pair may have come about: every guess is one verification with a public key. */
import { constants, createHash, createHmac } from 'node:crypto';
import type { KeyRecord } from '../../auth/api-keys/key-records.ts';
import { keyAlgorithm } from '../../auth/api-keys/key-pairs.ts';
import { formOf, isSignedBy } from '../../auth/hmac/key-pair-signature.ts';
import type { SignatureForm } from '../../auth/hmac/key-pair-signature.ts';
import type { KeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import type { Departure } from './departure.ts';
import type { GuessedMessage, Match, Reading } from './hmac-guesses.ts';

/** Guesses at most, by what one takes: of RSA some thousandths of a hundredth of a second, of P-384 ten times as long. */
const MOST_GUESSES: Readonly<Record<KeyPairAlgorithm, number>> = {
  'rsa-pss-sha512': 2_000,
  'rsa-v1_5-sha256': 2_000,
  'ecdsa-p256-sha256': 1_000,
  'ecdsa-p384-sha384': 300,
  ed25519: 1_000,
};

/** Longer salts than this no key has room for. */
const MOST_SALT = 512;

type OtherForm = readonly [form: SignatureForm, departure: Departure];

const departure = (mistake: string, words: string): Departure => ({ mistake, words });

const hashes = (own: SignatureForm): readonly OtherForm[] =>
  ['sha1', 'sha256', 'sha384', 'sha512']
    .filter((name) => name !== own.hash)
    .map((name) => [
      { ...own, hash: name },
      departure('signature-hash', `signed with ${name.toUpperCase()}, where ${own.hash!.toUpperCase()} is wanted`),
    ]);

/** What an algorithm is made as by mistake. */
function otherForms(algorithm: KeyPairAlgorithm, own: SignatureForm): readonly OtherForm[] {
  const pss = constants.RSA_PKCS1_PSS_PADDING;
  switch (algorithm) {
    case 'rsa-pss-sha512':
      return [
        ...['sha512', 'sha256', 'sha384'].map(
          (name): OtherForm => [
            { hash: name, padding: constants.RSA_PKCS1_PADDING },
            departure(
              'signature-padding',
              `signed as RSASSA-PKCS1-v1_5 with ${name.toUpperCase()}, where RSASSA-PSS with SHA512 is wanted`,
            ),
          ],
        ),
        ...hashes({ ...own, saltLength: constants.RSA_PSS_SALTLEN_AUTO }),
      ];
    case 'rsa-v1_5-sha256':
      return [
        ...['sha256', 'sha512', 'sha384'].map(
          (name): OtherForm => [
            { hash: name, padding: pss, saltLength: constants.RSA_PSS_SALTLEN_AUTO },
            departure(
              'signature-padding',
              `signed as RSASSA-PSS with ${name.toUpperCase()}, where RSASSA-PKCS1-v1_5 with SHA256 is wanted`,
            ),
          ],
        ),
        ...hashes(own),
      ];
    case 'ecdsa-p256-sha256':
    case 'ecdsa-p384-sha384': {
      const isDer = own.dsaEncoding === 'der';
      return [
        [
          { ...own, dsaEncoding: isDer ? 'ieee-p1363' : 'der' },
          departure(
            'signature-ecdsa-format',
            isDer
              ? 'wrote the two numbers of the signature one behind the other, where a sequence in ASN.1 (DER) is wanted'
              : 'wrote the signature as a sequence in ASN.1 (DER), where its two numbers are wanted one behind the other',
          ),
        ],
        ...hashes(own),
      ];
    }
    case 'ed25519':
      return [];
  }
}

/** A salt of another length: which one, is found out. */
function otherSalt(own: SignatureForm, publicKey: string, message: Buffer, bytes: Buffer): Departure | undefined {
  const has = (saltLength: number): boolean => isSignedBy({ ...own, saltLength }, publicKey, message, bytes);
  if (own.saltLength === undefined || !has(constants.RSA_PSS_SALTLEN_AUTO)) return undefined;
  const length = Array.from({ length: MOST_SALT }, (_, i) => i).find(has);
  return departure(
    'signature-salt',
    `signed with a salt of ${length ?? 'other than 64'} bytes, where 64 are wanted: as many as the hash has`,
  );
}

/** The digest of the message, which was signed in its place and so hashed once more. */
const digested = ({ value, ...message }: GuessedMessage, hash: string): readonly GuessedMessage[] =>
  (['binary', 'hex'] as const).map((written) => ({
    ...message,
    value: Buffer.from(createHash(hash).update(value).digest(written), written === 'binary' ? 'latin1' : 'utf8'),
    departures: [
      departure(
        'signature-hashed-twice',
        `signed the ${hash.toUpperCase()} of the text${written === 'hex' ? ' in hex' : ''}, and not the text, which the algorithm hashes itself`,
      ),
    ],
  }));

const isHmac = (secret: string, message: Buffer, bytes: Buffer): boolean =>
  ['sha256', 'sha384', 'sha512'].some((name) => createHmac(name, secret).update(message).digest().equals(bytes));

/** What a departure of a message is called here. */
const renamed = ({ mistake, words }: Departure): Departure => ({
  mistake:
    mistake === 'hmac-signature-base'
      ? 'signature-base'
      : mistake === 'hmac-order'
        ? 'signature-order'
        : ['hmac-encoding', 'hmac-wrapped', 'hmac-upper-case'].includes(mistake)
          ? 'signature-encoding'
          : 'signature-message',
  words: words.replaceAll('the digest', 'the signature'),
});

/** @param others keys of other people, and what they are called */
export function matchingPair(
  { world }: Call,
  { algorithm, format }: { readonly algorithm: KeyPairAlgorithm; readonly format: SignatureCredential['ecdsa_format'] },
  given: readonly Reading[],
  messages: Iterable<GuessedMessage>,
  key: KeyRecord,
  others: readonly (readonly [owner: string, key: Pick<KeyRecord, 'credential' | 'public_key'>])[],
): Match | undefined {
  const own = formOf(algorithm, format);
  const publicKey = key.public_key ?? '';
  let guesses = 0;
  let right: GuessedMessage | undefined;
  for (const message of messages) {
    right ??= message;
    for (const { digest: bytes, departures } of given) {
      const found = (...more: readonly Departure[]): Match => ({
        message,
        departures: [...more, ...message.departures.map(renamed), ...departures.map(renamed)],
      });
      if (++guesses > MOST_GUESSES[algorithm]) return undefined;
      if (isSignedBy(own, publicKey, message.value, bytes)) return found();
      if (message !== right) continue;
      const salt = otherSalt(own, publicKey, message.value, bytes);
      if (salt !== undefined) return found(salt);
      for (const [form, departed] of otherForms(algorithm, own))
        if (isSignedBy(form, publicKey, message.value, bytes)) return found(departed);
      for (const [owner, other] of others) {
        const theirs = keyAlgorithm(world.contract, other);
        if (theirs === undefined || other.public_key === null) continue;
        const forms = [
          formOf(theirs, theirs === algorithm ? format : undefined),
          ...otherForms(theirs, formOf(theirs)).map(([form]) => form),
        ];
        if (forms.some((form) => isSignedBy(form, other.public_key!, message.value, bytes)))
          return found(departure('signature-other-key', `signed with the private key of ${owner}`));
      }
      if (
        [publicKey, publicKey.trim(), key.secret, key.secret.trim()].some((text) => isHmac(text, message.value, bytes))
      )
        return found(departure('signature-hmac', `made an HMAC with the text of a key, where ${algorithm} is wanted`));
      for (const twice of digested(message, own.hash ?? 'sha256'))
        if (isSignedBy(own, publicKey, twice.value, bytes))
          return { message: twice, departures: [...twice.departures, ...departures.map(renamed)] };
    }
  }
  return undefined;
}
