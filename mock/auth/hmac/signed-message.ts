/** The parts of a signed message, and what each of them is in a request. */
import { hash } from 'node:crypto';
import type { SignatureCredential, SignedPart } from '../../../specs/generated/vocabulary.ts';
import { hashOf } from '../../contract/signature-kinds.ts';
import type { Signed } from '../../request/call.ts';
import { headerLines, normalizedPath, sortedQuery, withoutParameter } from './canonical-request.ts';
import { contentDigest } from './content-digest.ts';
import { signatureBase } from './message-signature.ts';
import type { MessageSignature } from './message-signature.ts';
import { dayOf } from './signature-times.ts';

/** What a request presents, and where the contract declares it. */
export interface SignatureParts {
  /** Name of the credential in the contract. */
  readonly credential: string;
  /** JSON pointer of the security scheme, for explanations. */
  readonly pointer: string;
  readonly id: string;
  readonly timestamp: string | undefined;
  readonly signature: string;
  readonly nonce?: string | undefined;
  /** The names that the request lists, joined by `;`. */
  readonly signedHeaders?: string | undefined;
  /** Seconds for which the request says it is good. */
  readonly expires?: string | undefined;
  /** The field that says what an HTTP message signature covers. */
  readonly signatureInput?: string | undefined;
  readonly message?: MessageSignature | undefined;
  /** The query parameter that carries the signature, which cannot sign itself. */
  readonly signatureParameter?: string | undefined;
}

export type MessagePart = SignedPart;

const EMPTY = Buffer.alloc(0);

/** As people name it. */
export const partName = (part: MessagePart): string => (typeof part === 'string' ? part : JSON.stringify(part.text));

/** Names of the signed header fields, in lower case and sorted. */
export function signedNames({ headers }: SignatureCredential, { signedHeaders }: SignatureParts): readonly string[] {
  const names = signedHeaders === undefined ? (headers?.names ?? []) : signedHeaders.split(';');
  return [...new Set(names.map((name) => name.trim().toLowerCase()).filter((name) => name !== ''))].sort();
}

/** The digest of a request's body, as the contract has it made. */
export function bodyDigest({ digest }: SignatureCredential, body: Buffer | string | undefined): string {
  const { algorithm = 'sha256', encoding = 'hex' } = digest ?? {};
  return encoding === 'structured' ? contentDigest(body) : hash(algorithm, body ?? EMPTY, encoding);
}

/** `20250401/north/berths`: undefined where the contract has no scope, or the timestamp is none. */
export function scopeOf(credential: SignatureCredential, timestamp: string | undefined): string | undefined {
  if (credential.scope === undefined) return undefined;
  const day = dayOf(credential, timestamp);
  return day === undefined ? undefined : [day, ...credential.scope.texts].join('/');
}

/** Parts put together: a message, or the canonical request whose digest it carries. */
export function joinParts(
  message: readonly MessagePart[],
  separator: string,
  call: Signed,
  parts: SignatureParts,
  credential: SignatureCredential,
): Buffer {
  return Buffer.concat(
    message.flatMap((part, i) => [
      Buffer.from(i > 0 ? separator : ''),
      Buffer.from(partValue(part, call, parts, credential)),
    ]),
  );
}

/** The canonical request, where the contract has one. */
export function canonicalRequest(call: Signed, parts: SignatureParts, credential: SignatureCredential): Buffer {
  const { message = [], separator = '\n' } = credential.request ?? {};
  return joinParts(message, separator, call, parts, credential);
}

/** The value of one part of the message, as it is signed. */
export function partValue(
  part: MessagePart,
  call: Signed,
  parts: SignatureParts,
  credential: SignatureCredential,
): string | Buffer {
  if (typeof part !== 'string') return part.text;
  const { request, world } = call;
  // As the real server sees it, whether or not the client put the server's base path before it.
  const path = (): string => (request.base ?? world.contract.basePath) + request.path;
  switch (part) {
    case 'id':
      return parts.id;
    case 'timestamp':
      return parts.timestamp ?? '';
    case 'nonce':
      return parts.nonce ?? '';
    case 'method':
      return request.method;
    case 'path':
      return path();
    case 'normalized_path':
      return normalizedPath(path());
    case 'query':
      return withoutParameter(request.queryString, parts.signatureParameter);
    case 'sorted_query':
      return sortedQuery(withoutParameter(request.queryString, parts.signatureParameter));
    case 'headers':
      return headerLines(request.rawHeaders, signedNames(credential, parts));
    case 'signed_headers':
      return signedNames(credential, parts).join(';');
    case 'body':
      return request.rawBody ?? EMPTY;
    case 'body_digest':
      return bodyDigest(credential, request.rawBody);
    case 'day':
      return dayOf(credential, parts.timestamp) ?? '';
    case 'scope':
      return scopeOf(credential, parts.timestamp) ?? '';
    case 'signature_base':
      return parts.message === undefined ? '' : signatureBase(call, parts.message);
    case 'request_digest':
      return hash(hashOf(credential.algorithm), canonicalRequest(call, parts, credential), 'hex');
  }
}
