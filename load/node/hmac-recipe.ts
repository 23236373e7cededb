/** What k6 needs to sign a request, and where the request carries it. */
import { expiryOf } from '../../conformance/driver/present-credential.ts';
import type { PartValues } from '../../conformance/driver/present-credential.ts';
import { mustCover } from '../../conformance/driver/message-signature.ts';
import type { RequestParts } from '../../conformance/check-context.ts';
import type { CompiledContract, CompiledMethod } from '../../mock/contract/compiled-contract.ts';
import { isKeyPairAlgorithm, isSignature } from '../../mock/contract/signature-kinds.ts';
import type { HmacRecipe } from '../k6/profile.ts';
import { NotApplicable } from './profile-inputs.ts';

type Key = { readonly id: string; readonly secret: string };

/** Credentials that sign with key pairs, or are certificates: k6's scripts have neither. */
export const unsignedOf = ({ credentials }: CompiledContract): readonly string[] =>
  [...credentials].filter(([, { kind }]) => kind === 'signature' || kind === 'certificate').map(([name]) => name);

export const unsignedLine = (names: readonly string[]): string =>
  `left out, as k6 signs with shared secrets here, and with no key pairs or certificates: requests by ${names.join(', ')}`;

/** What a signature carries, where the credential's parts stand: filled in for each request. */
export function signedValues(
  { credentials }: CompiledContract,
  { credential: name, parts }: CompiledMethod,
  { id }: Key,
): PartValues {
  const credential = credentials.get(name);
  if (!isSignature(credential)) throw new Error(`${name} signs nothing`);
  const has = (part: string): boolean => parts.some((one) => one.part === part);
  return {
    id: credential.scope === undefined ? id : `${id}/__SCOPE__`,
    timestamp: '__TIMESTAMP__',
    nonce: '__NONCE__',
    signature: '__SIGNATURE__',
    ...(has('signature_input') && { signature_input: '__SIGNATURE_INPUT__' }),
    ...(has('signed_headers') && { signed_headers: '__SIGNED_HEADERS__' }),
    ...(has('expires') && { expires: expiryOf(credential)! }),
  };
}

/** What is sent because it is signed: the digest of the body, and a date. */
export function signedFields(
  { credentials }: CompiledContract,
  { credential: name }: CompiledMethod,
  { headers, body = '' }: RequestParts,
): RequestParts['headers'] {
  const credential = credentials.get(name);
  if (!isSignature(credential)) return [];
  const isDated = headers.some(([field]) => field.toLowerCase() === 'date');
  return [
    ...(credential.digest?.header !== undefined && body !== ''
      ? [[credential.digest.header, '__BODY_DIGEST__'] as const]
      : []),
    ...(credential.components?.names.includes('date') === true && !isDated ? [['Date', '__HTTP_DATE__'] as const] : []),
  ];
}

/** @param parts the request, with all that is signed in its place */
export function hmacRecipe(
  { credentials }: CompiledContract,
  { credential: name, parts: places }: CompiledMethod,
  { id, secret }: Key,
  parts: RequestParts,
): HmacRecipe {
  const credential = credentials.get(name);
  if (!isSignature(credential) || isKeyPairAlgorithm(credential.algorithm))
    throw new NotApplicable(`k6 does not sign with key pairs here, as ${name} does`);
  const { algorithm, encoding, message, separator = '', request, headers, digest, components, scope } = credential;
  const lists = places.some(({ part }) => part === 'signed_headers');
  const dated = places.find(({ part, in: place }) => part === 'timestamp' && place === 'header');
  const named = [
    ...(headers?.names ?? []),
    ...(lists && dated !== undefined ? [dated.name] : []),
    ...(lists && digest?.header !== undefined && (parts.body ?? '') !== '' ? [digest.header] : []),
  ];
  return {
    algorithm,
    encoding,
    message,
    separator,
    id,
    secret,
    ...(request && { request }),
    ...(digest && { digest }),
    ...(scope && { scope }),
    ...(credential.timestamp_format && { timestamp_format: credential.timestamp_format }),
    ...(credential.secret_encoding && { secret_encoding: credential.secret_encoding }),
    signedHeaders: [...new Set(named.map((field) => field.toLowerCase()))].sort(),
    components: components === undefined ? [] : mustCover(credential, parts),
    tag: components?.tag ?? null,
  };
}
