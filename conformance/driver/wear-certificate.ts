/**
 * Which certificate a request's connection is made with: what its check says, else the one that its token came over.
 *
 * @see [RFC 8705 §3](https://www.rfc-editor.org/rfc/rfc8705#section-3)
 */
import type { Exchange } from '../exchange.ts';
import type { RequestParts } from '../sent-request.ts';
import { isObject, parseJson } from './json-values.ts';

export interface Wearer {
  wear(parts: RequestParts): RequestParts;
  /** Learns the token that an answer gives. */
  learn(parts: RequestParts, exchange: Exchange): void;
}

export function createWearer(): Wearer {
  const worn = new Map<string, NonNullable<RequestParts['certificate']>>();
  return {
    wear(parts) {
      if (worn.size === 0 || parts.certificate !== undefined) return parts;
      const header = parts.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
      const certificate = worn.get(header.replace(/^\w+ +/, ''));
      return certificate === undefined ? parts : { ...parts, certificate };
    },
    learn({ certificate }, { answerBody, status }) {
      if (certificate === undefined || certificate === null || status >= 300) return;
      const body = parseJson(answerBody);
      const token = isObject(body) ? body['access_token'] : undefined;
      if (typeof token === 'string') worn.set(token, certificate);
    },
  };
}
