/** Which credentials a request presents, read from where the contract's security schemes say they stand. */
import type { CredentialPart } from '../../specs/generated/vocabulary.ts';
import type { Call, Incoming } from '../request/call.ts';
import type { CompiledMethod, CompiledPart } from '../contract/compiled-contract.ts';
import { cookieValues } from '../request/cookies.ts';
import { readParameters } from './composite-authorization.ts';

export interface Presented {
  readonly method: CompiledMethod;
  readonly id: string | undefined;
  readonly secret: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly nonce: string | undefined;
  readonly signedHeaders?: string | undefined;
  readonly expires?: string | undefined;
  readonly signatureInput?: string | undefined;
  /** A part that is missing, unreadable, or there twice with different values; undefined if all is well. */
  readonly flaw: string | undefined;
}

/**
 * The credentials of an `Authorization` header with this scheme; the scheme's case does not matter (RFC 9110 §11.1).
 */
function authorization(request: Incoming, scheme: string): string | undefined {
  const header = request.headers.authorization as string | undefined;
  if (header === undefined || (header.length > scheme.length && header.charCodeAt(scheme.length) !== 32))
    return undefined;
  // Spaces alone stand between the two (RFC 9110 §11.4): a no-break space is a character of the credential.
  return header.slice(0, scheme.length).toLowerCase() === scheme
    ? header.slice(scheme.length + 1).replace(/^ +/, '')
    : undefined;
}

/** A key by itself in HTTP Basic: it is the user name, and the password is empty. */
export const isUserName = ({ in: place, name, part }: CompiledPart): boolean =>
  place === 'authorization' && name === 'basic' && part === 'secret';

/** With a password it is another text, which is nobody's key. */
const userName = (credentials: string): string => Buffer.from(credentials, 'base64').toString('utf8').replace(/:$/, '');

/** What stands where a part has its place. */
export function read(request: Incoming, part: CompiledPart): string | readonly string[] | undefined {
  switch (part.in) {
    case 'header':
      return request.headers[part.name];
    case 'query':
      return request.query[part.name];
    case 'cookie': {
      const values = cookieValues(request, part.name);
      return values.length > 1 ? values : values[0];
    }
    case 'authorization': {
      const credentials =
        authorization(request, part.name) ??
        (part.otherName === undefined ? undefined : authorization(request, part.otherName));
      if (part.parameter !== undefined) return credentials && readParameters(credentials).get(part.parameter);
      return isUserName(part) && credentials ? userName(credentials) : credentials;
    }
  }
}

/**
 * @returns id and password of an HTTP Basic credential; undefined if it cannot be read
 * @see [RFC 7617 §2](https://www.rfc-editor.org/rfc/rfc7617#section-2)
 */
export function decodeBasic(credentials: string): { id: string; secret: string } | undefined {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** An id or timestamp alone does not make a credential: methods share them. */
const proves = ({ part }: CompiledPart): boolean => part === 'secret' || part === 'basic' || part === 'signature';

const NOTHING = {
  id: undefined,
  secret: undefined,
  signature: undefined,
  timestamp: undefined,
  nonce: undefined,
  flaw: undefined,
} as const;

/** @returns undefined if the request does not present this method at all */
export function present({ request }: Call, method: CompiledMethod): Presented | undefined {
  const { parts } = method;
  if (method.kind === 'certificate') return request.certificate && { ...NOTHING, method };
  const values: Partial<Record<Exclude<CredentialPart, 'basic'>, string>> = {};
  let proven = false;
  let missing: CompiledPart | undefined;
  let flaw: string | undefined;
  for (const part of parts) {
    const value = read(request, part);
    if (value === undefined || value === '') {
      missing ??= part;
      // A scheme with nothing behind it (`Bearer ` and an empty variable) is a bad credential, not the absence of one.
      if (part.in === 'authorization' && (value === '' || authorization(request, part.name) !== undefined))
        proven = true;
      continue;
    }
    if (proves(part)) proven = true;
    if (typeof value !== 'string')
      flaw = `${part.name} is there ${value.length} times${part.in === 'cookie' ? ', with different values' : ''}`;
    else if (part.part !== 'basic') values[part.part] = value;
    else {
      const pair = decodeBasic(value);
      if (pair) Object.assign(values, pair);
      else flaw = 'the Basic credentials are not base64 of id:password';
    }
  }
  if (!proven) return undefined;
  if (missing) flaw ??= `no ${missing.part.replace('_', ' ')} (${missing.parameter ?? missing.name})`;
  return {
    method,
    id: values.id,
    secret: values.secret,
    signature: values.signature,
    timestamp: values.timestamp,
    nonce: values.nonce,
    signedHeaders: values.signed_headers,
    expires: values.expires,
    signatureInput: values.signature_input,
    flaw,
  };
}

/** Whether the `Authorization` header came more than once; Node keeps only the first. */
export function repeatsAuthorization({ rawHeaders, headers }: Incoming): boolean {
  if (headers.authorization === undefined) return false;
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 13 && name.toLowerCase() === 'authorization') count++;
  }
  return count > 1;
}
