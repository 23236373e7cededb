/**
 * The suite's own signer, by the recipe of the contract.
 *
 * @see [RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)
 */
import { createHash, createHmac } from 'node:crypto';
import type { HmacCredential } from '../../../specs/generated/vocabulary.ts';
import type { RequestParts } from '../../check-context.ts';
import { queryString } from '../../driver/request-parts.ts';

export type MessagePart = HmacCredential['message'][number];

export interface Signing {
  readonly id: string;
  readonly secret: string;
  readonly timestamp: string;
  readonly nonce: string;
}

export type PartValues = Readonly<Record<MessagePart, string>>;

/** What each part of a message is for this request. */
export function partValues(
  { method, path, query, body = '' }: RequestParts,
  { id, timestamp, nonce }: Signing,
  basePath: string,
): PartValues {
  return {
    id,
    timestamp,
    nonce,
    method: method.toUpperCase(),
    path: basePath + path,
    query: queryString(query),
    body,
    body_digest: createHash('sha256').update(body).digest('hex'),
  };
}

export function sign(
  { algorithm, encoding, message, separator = '' }: HmacCredential,
  secret: string,
  values: PartValues,
): string {
  return createHmac(algorithm, secret)
    .update(message.map((part) => values[part]).join(separator))
    .digest(encoding);
}
