/** JSON Web Tokens taken apart and put together again, rightly and wrongly. Independent of the sandbox's own code. */
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

export type Part = Readonly<Record<string, unknown>>;

export interface Jwt {
  readonly header: Part;
  readonly claims: Part;
  /** Base64url. */
  readonly signature: string;
}

/** Members of a JWK that only its owner may know (RFC 7518 §6). */
export const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const encode = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const decode = (text: string): Part => JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Part;

/** @returns undefined if the token is no JWT */
export function parseJwt(token: string): Jwt | undefined {
  const [head, body, signature, ...more] = token.split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) return undefined;
  try {
    return { header: decode(head), claims: decode(body), signature };
  } catch {
    return undefined;
  }
}

/** With whatever signature. */
export const assemble = ({ header, claims, signature }: Jwt): string =>
  `${encode(header)}.${encode(claims)}.${signature}`;

const signingInput = (header: Part, claims: Part): string => `${encode(header)}.${encode(claims)}`;

/** Signed with HMAC; the header's `alg` is the caller's business. */
export function signHmac(header: Part, claims: Part, secret: string | Buffer): string {
  const input = signingInput(header, claims);
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** Signed with RSA or, for an elliptic-curve key, with ECDSA in the form of RFC 7518 §3.4. */
export function signKey(header: Part, claims: Part, key: KeyObject): string {
  const input = signingInput(header, claims);
  const signature = sign(
    'sha256',
    Buffer.from(input),
    key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : { key },
  );
  return `${input}.${signature.toString('base64url')}`;
}

export const privateKeyOf = (jwk: Part): KeyObject => createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });

const strange = new Map<string, KeyObject>();

/** A key of the algorithm's kind that nobody knows; made once, since RSA keys take their time. */
export function strangeKey(algorithm: string): KeyObject {
  const kind = algorithm.startsWith('ES') ? 'ec' : 'rsa';
  let key = strange.get(kind);
  if (key === undefined) {
    key =
      kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
        : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    strange.set(kind, key);
  }
  return key;
}
