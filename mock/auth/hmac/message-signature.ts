/**
 * HTTP message signatures: what a request says it signs, and the text that this makes.
 *
 * @see [RFC 9421](https://www.rfc-editor.org/rfc/rfc9421)
 */
import { parseDictionary, parseItem, serializeInnerList, serializeItem } from '#structured-headers';
import type { InnerList, Item } from 'structured-headers';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import type { Signed } from '../../request/call.ts';
import { pairAlgorithms, registeredName } from '../../contract/signature-kinds.ts';
import { encodeAll } from './canonical-request.ts';

/** One signature of a request, read. */
export interface MessageSignature {
  readonly label: string;
  /** The covered components and the parameters, as `Signature-Input` has them. */
  readonly input: InnerList;
  /** Epoch seconds; undefined where it does not say when it ends. */
  readonly expires: number | undefined;
}

export interface ReadSignature {
  readonly id: string;
  readonly timestamp: string;
  readonly nonce: string | undefined;
  /** In base64. */
  readonly signature: string;
  readonly message: MessageSignature;
}

const isInnerList = (value: Item | InnerList): value is InnerList => Array.isArray(value[0]);

/** `@query-param;name="berth"` of a contract, as it is covered: `"@query-param";name="berth"`. */
export function componentOf(name: string): string {
  const [first = '', ...rest] = name.split(';');
  return serializeItem(parseItem([`"${first.toLowerCase()}"`, ...rest].join(';')));
}

/** @returns the signature that counts, or what is wrong with them all */
export function readMessageSignature(
  credential: SignatureCredential,
  signatureInput: string,
  signature: string,
): ReadSignature | string {
  let inputs: ReturnType<typeof parseDictionary>;
  let signatures: ReturnType<typeof parseDictionary>;
  try {
    inputs = parseDictionary(signatureInput);
    signatures = parseDictionary(signature);
  } catch {
    return 'Signature-Input or Signature is no dictionary (RFC 9651)';
  }
  const tag = credential.components?.tag;
  const told = [...inputs].filter(
    ([, value]) => isInnerList(value) && (tag === undefined || value[1].get('tag') === tag),
  );
  const [label, input] = told.find(([name]) => signatures.has(name)) ?? [];
  if (label === undefined || input === undefined || !isInnerList(input))
    return tag === undefined
      ? 'no label that is in Signature-Input and in Signature'
      : `no signature with the tag ${JSON.stringify(tag)}`;
  const [bytes] = signatures.get(label)!;
  const [covered, parameters] = input;
  const parameter = (name: string): unknown => parameters.get(name);
  const [id, created, expires, nonce, algorithm] = ['keyid', 'created', 'expires', 'nonce', 'alg'].map(parameter);
  if (!(bytes instanceof ArrayBuffer)) return `the signature ${label} is no byte sequence`;
  if (typeof id !== 'string') return 'no keyid';
  if (typeof created !== 'number' || !Number.isInteger(created)) return 'no created, in whole seconds';
  if (expires !== undefined && (typeof expires !== 'number' || !Number.isInteger(expires)))
    return 'expires is no whole number of seconds';
  if (nonce !== undefined && typeof nonce !== 'string') return 'nonce is no string';
  // Of several algorithms, the key says which it must be.
  const pairs = pairAlgorithms(credential);
  const known = pairs.length > 0 ? pairs : [registeredName(credential.algorithm)];
  if (algorithm !== undefined && !known.some((name) => name === algorithm))
    return `alg is another than ${known.join(' or ')}`;
  const names = covered.map((component) => serializeItem(component));
  if (new Set(names).size < names.length) return 'a component is covered twice';
  return {
    id,
    timestamp: String(created),
    nonce,
    signature: Buffer.from(bytes).toString('base64'),
    message: { label, input, expires },
  };
}

/** What is told of a signature that covers nothing: it proves that somebody signed, and not what. */
export const NOTHING_COVERED = 'no component';

/** Components that must be covered and are not; the body's digest need not be where there is no body. */
export function uncovered(
  { components }: SignatureCredential,
  { input }: MessageSignature,
  hasBody: boolean,
): string[] {
  const covered = new Set(input[0].map((component) => serializeItem(component)));
  return (components?.names ?? [])
    .filter((name) => hasBody || name.toLowerCase() !== 'content-digest')
    .map(componentOf)
    .filter((name) => !covered.has(name));
}

/** The path and query as the client sent them, sandbox and all: that is what a client signs. */
export const sentPath = ({ mount, request }: Signed): string => mount + (request.base ?? '') + request.path;

const DEFAULT_PORT = { http: ':80', https: ':443' } as const;

/** A header field's value: one line, each that came with the white space around it gone (RFC 9421 §2.1). */
function fieldValue({ request }: Signed, name: string): string | undefined {
  const values: string[] = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    if (request.rawHeaders[i]!.toLowerCase() === name) values.push(request.rawHeaders[i + 1]!.trim());
  return values.length === 0 ? undefined : values.join(', ');
}

function dictionaryMember(value: string, key: string): string | undefined {
  try {
    const member = parseDictionary(value).get(key);
    return member && (isInnerList(member) ? serializeInnerList(member) : serializeItem(member));
  } catch {
    return undefined;
  }
}

/** The value of a covered component (RFC 9421 §2); undefined where the request has none, or nobody here knows it. */
export function componentValue(call: Signed, [name, parameters]: Item): string | undefined {
  const { request } = call;
  if (typeof name !== 'string') return undefined;
  const scheme = request.origin.startsWith('https:') ? 'https' : 'http';
  const query = request.queryString === '' ? '' : `?${request.queryString}`;
  const known = [...parameters.keys()];
  if (name === '@query-param') {
    const wanted: unknown = parameters.get('name');
    const given =
      typeof wanted === 'string' && known.length === 1 ? request.query[decodeURIComponent(wanted)] : undefined;
    return typeof given === 'string' ? encodeAll(given) : undefined;
  }
  if (!name.startsWith('@')) {
    const value = fieldValue(call, name);
    const key: unknown = parameters.get('key');
    if (known.length === 0 || value === undefined) return value;
    return known.length === 1 && typeof key === 'string' ? dictionaryMember(value, key) : undefined;
  }
  if (known.length > 0) return undefined;
  const authority = (): string => {
    const host = (fieldValue(call, 'host') ?? '').toLowerCase();
    return host.endsWith(DEFAULT_PORT[scheme]) ? host.slice(0, -DEFAULT_PORT[scheme].length) : host;
  };
  switch (name) {
    case '@method':
      return request.method;
    case '@authority':
      return authority();
    case '@scheme':
      return scheme;
    case '@path':
      return sentPath(call);
    case '@query':
      return query === '' ? '?' : query;
    case '@request-target':
      return sentPath(call) + query;
    case '@target-uri':
      return `${scheme}://${authority()}${sentPath(call)}${query}`;
    default:
      return undefined;
  }
}

/** @param shown what stands for a component's value, where not the value itself */
export function signatureBase(
  call: Signed,
  { input }: MessageSignature,
  shown: (name: string, value: string) => string = (_name, value) => value,
): string {
  const lines = input[0].map((component) => {
    const name = serializeItem(component);
    return `${name}: ${shown(name, componentValue(call, component) ?? '')}`;
  });
  return [...lines, `"@signature-params": ${serializeInnerList(input)}`].join('\n');
}
