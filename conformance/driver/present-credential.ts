/** Puts credentials into requests. */
import { randomBytes } from 'node:crypto';
import type { SignatureCredential } from '../../specs/generated/vocabulary.ts';
import type { CompiledMethod, CompiledPart, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Presentation, RequestParts } from '../check-context.ts';
import { contractMs } from '../../mock/contract/durations.ts';
import { readComposite, withParameter } from './composite-header.ts';
import { baseText, inputText, isMessageSignature, mustCover } from './message-signature.ts';
import type { Covering } from './message-signature.ts';
import type { Pairs } from './request-parts.ts';
import { algorithmByKey } from './key-pair-signer.ts';
import type { PairForm } from './key-pair-signer.ts';
import { digestOf, partValues, sentId, sign } from './sign-message.ts';
import type { PartValues as MessageValues } from './sign-message.ts';
import { isSignature, pairAlgorithms } from '../../mock/contract/signature-kinds.ts';

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

/** The name of a scheme as it is written. */
const schemeOf = ({ name }: CompiledPart): string =>
  name === 'dpop' ? 'DPoP' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function carry(contract: CompiledContract, part: CompiledPart, value: string): Carried {
  switch (part.in) {
    case 'query':
      return { headers: [], query: [[written(contract, part), value]] };
    case 'cookie':
      return { headers: [['Cookie', `${written(contract, part)}=${inCookie(value)}`]], query: [] };
    case 'authorization':
      return {
        headers: [['Authorization', `${schemeOf(part)} ${isUserName(part) ? asUserName(value) : value}`]],
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
    if (value === undefined) return carried;
    return carryMore(contract, carried, part, value);
  }, NOTHING);
}

/** One more part: in a place of its own, or in the one header that carries several. */
function carryMore(
  contract: CompiledContract,
  { headers, query }: Carried,
  part: CompiledPart,
  value: string,
): Carried {
  if (part.parameter !== undefined) {
    const scheme = contract.document.components?.securitySchemes?.[part.scheme]?.scheme ?? part.name;
    const isHeader = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'authorization';
    const header = withParameter(
      headers.find(isHeader)?.[1],
      { scheme, quoted: part.quoted ?? false },
      part.parameter,
      value,
    );
    return { headers: [...headers.filter((pair) => !isHeader(pair)), ['Authorization', header!]], query };
  }
  const one = carry(contract, part, value);
  return { headers: [...headers, ...one.headers], query: [...query, ...one.query] };
}

const isAt =
  (contract: CompiledContract, part: CompiledPart) =>
  ([name]: readonly [string, string]): boolean =>
    name.toLowerCase() === (part.in === 'authorization' ? 'authorization' : written(contract, part).toLowerCase());

const pairsAt = ({ headers, query }: Carried, { in: place }: CompiledPart): Pairs =>
  place === 'query' ? query : headers;

function valueIn(contract: CompiledContract, carried: Carried, part: CompiledPart): string | undefined {
  const value = pairsAt(carried, part).find(isAt(contract, part))?.[1];
  return part.parameter === undefined
    ? value
    : readComposite(value, part.name)?.pairs.find(([name]) => name === part.parameter)?.[1];
}

/** Takes what the method carries out of a request: it is signed, perhaps once more, as a whole. */
function without(contract: CompiledContract, parts: RequestParts, { parts: places }: CompiledMethod): RequestParts {
  const kept = (pairs: Pairs, inQuery: boolean): Pairs =>
    pairs.filter((pair) => !places.some((part) => (part.in === 'query') === inQuery && isAt(contract, part)(pair)));
  return { ...parts, headers: kept(parts.headers, false), query: kept(parts.query, true) };
}

/** What a signature is made of, and what a test changes about it. */
export interface SignWith {
  readonly id: string;
  readonly secret: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** Seconds; where the method says how long it is good. */
  readonly expires?: string | undefined;
  /** Where the request goes to, from its parts. */
  readonly urlOf: (parts: RequestParts) => string;
  /** Header fields that are signed; default those that the contract names, with date and digest. */
  readonly signedHeaders?: readonly string[];
  /** By another recipe. */
  readonly recipe?: Partial<SignatureCredential>;
  /** Of a signature by a key pair: made otherwise. */
  readonly form?: PairForm;
  /** Signed instead of the true values. */
  readonly signed?: ((values: MessageValues) => MessageValues) | undefined;
  /** Sent instead of what is signed. */
  readonly sent?: Partial<Record<CompiledPart['part'], string>>;
  readonly sentSignature?: ((signature: string) => string) | undefined;
  /** Of an HTTP message signature: what it covers, default what it must; and parameters besides, or in place of, its own. */
  readonly components?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly label?: string;
  /** Sent instead of the body's true digest; undefined for none. */
  readonly digest?: { readonly value: string | undefined };
}

/** How long a signature says that it is good, where it says so. */
export const expiryOf = ({ expires }: SignatureCredential): string | undefined =>
  expires === undefined ? undefined : `${Math.min(600, contractMs(expires.longest) / 1000)}`;

/** Host and port of a URL, as the `Host` header has them. */
const hostOf = (url: string): string => /^\w+:\/\/([^/?#]+)/.exec(url)?.[1] ?? '';

/** Signed as HTTP messages are (RFC 9421). */
function signMessage(
  contract: CompiledContract,
  add: (before: RequestParts, some: PartValues) => RequestParts,
  credential: SignatureCredential,
  given: RequestParts,
  wish: SignWith,
): { readonly parts: RequestParts; readonly signature: string } {
  const components = wish.components ?? mustCover(credential, given);
  // What is covered must be there; a date is easily made.
  const isDated = given.headers.some(([name]) => name.toLowerCase() === 'date');
  const parts: RequestParts =
    components.includes('date') && !isDated
      ? { ...given, headers: [...given.headers, ['Date', new Date(Number(wish.timestamp) * 1000).toUTCString()]] }
      : given;
  const covering = (id: string, created: string): Covering => ({
    url: wish.urlOf(parts),
    components,
    parameters: Object.entries<string | undefined>({
      created,
      keyid: JSON.stringify(id),
      nonce: JSON.stringify(wish.nonce),
      ...(credential.components?.tag !== undefined && { tag: JSON.stringify(credential.components.tag) }),
      ...wish.parameters,
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  });
  const base = baseText(parts, covering(wish.id, wish.timestamp));
  const recipe = { ...credential, ...wish.recipe };
  const message = partValues(recipe, parts, { ...wish, headers: [], base }, contract.basePath);
  const made = sign(recipe, wish.secret, wish.signed?.(message) ?? message, wish.form);
  const { label = 'suite' } = wish;
  const signature = wish.sentSignature?.(made) ?? made;
  const sent = covering(wish.sent?.id ?? wish.id, wish.sent?.timestamp ?? wish.timestamp);
  return {
    parts: add(parts, {
      signature_input: `${label}=${inputText(sent)}`,
      signature: `${label}=:${signature}:`,
    }),
    signature,
  };
}

/** The recipe by the algorithm of the key, where the contract has several. */
function byKey(credential: SignatureCredential, key: string): SignatureCredential {
  if (credential.algorithms === undefined) return credential;
  const algorithm = algorithmByKey(pairAlgorithms(credential), key);
  return algorithm === undefined ? credential : { ...credential, algorithm };
}

/** A request, signed by the contract's recipe: with everything that is signed in its place first. */
export function signRequest(
  contract: CompiledContract,
  method: CompiledMethod,
  given: SignatureCredential,
  parts: RequestParts,
  wish: SignWith,
): { readonly parts: RequestParts; readonly signature: string } {
  const credential = byKey(given, wish.secret);
  const { digest } = credential;
  let whole = without(contract, parts, method);
  const put = (name: string, value: string | undefined): void => {
    const rest = whole.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
    whole = { ...whole, headers: value === undefined ? rest : [...rest, [name, value]] };
  };
  if (digest?.header !== undefined && parts.body !== undefined && parts.body !== '')
    put(digest.header, wish.digest === undefined ? digestOf(credential, parts.body) : wish.digest.value);
  if (credential.headers?.names.some((name) => name.toLowerCase() === 'host')) put('Host', hostOf(wish.urlOf(parts)));
  const dated = method.parts.find(({ part, in: place }) => part === 'timestamp' && place === 'header');
  const lists = method.parts.some(({ part }) => part === 'signed_headers');
  const names = wish.signedHeaders ?? [
    ...new Set(
      [
        ...(credential.headers?.names ?? []),
        ...(lists && dated !== undefined ? [dated.name] : []),
        ...(lists && digest?.header !== undefined && whole.headers.some(([name]) => name === digest.header)
          ? [digest.header]
          : []),
      ].map((name) => name.toLowerCase()),
    ),
  ];
  const values: PartValues = {
    id: sentId({ ...credential, ...wish.recipe }, wish.id, wish.timestamp),
    timestamp: wish.timestamp,
    nonce: wish.nonce,
    signed_headers: [...names].sort().join(';'),
    ...(wish.expires !== undefined && { expires: wish.expires }),
  };
  const add = (before: RequestParts, some: PartValues): RequestParts => {
    const carried = method.parts.reduce<Carried>(
      (rest, part) => {
        const value = some[part.part];
        return value === undefined ? rest : carryMore(contract, rest, part, value);
      },
      { headers: before.headers, query: before.query },
    );
    return { ...before, ...carried };
  };
  const recipe = { ...credential, ...wish.recipe };
  if (isMessageSignature(credential)) return signMessage(contract, add, credential, whole, wish);
  const signing = { ...wish, headers: names };
  const unsigned = add(whole, values);
  const message = partValues(recipe, unsigned, signing, contract.basePath);
  const signature = sign(recipe, wish.secret, wish.signed?.(message) ?? message, wish.form);
  const sent = { ...values, signature: wish.sentSignature?.(signature) ?? signature, ...wish.sent };
  return { parts: add(whole, sent), signature };
}

/**
 * Adds a credential to a request. A signature is made here, over the request as it stands and with a new nonce, unless
 * the presentation carries one; presented once more, a changed request is signed anew.
 */
export function present(
  contract: CompiledContract,
  parts: RequestParts,
  presentation: Presentation,
  urlOf: (parts: RequestParts) => string,
): RequestParts {
  const {
    requirement: { method },
    key,
  } = presentation;
  const together: RequestParts = {
    ...parts,
    headers: [...parts.headers, ...presentation.headers],
    query: [...parts.query, ...presentation.query],
    ...(presentation.certificate !== undefined && { certificate: presentation.certificate }),
  };
  const credential = contract.credentials.get(method.credential);
  if (!isSignature(credential) || key === undefined) return together;
  const given = (wanted: CompiledPart['part']): string | undefined => {
    const place = method.parts.find(({ part }) => part === wanted);
    return place && valueIn(contract, presentation, place);
  };
  if (given('signature') !== undefined) return { ...together, ...merged(contract, parts, method, presentation) };
  return signRequest(contract, method, credential, together, {
    id: key.id,
    secret: key.secret,
    timestamp: given('timestamp') ?? presentation.signedAt ?? '',
    nonce: given('nonce') ?? randomBytes(12).toString('hex'),
    expires: given('expires'),
    urlOf,
  }).parts;
}

/** The presentation's own signature in place of an earlier one. */
function merged(
  contract: CompiledContract,
  parts: RequestParts,
  method: CompiledMethod,
  { headers, query }: Presentation,
): Carried {
  const bare = without(contract, parts, method);
  return { headers: [...bare.headers, ...headers], query: [...bare.query, ...query] };
}
