/**
 * What the browser is sent back with: a code, and whatever else the request wanted at once.
 *
 * @see RFC 6749 §4.1.2, §4.2.2; OpenID Connect Core §3.2.2.5, §3.3.2.5; RFC 9700 §2.1.2 advises against tokens here
 */
import { chain } from '../../state/awaitable.ts';
import { idToken } from '../openid/id-token.ts';
import { claimsOfScopes } from '../openid/person-claims.ts';
import { issueCode } from './authorization-codes.ts';
import type { Authorization } from './authorization-codes.ts';
import type { BoundCredential } from './bound-credential.ts';
import { issueTokens } from './issue-tokens.ts';
import { holds } from './response-types.ts';
import { scopeList } from './scopes.ts';
import type { IdFormat } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

/** How codes are made. */
export interface Codes {
  readonly lifetimeMs: number;
  readonly format: IdFormat | undefined;
}

type Parameters = Readonly<Record<string, string>>;

const text = (fact: unknown): string => (typeof fact === 'string' || typeof fact === 'number' ? `${fact}` : '');

/** No refresh token goes with it (§4.2.2), and nobody proves who gets it. */
function accessToken(
  call: Call,
  bound: BoundCredential,
  { client, tenant, user, scope, audience, openid, signed_in: signIn }: Authorization,
): Awaitable<Parameters> {
  const party = { id: client, tenant, keyCredential: null, scopes: undefined, grants: undefined };
  const signedIn = openid && signIn && { ...openid, ...signIn };
  const issue = {
    party,
    scope,
    user,
    family: null,
    audience,
    refresh: undefined,
    openid: signedIn,
    withoutIdToken: true,
  };
  return chain(issueTokens(call, bound, issue), ({ answer }) => {
    if (answer?.facts === undefined) throw new Error(`${call.operation.id}: a token was refused that has no quota`);
    const { facts } = answer;
    const names = ['access_token', 'token_type', 'expires_in', 'scope'] as const;
    return Object.fromEntries(names.map((name) => [name, text(facts[`token.${name}`])]));
  });
}

/** Tells in hashes what it comes with; alone, it tells of the person what UserInfo would (Core §5.4). */
function identity(
  call: Call,
  { credential }: BoundCredential,
  { client, user, scope, openid, signed_in: signIn }: Authorization,
  { access_token: token, code }: Parameters,
): Awaitable<Parameters> {
  if (openid === undefined || signIn === undefined || credential.id_token === undefined)
    throw new Error(`${call.operation.id}: an ID token was asked for, and nobody signed in`);
  const isAlone = token === undefined && code === undefined;
  const claims = isAlone ? [...claimsOfScopes(credential.id_token, scopeList(scope)), ...openid.userinfo_claims] : [];
  const grant = { ...openid, ...signIn };
  return chain(
    idToken(call, credential, { client, user, grant }, { accessToken: token, code, claims }),
    (made): Parameters => (made === undefined ? {} : { id_token: made }),
  );
}

export function frontChannelAnswer(
  call: Call,
  bound: BoundCredential,
  authorization: Authorization,
  { lifetimeMs, format }: Codes,
): Awaitable<Parameters> {
  const type = authorization.response_type ?? 'code';
  return chain(holds(type, 'token') ? accessToken(call, bound, authorization) : {}, (token: Parameters) =>
    chain(
      holds(type, 'code') ? issueCode(call, authorization, lifetimeMs, format) : undefined,
      (code): Awaitable<Parameters> => {
        const given: Parameters = { ...token, ...(code !== undefined && { code }) };
        return holds(type, 'id_token')
          ? chain(identity(call, bound, authorization, given), (id) => ({ ...given, ...id }))
          : given;
      },
    ),
  );
}
