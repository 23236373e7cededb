/** Puts credentials into requests. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { HmacCredential } from '../../specs/generated/vocabulary.ts';
import type { CompiledMethod, CompiledPart, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Presentation, RequestParts } from '../check-context.ts';
import { queryString } from './request-parts.ts';
import type { Pairs } from './request-parts.ts';

export interface Carried {
  readonly headers: Pairs;
  readonly query: Pairs;
}

const NOTHING: Carried = { headers: [], query: [] };

/** The name as the contract writes it; contracts have header names in lower case. */
const written = ({ document }: CompiledContract, { scheme, name }: CompiledPart): string =>
  document.components?.securitySchemes?.[scheme]?.name ?? name;

/** A key by itself in HTTP Basic: the user name, with an empty password. */
export const isUserName = ({ in: place, name, part }: CompiledPart): boolean =>
  place === 'authorization' && name === 'basic' && part === 'secret';

export const asUserName = (key: string): string => Buffer.from(`${key}:`).toString('base64');

/** Of what a cookie may have (RFC 6265 §4.1.1) all but the percent sign, which says that something is encoded. */
const IN_COOKIE = /^[!#$&-+\--:<-[\]-~]*$/;

/** A value as a cookie has it. */
export const inCookie = (value: string): string => (IN_COOKIE.test(value) ? value : encodeURIComponent(value));

function carry(contract: CompiledContract, part: CompiledPart, value: string): Carried {
  switch (part.in) {
    case 'query':
      return { headers: [], query: [[written(contract, part), value]] };
    case 'cookie':
      return { headers: [['Cookie', `${written(contract, part)}=${inCookie(value)}`]], query: [] };
    case 'authorization':
      return {
        headers: [
          [
            'Authorization',
            `${part.name.charAt(0).toUpperCase()}${part.name.slice(1)} ${isUserName(part) ? asUserName(value) : value}`,
          ],
        ],
        query: [],
      };
    case 'header':
      return { headers: [[written(contract, part), value]], query: [] };
  }
}

export type PartValues = Readonly<Partial<Record<CompiledPart['part'], string>>>;

/** Where a method puts its parts; parts without a value are left out. */
export function carryAll(contract: CompiledContract, { parts }: CompiledMethod, values: PartValues): Carried {
  return parts.reduce((carried, part) => {
    const value =
      part.part === 'basic' && values.basic === undefined && values.id !== undefined
        ? Buffer.from(`${values.id}:${values.secret ?? ''}`).toString('base64')
        : values[part.part];
    const one = value === undefined ? NOTHING : carry(contract, part, value);
    return { headers: [...carried.headers, ...one.headers], query: [...carried.query, ...one.query] };
  }, NOTHING);
}

/** The signature of a request, by the contract's recipe. */
export function sign(
  { algorithm, encoding, message, separator = '' }: HmacCredential,
  secret: string,
  parts: RequestParts,
  basePath: string,
  { id = '', timestamp = '', nonce = '' }: PartValues,
): string {
  const { method, path, query, body = '' } = parts;
  const values = {
    id,
    timestamp,
    nonce,
    method,
    path: basePath + path,
    body,
    query: queryString(query),
    body_digest: message.includes('body_digest') ? createHash('sha256').update(body).digest('hex') : '',
  };
  return createHmac(algorithm, secret)
    .update(message.map((part) => values[part]).join(separator))
    .digest(encoding);
}

const isAt =
  (contract: CompiledContract, part: CompiledPart) =>
  ([name]: readonly [string, string]): boolean =>
    name.toLowerCase() === written(contract, part).toLowerCase();

const pairsAt = ({ headers, query }: Carried, { in: place }: CompiledPart): Pairs =>
  place === 'query' ? query : headers;

const valueIn = (contract: CompiledContract, carried: Carried, part: CompiledPart): string | undefined =>
  pairsAt(carried, part).find(isAt(contract, part))?.[1];

/** Takes a signature made earlier out of a request, with all its parts, so that the request can be signed again. */
function unsigned(contract: CompiledContract, parts: RequestParts, { parts: places }: CompiledMethod): RequestParts {
  const signature = places.find(({ part }) => part === 'signature');
  if (signature === undefined || valueIn(contract, parts, signature) === undefined) return parts;
  const without = (pairs: Pairs, inQuery: boolean): Pairs =>
    pairs.filter((pair) => !places.some((part) => (part.in === 'query') === inQuery && isAt(contract, part)(pair)));
  return { ...parts, headers: without(parts.headers, false), query: without(parts.query, true) };
}

function signed(
  contract: CompiledContract,
  parts: RequestParts,
  { requirement: { method } }: Presentation,
  credential: HmacCredential,
  secret: string,
): RequestParts {
  const values: Partial<Record<CompiledPart['part'], string>> = Object.fromEntries(
    method.parts.flatMap((part) => {
      const value = valueIn(contract, parts, part);
      return value === undefined ? [] : [[part.part, value]];
    }),
  );
  let whole = parts;
  const add = (wanted: 'nonce' | 'signature', make: () => string): void => {
    const place = method.parts.find(({ part }) => part === wanted);
    if (place === undefined || values[wanted] !== undefined) return;
    values[wanted] = make();
    const { headers, query } = carry(contract, place, values[wanted]);
    whole = { ...whole, headers: [...whole.headers, ...headers], query: [...whole.query, ...query] };
  };
  add('nonce', () => randomBytes(12).toString('hex'));
  add('signature', () => sign(credential, secret, whole, contract.basePath, values));
  return whole;
}

/**
 * Adds a credential to a request. A signature is made here, over the request as it stands and with a new nonce, unless
 * the presentation carries one; presented once more, a changed request is signed anew.
 */
export function present(contract: CompiledContract, parts: RequestParts, presentation: Presentation): RequestParts {
  const {
    requirement: { method },
    key,
  } = presentation;
  const credential = contract.credentials.get(method.credential);
  const base = credential?.kind === 'hmac' ? unsigned(contract, parts, method) : parts;
  const together: RequestParts = {
    ...base,
    headers: [...base.headers, ...presentation.headers],
    query: [...base.query, ...presentation.query],
  };
  return credential?.kind === 'hmac' && key !== undefined
    ? signed(contract, together, presentation, credential, key.secret)
    : together;
}
