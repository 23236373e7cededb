/**
 * Makes ID tokens.
 *
 * @see OpenID Connect Core §2, §3.1.3.6 and §3.2.2.10 (`at_hash`), §3.3.2.11 (`c_hash`), §12.2 (after a refresh)
 */
import { createHash } from 'node:crypto';
import { contractMs } from '../../contract/durations.ts';
import { issuer } from '../oauth/issuer.ts';
import { signJwt } from '../oauth/signed-jwt.ts';
import type { OpenIdGrant } from './openid-grant.ts';
import { personClaims } from './person-claims.ts';
import { subjectOf } from './subject.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

/** What every client takes (Core §15.1). */
export const ID_TOKEN_ALGORITHM = 'RS256' as const;

/** The left half of the hash, of the same hash as the signature's. */
const halfHash = (token: string): string =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');

/** What comes with an ID token, and what else it says. */
export interface Beside {
  readonly accessToken?: string | undefined;
  readonly code?: string | undefined;
  /** Names of claims, besides those that the request asked for. */
  readonly claims?: readonly string[];
}

export function idToken(
  call: Call,
  credential: TokenCredential,
  { client, user, grant }: { readonly client: string; readonly user: string; readonly grant: OpenIdGrant },
  { accessToken, code, claims = [] }: Beside,
): Awaitable<string> | undefined {
  const { id_token: openid } = credential;
  if (openid === undefined) return undefined;
  const { world, now } = call;
  const issuedAt = Math.floor(now / 1000);
  const { acr, amr } = openid;
  return signJwt(world.keys.get(ID_TOKEN_ALGORITHM), {
    ...personClaims(world, openid, user, [...claims, ...grant.id_claims]),
    iss: issuer(call, credential),
    sub: subjectOf(world, openid, client, user),
    aud: client,
    exp: issuedAt + Math.round(contractMs(openid.lifetime) / 1000),
    iat: issuedAt,
    auth_time: grant.auth_time,
    ...(grant.nonce !== null && { nonce: grant.nonce }),
    ...(accessToken !== undefined && { at_hash: halfHash(accessToken) }),
    ...(code !== undefined && { c_hash: halfHash(code) }),
    sid: grant.sid,
    ...(acr !== undefined && { acr }),
    ...(amr !== undefined && { amr }),
  });
}
