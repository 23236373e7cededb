/**
 * Request signatures, by the recipe of the contract.
 *
 * @see [RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)
 */
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';
import { contractMs } from '../../contract/durations.ts';
import { clockNote, span } from '../../state/instant-texts.ts';
import { explainMismatch } from './signature-explanation.ts';
import { isRightSignature, sameText, signatureBytes } from './signature-algorithm.ts';
import { firstNumber } from './key-pair-signature.ts';
import { TIMESTAMP_SHAPES, TIMESTAMP_WORDS, formatOf, secondsOf, writtenTime } from './signature-times.ts';
import { serializeItem } from '#structured-headers';
import { isContentDigest } from './content-digest.ts';
import { componentValue, NOTHING_COVERED, readMessageSignature, uncovered } from './message-signature.ts';
import { bodyDigest, scopeOf, signedNames } from './signed-message.ts';
import type { SignatureParts } from './signed-message.ts';
import type { Presented } from '../presented-credentials.ts';
import { digest } from '../secret-digest.ts';
import { recipeOf } from '../api-keys/key-pairs.ts';
import { registeredName } from '../../contract/signature-kinds.ts';
import { findKey } from '../api-keys/key-records.ts';
import type { KeyRecord } from '../api-keys/key-records.ts';
import { characters } from '../../contract/characters.ts';

/** What a time of so many digits looks like, where seconds have ten. */
const FINER: Readonly<Record<number, string>> = { 13: 'milliseconds', 16: 'microseconds', 19: 'nanoseconds' };

interface Limits {
  readonly windowSeconds: number;
  readonly futureSeconds: number;
  /** Where the request may say how long it is good. */
  readonly longestSeconds: number;
}

const limits = new WeakMap<SignatureCredential, Limits>();

function limitsOf(credential: SignatureCredential): Limits {
  let found = limits.get(credential);
  if (found === undefined) {
    found = {
      windowSeconds: contractMs(credential.window) / 1000,
      futureSeconds: contractMs(credential.future ?? 'PT5M') / 1000,
      longestSeconds: contractMs(credential.expires?.longest ?? 'PT0S') / 1000,
    };
    limits.set(credential, found);
  }
  return found;
}

/** What a request presents, as the recipe takes it. */
export const signatureParts = ({
  method,
  id,
  timestamp,
  signature,
  nonce,
  signedHeaders,
  expires,
  signatureInput,
}: Presented): SignatureParts => ({
  credential: method.credential,
  pointer: method.pointer,
  id: id ?? '',
  timestamp,
  signature: signature ?? '',
  nonce,
  signedHeaders,
  expires,
  signatureInput,
  signatureParameter: method.parts.find(({ part, in: place }) => part === 'signature' && place === 'query')?.name,
});

/** How long this signature is good for: as long as it says, where it may say so. */
const goodFor = (credential: SignatureCredential, { expires }: SignatureParts): number =>
  expires === undefined ? limitsOf(credential).windowSeconds : Number(expires);

function expiryRefusal(
  credential: SignatureCredential,
  { credential: name, expires }: SignatureParts,
): Refusal | undefined {
  if (expires === undefined) return undefined;
  const { longestSeconds } = limitsOf(credential);
  if (/^[1-9]\d{0,9}$/.test(expires) && Number(expires) <= longestSeconds) return undefined;
  return refuse(
    'malformed_credentials',
    'the time for which a signature says it is good must be whole seconds, and not too many',
    `#/x-credentials/${name}/expires`,
    { expected: `1 to ${longestSeconds}`, got: /^\d{1,12}$/.test(expires) ? expires : 'no such number' },
  );
}

// A timestamp stands for the whole second in which it was made, so ages are counted in whole seconds.
function timestampRefusal(call: Call, credential: SignatureCredential, parts: SignatureParts): Refusal | undefined {
  const { credential: name, timestamp, pointer, expires } = parts;
  const format = formatOf(credential);
  const made = secondsOf(credential, timestamp);
  if (made === undefined) {
    return refuse('malformed_credentials', `the timestamp must be ${TIMESTAMP_WORDS[format]}`, pointer, {
      expected: format === 'epoch' ? 'digits' : TIMESTAMP_WORDS[format],
      got:
        timestamp === undefined
          ? 'nothing'
          : `text of ${characters(timestamp)} that is not ${TIMESTAMP_SHAPES[format]}`,
    });
  }
  const { futureSeconds } = limitsOf(credential);
  const windowSeconds = goodFor(credential, parts);
  const clock = Math.floor(call.now / 1000);
  const age = clock - made;
  if (age > windowSeconds) {
    return refuse(
      'stale_timestamp',
      expires === undefined
        ? 'the timestamp must not be older than the window'
        : 'the signature must still be good, for as long as it says',
      `#/x-credentials/${name}/${expires === undefined ? 'window' : 'expires'}`,
      {
        expected: `${writtenTime(format, clock - windowSeconds)} or later`,
        got: `${timestamp!}, ${age} s old, which is ${span((age - windowSeconds) * 1000)} too old${clockNote(call.world.clock)}`,
      },
    );
  }
  if (-age > futureSeconds) {
    const finer = format === 'epoch' ? FINER[timestamp!.length] : undefined;
    return refuse(
      'future_timestamp',
      'the timestamp must not be too far ahead of the clock',
      `#/x-credentials/${name}/${credential.future === undefined ? 'window' : 'future'}`,
      {
        expected: `${writtenTime(format, clock + futureSeconds)} or earlier`,
        got:
          finer === undefined
            ? `${timestamp!}, ${-age} s ahead, which is ${span((-age - futureSeconds) * 1000)} too far${clockNote(call.world.clock)}`
            : `${timestamp!}, which looks like ${finer}; seconds are wanted`,
      },
    );
  }
  return undefined;
}

/** Where the id carries the scope: the id alone, and the scope behind it. */
export function withoutScope(
  credential: SignatureCredential,
  parts: SignatureParts,
): { readonly parts: SignatureParts; readonly scope: string | undefined } {
  if (credential.scope === undefined) return { parts, scope: undefined };
  const words = parts.id.split('/');
  const count = Math.max(1, words.length - credential.scope.texts.length - 1);
  return { parts: { ...parts, id: words.slice(0, count).join('/') }, scope: words.slice(count).join('/') };
}

function scopeRefusal(
  credential: SignatureCredential,
  { credential: name, timestamp }: SignatureParts,
  scope: string | undefined,
): Refusal | undefined {
  const expected = scopeOf(credential, timestamp);
  if (expected === undefined || scope === expected) return undefined;
  return refuse(
    'invalid_signature',
    "the scope must be the timestamp's day and the contract's texts",
    `#/x-credentials/${name}/scope`,
    { expected, got: scope === '' ? 'none behind the id' : scope },
  );
}

function signedHeadersRefusal(credential: SignatureCredential, parts: SignatureParts): Refusal | undefined {
  if (parts.signedHeaders === undefined) return undefined;
  const signed = signedNames(credential, parts);
  const missing = (credential.headers?.names ?? []).filter((name) => !signed.includes(name.toLowerCase()));
  if (missing.length === 0) return undefined;
  return refuse(
    'invalid_signature',
    'the signature must cover the header fields that the contract names',
    `#/x-credentials/${parts.credential}/headers`,
    { expected: `${missing.join(' and ')} among them`, got: signed.join(';') },
  );
}

/** Whether the recipe is that of HTTP message signatures. */
export const isMessageSignature = ({ message }: SignatureCredential): boolean => message.includes('signature_base');

/** Reads an HTTP message signature out of its two fields; any other recipe has its parts in places of their own. */
export function messageParts(credential: SignatureCredential, parts: SignatureParts): SignatureParts | Refusal {
  if (!isMessageSignature(credential)) return parts;
  const read = readMessageSignature(credential, parts.signatureInput ?? '', parts.signature);
  return typeof read === 'string'
    ? refuse(
        'malformed_credentials',
        'the fields Signature-Input and Signature must hold one signature that can be read (RFC 9421 §4)',
        `#/x-credentials/${parts.credential}/components`,
        { expected: 'label=("components" …);created=…;keyid="…" and label=:base64:', got: read },
      )
    : { ...parts, ...read };
}

/** What an HTTP message signature covers, and until when it is good. */
function messageRefusal(
  call: Call,
  credential: SignatureCredential,
  { credential: name, message }: SignatureParts,
): Refusal | undefined {
  if (message === undefined) return undefined;
  const pointer = `#/x-credentials/${name}/components`;
  const clock = Math.floor(call.now / 1000);
  if (message.expires !== undefined && message.expires < clock)
    return refuse('stale_timestamp', 'the signature must still be good, for as long as it says', pointer, {
      expected: `expires=${clock} or later`,
      got: `expires=${message.expires}${clockNote(call.world.clock)}`,
    });
  const { rawBody } = call.request;
  const missing = uncovered(credential, message, rawBody !== undefined && rawBody.length > 0);
  if (missing.length > 0)
    return refuse('invalid_signature', 'the signature must cover the components that the contract names', pointer, {
      expected: `${missing.join(' and ')} among them`,
      got: message.input[0].map((component) => serializeItem(component)).join(' ') || NOTHING_COVERED,
    });
  const unknown = message.input[0].find((component) => componentValue(call, component) === undefined);
  if (unknown !== undefined)
    return refuse('invalid_signature', 'each covered component must be one that the request has', pointer, {
      expected: 'components of this request',
      got: serializeItem(unknown),
    });
  return undefined;
}

/** The digest in a header is looked at before the signature, because it tells more. */
function digestRefusal(
  { request }: Call,
  credential: SignatureCredential,
  { credential: name }: SignatureParts,
): Refusal | undefined {
  const { header, required = false, algorithm = 'sha256', encoding = 'hex' } = credential.digest ?? {};
  if (header === undefined) return undefined;
  const sent = request.headers[header.toLowerCase()];
  const pointer = `#/x-credentials/${name}/digest`;
  const words =
    encoding === 'structured'
      ? 'a digest of the body as RFC 9530 has it'
      : `the ${algorithm.toUpperCase()} of the body in ${encoding}`;
  if (sent === undefined) {
    if (!required || request.rawBody === undefined || request.rawBody.length === 0) return undefined;
    return refuse('malformed_credentials', `a request with a body must carry its digest in ${header}`, pointer, {
      expected: words,
      got: 'nothing',
    });
  }
  const right = bodyDigest(credential, request.rawBody);
  const isRight =
    typeof sent === 'string' &&
    (encoding === 'structured' ? isContentDigest(sent, request.rawBody) : sameText(right, sent.trim()));
  if (isRight) return undefined;
  return refuse('digest_mismatch', `${header} must be the digest of the body`, pointer, {
    expected: `${words}: ${right}`,
    got: String(sent).slice(0, 200),
  });
}

/**
 * What makes a signature the one it is. Of ECDSA there are two that verify alike, and anyone can make the one of the
 * other: they have their first number in common.
 */
function identityOf(credential: SignatureCredential, signature: string): string {
  const { algorithm, ecdsa_format: format = 'raw' } = credential;
  const bytes = signatureBytes(credential, signature);
  if (!algorithm.startsWith('ecdsa') || bytes === undefined) return signature;
  return (format === 'raw' ? firstNumber(bytes) : bytes.subarray(4, 4 + bytes[3]!)).toString('hex');
}

/** Marks the nonce, or the signature, as used until its timestamp leaves the window. */
function replayRefusal(
  { world }: Call,
  credential: SignatureCredential,
  parts: SignatureParts,
): Awaitable<Refusal | undefined> {
  const { credential: name, id, nonce, signature, timestamp } = parts;
  const mode = (world.settings.hardened ? credential.hardened?.replay : undefined) ?? credential.replay ?? 'allow';
  if (mode === 'allow') return undefined;
  const once =
    credential.message.includes('nonce') || (parts.message !== undefined && nonce !== undefined)
      ? 'nonce'
      : 'signature';
  const key = `sig:${name}:${digest(JSON.stringify([id, once === 'nonce' ? nonce : identityOf(credential, signature)]))}`;
  const expiresAt = (secondsOf(credential, timestamp)! + goodFor(credential, parts) + 1) * 1000;
  return chain(world.store.set(key, 1, { expiresAt, ifAbsent: true }), (fresh) =>
    fresh
      ? undefined
      : refuse(
          'replayed_signature',
          `a ${once} must not be used twice inside the window`,
          `#/x-credentials/${name}/replay`,
          { expected: `a new ${once}`, got: 'one that was used before' },
        ),
  );
}

/**
 * Checks the timestamp's window, then the signature with the secret of the key that the id names, then replay.
 * A blocked key is told only to anyone who holds its secret.
 */
export function verifySignature(
  call: Call,
  credential: SignatureCredential,
  presented: SignatureParts,
): Awaitable<Refusal | { readonly key: KeyRecord }> {
  const message = messageParts(credential, presented);
  if ('failure' in message) return message;
  const { parts, scope } = withoutScope(credential, message);
  const refusal =
    expiryRefusal(credential, parts) ??
    timestampRefusal(call, credential, parts) ??
    scopeRefusal(credential, parts, scope) ??
    signedHeadersRefusal(credential, parts) ??
    messageRefusal(call, credential, parts) ??
    digestRefusal(call, credential, parts);
  if (refusal) return refusal;
  const { credential: name, pointer, id, nonce } = parts;
  if (nonce === undefined && credential.message.includes('nonce')) {
    return refuse(
      'malformed_credentials',
      'the nonce must be sent, because it is part of the signed message',
      pointer,
      { expected: 'a nonce', got: 'nothing' },
    );
  }
  return chain(findKey(call.world, name, id), (key): Awaitable<Refusal | { readonly key: KeyRecord }> => {
    if (key === undefined || key.status === 'deleted')
      return refuse('invalid_credentials', 'the id must be that of a signing key', pointer, {
        expected: `a key of ${name}`,
        got: 'an unknown id',
      });
    const recipe = recipeOf(credential, key.public_key);
    const alg: unknown = parts.message?.input[1].get('alg');
    if (alg !== undefined && alg !== registeredName(recipe.algorithm))
      return refuse(
        'malformed_credentials',
        'the parameter alg must name the algorithm of the key',
        `#/x-credentials/${name}/algorithms`,
        { expected: `alg="${registeredName(recipe.algorithm)}", or no alg`, got: `alg=${JSON.stringify(alg)}` },
      );
    if (!isRightSignature(recipe, key, call, parts)) {
      const { rule, ...details } = explainMismatch(call, recipe, parts, key.secret);
      return refuse('invalid_signature', rule, `#/x-credentials/${name}/message`, details);
    }
    if (key.status === 'blocked')
      return refuse('blocked_key', 'the key must not be blocked', pointer, { got: `${key.id}, blocked` });
    return chain(replayRefusal(call, recipe, parts), (replayed) => replayed ?? { key });
  });
}
