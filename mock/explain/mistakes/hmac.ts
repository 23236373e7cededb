/** HMAC signatures that do not match: the key is here, so what was signed instead can be found. */
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { findKey, listKeys } from '../../auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../auth/api-keys/key-records.ts';
import { scopeOf } from '../../auth/hmac/signed-message.ts';
import type { Hint } from '../../journal/journal.ts';
import type { Call } from '../../request/call.ts';
import { monotonic } from '../../state/clock.ts';
import { quote } from '../../contract/shell-quote.ts';
import { createAllowance } from '../../journal/allowance.ts';
import type { Mistake } from '../mistake.ts';
import { guessedKeys, guessedMessages, matchingGuess, readings } from './hmac-guesses.ts';
import type { Departure } from './departure.ts';
import type { GuessedMessage, Match } from './hmac-guesses.ts';
import { derivedDigest } from './hmac-digests.ts';
import { slippedKeys, slippedMessages } from './hmac-slips.ts';
import { createLooks, signedBy } from './refused-signature.ts';
import type { Looked, Signed } from './refused-signature.ts';

const isHmac = (credential: SignatureCredential): credential is SignatureCredential => credential.kind === 'hmac';

/** How `openssl` is given the key. */
function keyOption({ secret_encoding: encoding = 'utf8', scope }: SignatureCredential): string {
  if (scope !== undefined) return '-mac HMAC -macopt hexkey:"$KEY"';
  if (encoding === 'utf8') return '-hmac "$SECRET"';
  return `-mac HMAC -macopt hexkey:"${encoding === 'hex' ? '$SECRET' : '$(printf %s "$SECRET" | base64 -d | od -An -tx1 | tr -d \' \\n\')'}"`;
}

/** How the right signature is made in a shell. */
function signing({ credential, parts }: Signed, { shown, request }: GuessedMessage): Hint[] {
  const { algorithm, encoding, scope } = credential;
  const digest = encoding === 'hex' ? `-hex | sed 's/^.* //'` : '-binary | base64';
  const key =
    scope === undefined
      ? `the secret of ${parts.id}`
      : `the key that HMAC-${algorithm.toUpperCase()} makes of ${scope.key_prefix === undefined ? '' : `${JSON.stringify(scope.key_prefix)} and `}the secret of ${parts.id}, then of ${(scopeOf(credential, parts.timestamp) ?? '').replaceAll('/', ', then of ')}`;
  return [
    ...(request === undefined
      ? []
      : [{ text: `Hash exactly this canonical request with ${algorithm.toUpperCase()}:`, code: request }]),
    {
      text: `Sign exactly this text, with ${key}, and nothing before, between or behind:`,
      code: `printf '%s' ${quote(shown)} | openssl dgst -${algorithm} ${keyOption(credential)} ${digest}`,
    },
  ];
}

/**
 * Guesses are dear: thousands of digests. Who sends bad signatures one after the other is told of the first of them, and
 * then of two a second.
 */
const allowance = createAllowance(60, 2);

/** The secret that the contract gives a key, which may have another by now. */
const seeded = ({ world }: Call, { credential, id }: KeyRecord): string | undefined =>
  world.contract.seed.keys?.find((key) => key.credential === credential && key.id === id)?.secret;

const derived = (departure: Departure | undefined, message: GuessedMessage): Match | undefined =>
  departure && { message, departures: [departure] };

async function look(call: Call): Promise<Looked<Signed> | undefined> {
  const signed = signedBy(call, isHmac);
  if (signed === undefined || !allowance(monotonic())) return undefined;
  const { credential, parts } = signed;
  const key = await findKey(call.world, parts.credential, parts.id);
  if (key === undefined) return undefined;
  const owner = ({ id, credential: kind }: KeyRecord): string => (kind === key.credential ? id : `${id} (${kind})`);
  const others = [
    ...(await listKeys(call.world))
      .filter((other) => other.id !== key.id || other.credential !== key.credential)
      .map((other) => [owner(other), other.secret] as const),
    ...[...call.world.people.clients.values()].flatMap(({ client_id: id, client_secret: secret }) =>
      secret === undefined ? [] : [[`the client ${id}`, secret] as const],
    ),
  ];
  const [right] = guessedMessages(call, credential, parts);
  if (right === undefined) return undefined;
  const given = readings(parts.signature, credential);
  const keys = guessedKeys(key.secret, key.previous?.secret ?? seeded(call, key), others, credential, parts.timestamp);
  const match =
    matchingGuess(given, guessedMessages(call, credential, parts), keys, credential) ??
    matchingGuess(given, slippedMessages(call, credential, parts, right), keys.slice(0, 1), credential) ??
    matchingGuess(given, [right], slippedKeys(call, credential, parts, key.secret), credential) ??
    derived(derivedDigest(parts.signature, credential, keys[0]!.value, right.value), right);
  return { match, right, signed };
}

const { of: lookedAt, near, unknown } = createLooks(look, signing);

const keySent: Mistake = {
  name: 'hmac-key-sent',
  what: 'sent the key itself where the signature goes',
  failures: ['invalid_signature'],
  async recognise(refused) {
    const found = await lookedAt(refused);
    const { credential, id, signature } = found?.signed.parts ?? {};
    if (found === undefined || credential === undefined || id === undefined) return undefined;
    const key = await findKey(refused.call.world, credential, id);
    return key === undefined || key.secret !== signature?.trim()
      ? undefined
      : {
          finding: `What came as the signature is the key of ${id}. A key is never sent: the signature is made with it.`,
          next: signing(found.signed, found.right),
        };
  },
};

export const HMAC: readonly Mistake[] = [
  near('hmac-signature-base', 'built the signature base of an HTTP message signature otherwise'),
  near('hmac-headers', 'signed other header fields than it listed, or in another form'),
  near('hmac-scope', 'derived the key otherwise, or signed another scope'),
  near('hmac-request-digest', 'signed the canonical request and not its digest'),
  near('hmac-key-not-decoded', 'did not decode the key before it signed'),
  near('hmac-order', 'signed the parts in another order'),
  near('hmac-separator', 'put another separator between the parts, or none'),
  near('hmac-newline-at-end', 'signed a newline or a space at the end'),
  near('hmac-milliseconds', 'signed the timestamp in milliseconds and sent it in seconds'),
  near('hmac-other-timestamp', 'signed one timestamp and sent another'),
  near('hmac-timestamp-form', 'signed the timestamp in another form than it sent'),
  near('hmac-other-id', "signed another user's id than it sent"),
  near('hmac-id-case', 'signed the id in another case than it sent'),
  near('hmac-method-case', 'signed the method in lower case'),
  near('hmac-path', 'signed another path: with or without base, query or host'),
  near('hmac-query', 'signed the query in another form'),
  near('hmac-body', 'signed other bytes of the body than it sent'),
  near('hmac-missing-part', 'left a part out of what it signed'),
  near('hmac-extra-part', 'signed more than is wanted'),
  near('hmac-json', 'signed the parts as JSON'),
  near('hmac-form', 'signed the parts as form fields'),
  near('hmac-old-key', 'signed with the secret from before it was regenerated'),
  near('hmac-other-key', "signed with another user's or client's key"),
  near('hmac-key-space', 'signed with a key that has white space around it'),
  near('hmac-key-quoted', 'signed with a key that has its quotation marks'),
  near('hmac-key-case', 'signed with the key in another case'),
  near('hmac-key-encoded', 'encoded the key before it signed'),
  near('hmac-key-decoded', 'decoded the key before it signed'),
  near('hmac-key-empty', 'signed with an empty key'),
  near('hmac-swapped', 'swapped key and message'),
  near('hmac-no-key', 'hashed the message without the key'),
  near('hmac-concatenated', 'hashed key and message one behind the other'),
  near('hmac-algorithm', 'used another hash'),
  near('hmac-encoding', 'wrote the digest in another encoding'),
  near('hmac-upper-case', 'wrote the digest in upper case'),
  near('hmac-wrapped', 'put something around the digest'),
  near('hmac-bytes-as-text', "signed bytes as Python prints them, b'…'"),
  near('hmac-part-quoted', 'signed a part with quotation marks'),
  near('hmac-utf-16', 'signed UTF-16, or a byte order mark'),
  near('hmac-message-encoded', 'encoded, hashed or decoded the message before it signed'),
  near('hmac-unfilled', 'signed a variable or template that was not filled in'),
  near('hmac-key-named', 'signed with a key that has its name before it'),
  near('hmac-key-unfilled', 'signed with a variable or placeholder in place of the key'),
  near('hmac-key-cut', 'signed with a part of the key, or with more than it'),
  near('hmac-key-hashed', 'hashed the key before it signed'),
  near('hmac-twice', 'signed or hashed the signature once more'),
  near('hmac-truncated', 'sent a part of the digest'),
  keySent,
  unknown(
    'hmac-unknown',
    'signed with an unknown key, or something that none of the guesses is',
    'The signature is of another key or another text: neither another order, separator, ending, hash or encoding, nor the key of anybody else here gives it.',
    'the secret in your configuration',
  ),
];
