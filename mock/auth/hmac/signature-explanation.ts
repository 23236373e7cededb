/**
 * What to tell anyone who asks why a signature does not match: what was signed here, and what came, without any secret.
 */
import { hash } from 'node:crypto';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import { isKeyPairAlgorithm } from '../../contract/signature-kinds.ts';
import { signatureBase } from './message-signature.ts';
import { makeSignature } from './signature-algorithm.ts';
import type { MessageSignature } from './message-signature.ts';
import { canonicalRequest, joinParts, partName, partValue } from './signed-message.ts';
import type { MessagePart, SignatureParts } from './signed-message.ts';
import { characters } from '../../contract/characters.ts';

/** Digits of a digest: enough to compare with, and short enough for the journal. */
const SHOWN_DIGITS = 16;

const isPath = (part: MessagePart): boolean => part === 'path' || part === 'normalized_path';

/** Parts that are shown by their digest. */
export const isHidden = (part: MessagePart): boolean =>
  part === 'body' || part === 'query' || part === 'sorted_query' || part === 'headers';

// Bodies, queries and header fields may hold secrets: their digest tells as much.
/** Values of these components show nothing that must not be seen; of others their length is told. */
const PLAIN = /^"(?:@method|@authority|@scheme|@path|date|host|content-(?:type|length|digest))"$/;

/** A signature base without what may be secret in it. */
export const shownBase = (call: Call, message: MessageSignature): string =>
  signatureBase(call, message, (name, value) =>
    PLAIN.test(name)
      ? value
      : `<${Buffer.byteLength(value)} bytes, SHA-256 ${hash('sha256', value, 'hex').slice(0, SHOWN_DIGITS)}…>`,
  );

function shown(part: MessagePart, call: Call, parts: SignatureParts, credential: SignatureCredential): string {
  if (part === 'signature_base' && parts.message !== undefined) return shownBase(call, parts.message);
  const value = partValue(part, call, parts, credential);
  if (isPath(part) && call.operation.parameters.some(({ secret, in: place }) => secret && place === 'path'))
    return `<path: ${call.operation.path}>`;
  if (!isHidden(part)) return value.toString();
  return `<${partName(part)}: ${Buffer.byteLength(value)} bytes, SHA-256 ${hash('sha256', value, 'hex').slice(0, SHOWN_DIGITS)}…>`;
}

const ENCODINGS = { hex: 'lowercase hex', base64: 'base64', base64url: 'base64url without padding' } as const;

/** Bytes of a signature by a key pair, where they are always as many. */
const LENGTHS: Readonly<Record<string, number>> = { 'ecdsa-p256-sha256': 64, 'ecdsa-p384-sha384': 96, ed25519: 64 };

/** There is no right signature to compare with: each is another, and only its maker can make one. */
function differenceOfPair(
  { algorithm, encoding, ecdsa_format: format }: SignatureCredential,
  signature: string,
): string {
  const { length } = Buffer.from(signature, encoding);
  const wanted = format === 'der' ? undefined : LENGTHS[algorithm];
  return wanted === undefined || wanted === length
    ? 'another signature: the message, the key or the algorithm differs'
    : `a signature of ${length} bytes where ${wanted} are wanted`;
}

function difference(expected: string, signature: string): string {
  if (signature.length !== expected.length)
    return `a signature of ${characters(signature)} where ${expected.length} are wanted`;
  if (signature !== signature.toLowerCase() && signature.toLowerCase() === expected)
    return 'the right digest in upper case';
  return 'another signature: the message or the key differs';
}

/** The canonical request, where one is hashed: what clients most often make otherwise. */
function canonical(call: Call, credential: SignatureCredential, parts: SignatureParts): string {
  const { request } = credential;
  if (request === undefined) return '';
  const { length } = canonicalRequest(call, parts, credential);
  return `; the canonical request has ${length} bytes: ${request.message.map((part) => shown(part, call, parts, credential)).join(request.separator ?? '\n')}`;
}

export interface Mismatch {
  readonly rule: string;
  readonly expected: string;
  readonly got: string;
}

/** @param secret what the right signature is made with: compared with, never shown */
export function explainMismatch(
  call: Call,
  credential: SignatureCredential,
  parts: SignatureParts,
  secret: string,
): Mismatch {
  const { algorithm, encoding, message, separator = '' } = credential;
  const isPair = isKeyPairAlgorithm(algorithm);
  const [how, by] = isPair
    ? [algorithm, `the private key of ${parts.id}`]
    : [`HMAC-${algorithm.toUpperCase()}`, `the secret of ${parts.id}`];
  const { length } = joinParts(message, separator, call, parts, credential);
  const between = separator === '' ? 'with nothing between' : `joined by ${JSON.stringify(separator)}`;
  return {
    rule: `the signature must be ${how} in ${ENCODINGS[encoding]} over ${message.map(partName).join(', ')} ${between}, with ${by}`,
    expected: `a signature of these ${length} bytes: ${message.map((part) => shown(part, call, parts, credential)).join(separator)}${canonical(call, credential, parts)}`,
    got: isPair
      ? differenceOfPair(credential, parts.signature)
      : difference(makeSignature(credential, secret, call, parts), parts.signature),
  };
}
