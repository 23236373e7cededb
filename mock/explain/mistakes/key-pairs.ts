/** Signatures by key pairs that do not verify: with the public key at hand, what was signed instead can be found. */
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { findKey, listKeys } from '../../auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../auth/api-keys/key-records.ts';
import { halvesOf } from '../../auth/api-keys/key-pairs.ts';
import { messageParts, signatureParts } from '../../auth/hmac/verify-signature.ts';
import type { SignatureParts } from '../../auth/hmac/signed-message.ts';
import { present } from '../../auth/presented-credentials.ts';
import { quote } from '../../contract/shell-quote.ts';
import { isKeyPairAlgorithm, isSignature } from '../../contract/signature-kinds.ts';
import type { KeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import { createAllowance } from '../../journal/allowance.ts';
import type { Hint } from '../../journal/journal.ts';
import type { Call } from '../../request/call.ts';
import { monotonic } from '../../state/clock.ts';
import type { Mistake, Refused } from '../mistake.ts';
import { comparedMessages, sentence } from './compared-messages.ts';
import { guessedMessages, readings } from './hmac-guesses.ts';
import type { GuessedMessage, Match } from './hmac-guesses.ts';
import { matchingPair } from './key-pair-guesses.ts';

interface Signed {
  readonly credential: SignatureCredential;
  readonly algorithm: KeyPairAlgorithm;
  readonly parts: SignatureParts;
}

function signedOf(call: Call): Signed | undefined {
  for (const { method } of call.operation.requirements) {
    const credential = call.world.contract.credentials.get(method.credential);
    if (!isSignature(credential) || !isKeyPairAlgorithm(credential.algorithm)) continue;
    const presented = present(call, method);
    if (presented?.signature === undefined || (presented.id ?? presented.signatureInput) === undefined) continue;
    const parts = messageParts(credential, signatureParts(presented));
    if ('failure' in parts) continue;
    return { credential, algorithm: credential.algorithm, parts };
  }
  return undefined;
}

/** What `openssl` is told, where it can make the signature by itself. */
const OPENSSL: Readonly<Partial<Record<KeyPairAlgorithm, string>>> = {
  'rsa-pss-sha512': '-sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:64',
  'rsa-v1_5-sha256': '-sha256',
};

/** How the right signature is made. */
function signing({ credential, algorithm, parts }: Signed, { shown, request }: GuessedMessage): Hint[] {
  const { encoding, ecdsa_format: format } = credential;
  const form = algorithm.startsWith('ecdsa')
    ? format === 'der'
      ? ', as a sequence in ASN.1 (DER)'
      : ', its two numbers one behind the other'
    : '';
  const options = OPENSSL[algorithm];
  const written = encoding === 'hex' ? 'od -An -v -tx1 | tr -d " \\n"' : 'base64 | tr -d "\\n"';
  return [
    ...(request === undefined ? [] : [{ text: 'Hash exactly this canonical request:', code: request }]),
    {
      text: `Sign exactly this text by ${algorithm}, with the private key of ${parts.id}${form}, in ${encoding}:`,
      code:
        options === undefined
          ? `printf '%s' ${quote(shown)}`
          : `printf '%s' ${quote(shown)} | openssl dgst ${options} -sign key.pem | ${written}`,
    },
  ];
}

type Looked = { readonly match: Match | undefined; readonly right: GuessedMessage; readonly signed: Signed };

const looked = new WeakMap<Call, Promise<Looked | undefined>>();

/** Guesses are dear: who sends bad signatures one after the other is told of the first of them, then of two a second. */
const allowance = createAllowance(30, 2);

/** The public key that the contract gives a key, which may have another by now. */
function seeded({ world }: Call, { credential, id }: KeyRecord): string | null {
  const secret = world.contract.seed.keys?.find((key) => key.credential === credential && key.id === id)?.secret;
  return secret === undefined ? null : halvesOf(world.contract, credential, secret).public_key;
}

async function look(call: Call): Promise<Looked | undefined> {
  const signed = signedOf(call);
  if (signed === undefined || !allowance(monotonic())) return undefined;
  const { credential, algorithm, parts } = signed;
  const key = await findKey(call.world, parts.credential, parts.id);
  if (key === undefined) return undefined;
  const owner = ({ id, credential: kind }: KeyRecord): string => (kind === key.credential ? id : `${id} (${kind})`);
  const first = seeded(call, key);
  const others = [
    ...(first === key.public_key
      ? []
      : [[`${key.id} as it was from the start`, { credential: key.credential, public_key: first }] as const]),
    ...(await listKeys(call.world))
      .filter((other) => other.id !== key.id || other.credential !== key.credential)
      .map((other) => [owner(other), other] as const),
  ];
  const [right] = guessedMessages(call, credential, parts);
  const match = matchingPair(
    call,
    { algorithm, format: credential.ecdsa_format },
    readings(parts.signature, credential),
    guessedMessages(call, credential, parts),
    key,
    others,
  );
  return { match, right: right!, signed };
}

function lookedAt({ call }: Refused): Promise<Looked | undefined> {
  let found = looked.get(call);
  if (found === undefined) looked.set(call, (found = look(call)));
  return found;
}

const near = (name: string, what: string): Mistake => ({
  name,
  what,
  failures: ['invalid_signature'],
  async recognise(refused) {
    const found = await lookedAt(refused);
    if (found?.match?.departures[0]?.mistake !== name) return undefined;
    const { match, right, signed } = found;
    return {
      finding: sentence(match.departures),
      compared: comparedMessages(right, match.message),
      next: signing(signed, right),
    };
  },
});

const unknown: Mistake = {
  name: 'signature-unknown',
  what: 'signed with an unknown key pair, or something that none of the guesses is',
  failures: ['invalid_signature'],
  async recognise(refused) {
    const found = await lookedAt(refused);
    if (found === undefined) return undefined;
    const { right, signed } = found;
    return {
      finding:
        'The signature is by another key pair or of another text: neither another form, hash, order or encoding, nor the key pair of anybody else here gives it.',
      next: [
        ...signing(signed, right),
        {
          text: 'Compare the key pair of your client with the one of this sandbox:',
          code: `tollgate creds ${refused.call.world.contract.name}`,
        },
      ],
    };
  },
};

export const KEY_PAIRS: readonly Mistake[] = [
  near('signature-ecdsa-format', 'wrote an ECDSA signature in ASN.1 where its two numbers are wanted, or the reverse'),
  near('signature-salt', 'signed by RSA-PSS with a salt of another length'),
  near('signature-padding', 'signed by RSA with the other padding'),
  near('signature-hash', 'signed by a key pair with another hash'),
  near('signature-hashed-twice', 'signed the hash of the text, which is hashed once more'),
  near('signature-other-key', "signed with the private key of another, or one that the key's owner had before"),
  near('signature-hmac', 'made an HMAC where a key pair signs'),
  near('signature-encoding', 'wrote a signature by a key pair in another encoding'),
  near('signature-base', 'built the signature base otherwise, or in another order, and signed it with a key pair'),
  near('signature-order', 'signed the parts in another order with a key pair'),
  near('signature-message', 'signed another text than is wanted with a key pair'),
  unknown,
];
