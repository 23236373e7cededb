/** The parts of a signed message, and what each of them is in a request. */
import { hash } from 'node:crypto';
import type { HmacCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';

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
}

export type MessagePart = HmacCredential['message'][number];

const EMPTY = Buffer.alloc(0);

/** The value of one part of the message, as it is signed. */
export function partValue(
  part: MessagePart,
  { request, world }: Call,
  { id, timestamp = '', nonce = '' }: SignatureParts,
): string | Buffer {
  switch (part) {
    case 'id':
      return id;
    case 'timestamp':
      return timestamp;
    case 'nonce':
      return nonce;
    case 'method':
      return request.method;
    case 'path':
      // As the real server sees it, whether or not the client put the server's base path before it.
      return (request.base ?? world.contract.basePath) + request.path;
    case 'query':
      return request.queryString;
    case 'body':
      return request.rawBody ?? EMPTY;
    case 'body_digest':
      return hash('sha256', request.rawBody ?? EMPTY, 'hex');
  }
}
