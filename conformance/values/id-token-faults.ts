/** What is wrong with an ID token, wherever one comes: in its header, in its claims, and beside what it comes with. */
import { createHash } from 'node:crypto';
import { PRIVATE_MEMBERS, parseJwt } from '../checks/oauth/read-jwt.ts';
import type { Part } from '../checks/oauth/read-jwt.ts';
import { isObject } from '../driver/json-values.ts';
import type { Span } from './answer-context.ts';

/** What at_hash and c_hash are of an access token or a code, where the signature's hash is SHA-256. */
export const halfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

/** The types of claims (Core §2; RFC 7519 §4.1). */
const TYPES: Readonly<Record<string, readonly [words: string, holds: (value: unknown) => boolean]>> = {
  ...Object.fromEntries(
    ['iss', 'sub', 'nonce', 'acr', 'azp', 'at_hash', 'c_hash', 'sid'].map((name) => [
      name,
      ['a text', (value: unknown) => typeof value === 'string'] as const,
    ]),
  ),
  ...Object.fromEntries(
    ['iat', 'exp', 'nbf', 'auth_time'].map((name) => [
      name,
      ['a number of seconds', (value: unknown) => typeof value === 'number'] as const,
    ]),
  ),
  amr: ['a list of texts', (value) => Array.isArray(value) && value.every((each) => typeof each === 'string')],
};

/** The clocks of suite and target are read one after the other. */
const SLACK_S = 2;

/** What must be the same in each ID token that a refresh brings (Core §12.2). */
const KEPT = ['iss', 'sub', 'aud', 'azp', 'auth_time'];

export interface IdTokenScene {
  /** Whom it is for; undefined where that is not known. */
  readonly client: string | undefined;
  /** The access token and the code that come with it. */
  readonly accessToken?: string | undefined;
  readonly code?: string | undefined;
  /** When it was made. */
  readonly at: Span;
  /** Claims of the first ID token of this sign-in, where a refresh brought this one. */
  readonly first?: Part | undefined;
  /** A target that nobody else's client trusts has no further audience. */
  readonly isMock: boolean;
}

const show = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));

function headerFault({ alg, typ, crit, jwk }: Part): string | undefined {
  if (typeof alg !== 'string' || alg.toLowerCase() === 'none') return `a signature, and not alg ${show(alg)}`;
  // A JWT of one kind must not pass for one of another (RFC 8725 §3.11).
  if (typeof typ === 'string' && /^(?:application\/)?(?:at|logout|dpop|token-introspection)\+jwt$/i.test(typ))
    return `the type of an ID token, and not typ ${show(typ)}`;
  if (crit !== undefined) return `no extension that clients must understand, and not crit ${show(crit)}`;
  if (isObject(jwk) && PRIVATE_MEMBERS.some((member) => member in jwk)) return 'no private key in its header';
  return undefined;
}

function timeFault({ iat, exp, nbf, auth_time: signedIn }: Part, { from, to }: Span): string | undefined {
  const [earliest, latest] = [Math.floor(from / 1000) - SLACK_S, Math.ceil(to / 1000) + SLACK_S];
  if (typeof iat !== 'number' || iat < earliest || iat > latest) return `iat of now, ${latest}, and not ${show(iat)}`;
  if (typeof exp !== 'number' || exp <= iat) return `exp after iat, and not ${show(exp)}`;
  if (typeof nbf === 'number' && nbf > latest) return `an nbf that is reached, and not ${show(nbf)}`;
  if (typeof signedIn === 'number' && signedIn > latest) return `an auth_time that was, and not ${show(signedIn)}`;
  return undefined;
}

function audienceFault({ aud, azp }: Part, { client, isMock }: IdTokenScene): string | undefined {
  if (client === undefined) return undefined;
  const all = [aud].flat();
  if (!all.includes(client)) return `aud ${show(client)}, and not ${show(aud)}`;
  if (azp !== undefined && azp !== client) return `azp ${show(client)}, or none, and not ${show(azp)}`;
  if (all.length > 1 && (isMock || azp === undefined))
    return `${isMock ? 'no further audience' : 'azp beside several audiences'}, and not aud ${show(aud)}`;
  return undefined;
}

function hashFault(claims: Part, alg: unknown, { accessToken, code }: IdTokenScene): string | undefined {
  if (!/256$/.test(String(alg))) return undefined;
  for (const [name, text] of [
    ['at_hash', accessToken],
    ['c_hash', code],
  ] as const)
    if (text !== undefined && claims[name] !== undefined && claims[name] !== halfHash(text))
      return `${name} ${halfHash(text)}, and not ${show(claims[name])}`;
  return undefined;
}

function refreshFault(claims: Part, first: Part | undefined): string | undefined {
  if (first === undefined) return undefined;
  const other = KEPT.find((name) => JSON.stringify(claims[name]) !== JSON.stringify(first[name]));
  if (other !== undefined)
    return `${other} as when the person signed in, ${show(first[other])}, and not ${show(claims[other])}`;
  const { nonce } = claims;
  return nonce === undefined || nonce === first['nonce']
    ? undefined
    : `no nonce, or that of the sign-in, ${show(first['nonce'])}, and not ${show(nonce)}`;
}

/** @returns what it must have, and has not; undefined if nothing is wrong */
export function idTokenFault(token: string, scene: IdTokenScene): string | undefined {
  const jwt = parseJwt(token);
  if (jwt === undefined) return 'the three parts of a JWT';
  const { header, claims } = jwt;
  const mistyped = Object.entries(TYPES).find(
    ([name, [, holds]]) => claims[name] !== undefined && !holds(claims[name]),
  );
  return (
    headerFault(header) ??
    (mistyped && `${mistyped[0]} as ${mistyped[1][0]}, and not ${show(claims[mistyped[0]])}`) ??
    audienceFault(claims, scene) ??
    timeFault(claims, scene.at) ??
    hashFault(claims, header['alg'], scene) ??
    refreshFault(claims, scene.first)
  );
}
