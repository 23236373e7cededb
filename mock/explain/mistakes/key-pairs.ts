/** Signatures by key pairs that do not verify: with the public key at hand, what was signed instead can be found. */
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { findKey, listKeys } from '../../auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../auth/api-keys/key-records.ts';
import { halvesOf, recipeOf } from '../../auth/api-keys/key-pairs.ts';
import { quote } from '../../contract/shell-quote.ts';
import { isKeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import type { KeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import { createAllowance } from '../../journal/allowance.ts';
import type { Hint } from '../../journal/journal.ts';
import type { Call } from '../../request/call.ts';
import { monotonic } from '../../state/clock.ts';
import { byRule } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint } from '../words.ts';
import { guessedMessages, readings } from './hmac-guesses.ts';
import type { GuessedMessage } from './hmac-guesses.ts';
import { matchingPair } from './key-pair-guesses.ts';
import { createLooks, signedBy } from './refused-signature.ts';
import type { Looked, Signed } from './refused-signature.ts';

type PairCredential = SignatureCredential & { readonly algorithm: KeyPairAlgorithm };

const isPair = (credential: SignatureCredential): credential is PairCredential =>
  isKeyPairAlgorithm(credential.algorithm);

/** What `openssl` is told, where it can make the signature by itself. */
const OPENSSL: Readonly<Partial<Record<KeyPairAlgorithm, string>>> = {
  'rsa-pss-sha512': '-sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:64',
  'rsa-v1_5-sha256': '-sha256',
};

/** How the right signature is made. */
function signing({ credential, parts }: Signed<PairCredential>, { shown, request }: GuessedMessage): Hint[] {
  const { algorithm, encoding, ecdsa_format: format } = credential;
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

/** Guesses are dear: who sends bad signatures one after the other is told of the first of them, then of two a second. */
const allowance = createAllowance(30, 2);

/** The public key that the contract gives a key, which may have another by now. */
function seeded({ world }: Call, { credential, id }: KeyRecord): string | null {
  const secret = world.contract.seed.keys?.find((key) => key.credential === credential && key.id === id)?.secret;
  return secret === undefined ? null : halvesOf(world.contract, credential, secret).public_key;
}

async function look(call: Call): Promise<Looked<Signed<PairCredential>> | undefined> {
  const signed = signedBy(call, isPair);
  if (signed === undefined || !allowance(monotonic())) return undefined;
  const { parts } = signed;
  const key = await findKey(call.world, parts.credential, parts.id);
  const credential = recipeOf(signed.credential, key?.public_key ?? null);
  if (key === undefined || !isPair(credential)) return undefined;
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
    { algorithm: credential.algorithm, format: credential.ecdsa_format },
    readings(parts.signature, credential),
    guessedMessages(call, credential, parts),
    key,
    others,
  );
  return { match, right: right!, signed: { credential, parts } };
}

const { near, unknown } = createLooks(look, signing);

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
  byRule(
    'signature-alg',
    'named another algorithm than that of the key that signs',
    ['malformed_credentials'],
    /^the parameter alg must name the algorithm of the key/,
    (_call, { expected = '', got = '' }) => ({
      finding: `Signature-Input has ${got}. Each key of this credential signs by one algorithm; this one wants ${expected}.`,
      next: [hint('Sign by the algorithm of the key, and name that one, or leave alg out.')],
    }),
  ),
  unknown(
    'signature-unknown',
    'signed with an unknown key pair, or something that none of the guesses is',
    'The signature is by another key pair or of another text: neither another form, hash, order or encoding, nor the key pair of anybody else here gives it.',
    'the key pair of your client',
  ),
];
