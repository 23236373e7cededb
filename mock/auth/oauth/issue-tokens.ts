/**
 * Makes access and refresh tokens.
 *
 * @see RFC 6749 §5.1
 */
import { putToken, tokenType } from './token-records.ts';
import { tokenSubject } from '../openid/subject.ts';
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { lineage } from '../grantor-exists.ts';
import { accessLifetime } from './bound-credential.ts';
import { isPublicClient } from './public-client.ts';
import { issuer } from './issuer.ts';
import { idToken } from '../openid/id-token.ts';
import type { OpenIdGrant } from '../openid/openid-grant.ts';
import { signJwt } from './signed-jwt.ts';
import { scopeList } from './scopes.ts';
import { takePlace } from './live-token-limit.ts';
import type { BoundCredential } from './bound-credential.ts';
import type { Party } from './client-authentication.ts';
import type { Claims } from './signed-jwt.ts';
import type { TokenRecord } from './token-records.ts';
import type { Grant, IdFormat, TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call, Outcome } from '../../request/call.ts';

const OPAQUE: IdFormat = { alphabet: 'base64url', length: 43 };
const CLAIMS: NonNullable<TokenCredential['claims']> = ['iss', 'sub', 'exp', 'iat', 'client_id', 'scope'];

export interface Issue {
  readonly party: Party;
  /** Where the grant says how long the access token lives. */
  readonly grant?: Grant;
  readonly scope: string;
  /** Who the token speaks for, where that is not the client itself. */
  readonly user: string | null;
  /** The authorization it descends from; null for a token on its own. */
  readonly family: string | null;
  /** Whom it speaks for, where that is neither. */
  readonly subject?: string | undefined;
  /** Who acts for whom it speaks for (RFC 8693 §4.1). */
  readonly actor?: string | undefined;
  /** Whom the access token is for, where that is not this API as always. */
  readonly audience?: readonly string[] | undefined;
  /** A new refresh token with this scope and for these, an old one given back, or none. */
  readonly refresh:
    | { readonly scope: string; readonly audience?: readonly string[] | undefined }
    | { readonly token: string }
    | undefined;
  /** How the person signed in, where the scope held `openid`. */
  readonly openid?: OpenIdGrant | undefined;
  /** Whether the ID token, if any, is made by the caller, who knows what else it has to say. */
  readonly withoutIdToken?: boolean;
}

/** One as a text, several as a list (RFC 7519 §4.1.3). */
export function audienceOf(call: Call, credential: TokenCredential, { audience }: TokenRecord): string | string[] {
  if (audience === undefined) return credential.audience ?? issuer(call, credential);
  return audience.length === 1 ? audience[0]! : [...audience];
}

/** `jti` is in every JWT, whatever the contract's list: two tokens of one second must not be the same token. */
function claimsOf(call: Call, credential: TokenCredential, record: TokenRecord): Claims {
  const iss = issuer(call, credential);
  const values: Claims = {
    iss,
    sub: tokenSubject(call.world, credential, record),
    aud: record.use === 'access' ? audienceOf(call, credential, record) : (credential.audience ?? iss),
    exp: record.expires_at,
    iat: record.issued_at,
    nbf: record.issued_at,
    jti: record.jti ?? undefined,
    client_id: record.client,
    scope: record.scope,
    tenant: record.tenant,
  };
  const claims: Record<string, Claims[string]> = {};
  for (const claim of credential.claims ?? CLAIMS) claims[claim] = values[claim];
  claims['jti'] = values['jti'];
  if (record.actor !== undefined) claims['act'] = { sub: record.actor };
  if (record.cnf !== undefined) claims['cnf'] = record.cnf;
  if (record.use === 'refresh') claims['token_use'] = 'refresh';
  return claims;
}

function mint(
  call: Call,
  credential: TokenCredential,
  record: TokenRecord,
  format: 'jwt' | 'opaque',
): Awaitable<string> {
  if (format === 'jwt')
    return signJwt(
      call.world.keys.get(credential.algorithm ?? 'RS256'),
      claimsOf(call, credential, record),
      record.use === 'access' ? credential.typ : undefined,
    );
  return call.world.ids.make(record.use === 'access' ? (credential.id_format ?? OPAQUE) : OPAQUE);
}

/** A client that authenticates by nothing: its refresh tokens are bound to what it can prove (RFC 9449 §5, RFC 8705 §4). */
function isPublic({ world: { people } }: Call, { id, keyCredential }: Party): boolean {
  const client = keyCredential === null ? people.clients.get(id) : undefined;
  return client !== undefined && isPublicClient(client);
}

function make(
  call: Call,
  bound: BoundCredential,
  issue: Issue,
  use: TokenRecord['use'],
  lifetime: number,
): Awaitable<{ token: string; record: TokenRecord }> {
  const { credential } = bound;
  const format = use === 'access' ? credential.format : (credential.refresh?.format ?? 'opaque');
  const issuedAt = Math.floor(call.now / 1000);
  const audience =
    use === 'access' ? issue.audience : issue.refresh && 'scope' in issue.refresh ? issue.refresh.audience : undefined;
  const {
    party: { id: client, keyCredential, tenant, cnf },
    user,
  } = issue;
  const born = keyCredential === null ? lineage(call.world, { client, tenant, user }) : undefined;
  const record: TokenRecord = {
    ...(born && { lineage: born }),
    use,
    credential: bound.name,
    client,
    key_credential: keyCredential,
    tenant,
    user,
    scope: use === 'refresh' && issue.refresh && 'scope' in issue.refresh ? issue.refresh.scope : issue.scope,
    issued_at: issuedAt,
    expires_at: issuedAt + lifetime,
    family: issue.family,
    ...(issue.openid && { openid: issue.openid }),
    ...(issue.subject !== undefined && { subject: issue.subject }),
    ...(issue.actor !== undefined && { actor: issue.actor }),
    ...(audience && { audience }),
    ...(cnf && (use === 'access' || isPublic(call, issue.party)) && { cnf }),
    jti: format === 'jwt' ? call.world.ids.uuid() : null,
    revoked: false,
    used: false,
  };
  return chain(mint(call, credential, record, format), (token) =>
    chain(putToken(call.world, token, record), () => ({ token, record })),
  );
}

/** An ID token beside the access token, where the scope still holds `openid`. */
function idTokenFor(
  call: Call,
  { credential }: BoundCredential,
  issue: Issue,
  access: string,
): Awaitable<string | undefined> {
  const { user, openid: grant, party, scope, withoutIdToken = false } = issue;
  return withoutIdToken || grant === undefined || user === null || !scopeList(scope).includes('openid')
    ? undefined
    : idToken(call, credential, { client: party.id, user, grant }, { accessToken: access });
}

function refreshToken(call: Call, bound: BoundCredential, issue: Issue): Awaitable<string | undefined> {
  if (issue.refresh === undefined) return undefined;
  if ('token' in issue.refresh) return issue.refresh.token;
  return chain(make(call, bound, issue, 'refresh', bound.refreshLifetime), ({ token }) => token);
}

/** Issues what a grant allowed; refused only where the tenant has as many live tokens as it may. */
export function issueTokens(call: Call, bound: BoundCredential, issue: Issue): Awaitable<Outcome> {
  const { credential, name } = bound;
  const lifetime = accessLifetime(call, bound, issue.party.id, issue.grant);
  const ceiling = credential.max_live;
  const expiresAt = Math.floor(call.now / 1000) + lifetime;
  return chain(ceiling === undefined ? 0 : takePlace(call, name, issue.party.tenant, ceiling, expiresAt), (freeAt) => {
    if (freeAt > 0) {
      const pointer = `#/x-credentials/${name}/max_live`;
      return {
        refusal: refuse(
          'token_quota_exceeded',
          'a tenant must not have more live tokens than the contract allows',
          pointer,
          {
            expected: `at most ${ceiling}`,
            facts: {
              'rate.retry_after': Math.ceil(freeAt - call.now / 1000),
              'rate.retry_date': new Date(Math.ceil(freeAt) * 1000).toUTCString(),
            },
          },
        ),
      };
    }
    return chain(make(call, bound, issue, 'access', lifetime), ({ token, record }) =>
      chain(refreshToken(call, bound, issue), (refresh) =>
        chain(
          idTokenFor(call, bound, issue, token),
          (id): Outcome => ({
            answer: {
              facts: {
                'token.access_token': token,
                'token.id_token': id,
                'token.token_type': tokenType(record),
                'token.expires_in': lifetime,
                'token.expires_at': record.expires_at,
                'token.issued_at': record.issued_at,
                'token.refresh_token': refresh,
                'token.scope': record.scope,
                'token.client_id': record.client,
                'token.tenant': record.tenant,
              },
            },
          }),
        ),
      ),
    );
  });
}
