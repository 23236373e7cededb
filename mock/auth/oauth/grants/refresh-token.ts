/**
 * A client trades a refresh token for a new access token, and where the contract rotates, for a new refresh token.
 *
 * @see RFC 6749 §6, RFC 9700 §4.14.2
 */
import { findToken, tokenKey } from '../token-records.ts';
import { contractMs } from '../../../contract/durations.ts';
import { chain } from '../../../state/awaitable.ts';
import { pastEnd } from '../../../state/instant-texts.ts';
import { stillThere } from '../../grantor-exists.ts';
import { withinLeeway } from '../../leeway.ts';
import { familyMark, revokeFamily } from '../token-families.ts';
import { field } from '../endpoint-form.ts';
import { issueTokens } from '../issue-tokens.ts';
import { narrowTargets } from '../resource-indicators.ts';
import { resolveScope } from '../scope-rules.ts';
import { scopeList } from '../scopes.ts';
import { invalidGrant, invalidScope, required } from './grant.ts';
import type { TokenRecord } from '../token-records.ts';
import type { Awaitable } from '../../../state/awaitable.ts';
import type { Call, Outcome, Refusal } from '../../../request/call.ts';
import type { GrantHandler, GrantRequest } from './grant.ts';

type Use = 'allowed' | 'again' | 'revoked';

function rotates({ call, bound }: GrantRequest): boolean {
  const { refresh } = bound.credential;
  return (call.world.settings.hardened ? refresh?.hardened?.rotate : undefined) ?? refresh?.rotate ?? false;
}

/** Milliseconds for which a used refresh token is still answered: the control plane's word, else the contract's. */
function leewayMs({ call, bound }: GrantRequest): number {
  const { reuse_leeway: seconds } = call.world.settings;
  // Settings that an older version stored have no such field.
  if (typeof seconds === 'number') return seconds * 1000;
  const leeway = bound.credential.refresh?.reuse_leeway;
  return leeway === undefined ? 0 : contractMs(leeway);
}

const isAgain = (request: GrantRequest, { used, used_at: at = 0 }: TokenRecord): boolean =>
  used && !withinLeeway(request.call.now, at, leewayMs(request));

/** Marks a refresh token used: of many callers one is the first, and others come within the leeway or too late. */
function useToken(request: GrantRequest, token: string): Awaitable<Use> {
  const { call } = request;
  return call.world.store.swap<TokenRecord, Use>(tokenKey(token), (record) => {
    if (record === undefined || record.revoked) return { result: 'revoked' };
    if (isAgain(request, record)) return { result: 'again' };
    // The leeway counts from the first use: who keeps asking does not make it longer.
    return record.used
      ? { result: 'allowed' }
      : { value: { ...record, used: true, used_at: call.now }, result: 'allowed' };
  });
}

const refuseRevoked = (call: Call): Outcome => ({
  refusal: invalidGrant(call, 'the refresh token must not be revoked', {
    got: 'a refresh token that was revoked, or whose authorization was',
  }),
});

/** Two parties hold the same token, and nobody knows which is the thief: the whole family goes. */
function refuseReuse(call: Call, family: string): Awaitable<Outcome> {
  return chain(revokeFamily(call.world, family), () => ({
    refusal: invalidGrant(call, 'a refresh token that is rotated works once', {
      got: 'a refresh token that was used before; its whole family is revoked',
    }),
  }));
}

function findMismatch({ call, bound, party }: GrantRequest, record: TokenRecord): Refusal | undefined {
  if (record.credential !== bound.name)
    return invalidGrant(call, 'the token must be of the kind that this endpoint issues', {
      expected: bound.name,
      got: `a token of ${record.credential}`,
    });
  if (record.use !== 'refresh')
    return invalidGrant(call, 'the token must be a refresh token', { got: 'an access token' });
  if (record.client !== party.id) {
    return invalidGrant(call, 'the client must be the one that the refresh token was issued to', {
      expected: record.client,
      got: party.id,
    });
  }
  if (!stillThere(call.world, record))
    return invalidGrant(call, 'the client and the person behind the refresh token must still be there', {
      got: 'a refresh token of a client or person that was deleted',
    });
  const jkt = record.cnf?.jkt;
  if (jkt !== undefined && jkt !== party.cnf?.jkt)
    return invalidGrant(call, 'the refresh token must come with a DPoP proof of the key that it is bound to', {
      expected: `a proof with the thumbprint ${jkt}`,
      got: party.cnf?.jkt === undefined ? 'no proof' : `one with ${party.cnf.jkt}`,
    });
  const certificate = record.cnf?.['x5t#S256'];
  if (certificate !== undefined && certificate !== party.cnf?.['x5t#S256'])
    return invalidGrant(
      call,
      'the refresh token must come over a connection with the certificate that it is bound to',
      {
        expected: `the certificate with the thumbprint ${certificate}`,
        got: party.cnf?.['x5t#S256'] === undefined ? 'no certificate' : `one with ${party.cnf['x5t#S256']}`,
      },
    );
  return call.now >= record.expires_at * 1000
    ? invalidGrant(
        call,
        'the refresh token must not have expired',
        pastEnd('the refresh token', record.expires_at * 1000, call.now),
      )
    : undefined;
}

function refresh(request: GrantRequest, token: string, record: TokenRecord): Awaitable<Outcome> {
  const { call, bound, form, party } = request;
  const family = record.family ?? '';
  if (isAgain(request, record)) return refuseReuse(call, family);
  const requested = field(form, 'scope');
  const verdict =
    requested === undefined ? { scope: record.scope } : resolveScope(bound.scopes, requested, scopeList(record.scope));
  if (verdict.problem !== undefined) return { refusal: invalidScope(call, verdict.problem, verdict.got) };
  const { scope } = verdict;
  const { user, audience: granted } = record;
  const audience = narrowTargets(call, bound, granted, request.targets);
  if (audience !== undefined && 'failure' in audience) return { refusal: audience };
  // What was asked of the first ID token alone is not repeated (OpenID Connect Core §12.2).
  const openid = record.openid && { ...record.openid, nonce: null };
  const issue = { party, scope, user, family, audience, openid };
  if (!rotates(request)) return issueTokens(call, bound, { ...issue, refresh: { token } });
  return chain(useToken(request, token), (use) => {
    if (use === 'revoked') return refuseRevoked(call);
    if (use === 'again') return refuseReuse(call, family);
    return issueTokens(call, bound, { ...issue, refresh: { scope: record.scope, audience: granted } });
  });
}

export const refreshToken: GrantHandler = {
  grant: 'refresh_token',
  name: 'refresh_token',
  parameters: ['refresh_token'],
  handle(request) {
    const { call } = request;
    const token = required(request.form, 'refresh_token');
    return chain(findToken(call.world, token), (record) => {
      if (record === undefined)
        return {
          refusal: invalidGrant(call, 'the refresh token must be one that this sandbox issued', {
            got: 'an unknown refresh token',
          }),
        };
      const mismatch = findMismatch(request, record);
      if (mismatch) return { refusal: mismatch };
      return chain(familyMark(call.world, record.family ?? ''), (mark) =>
        mark !== undefined || record.revoked ? refuseRevoked(call) : refresh(request, token, record),
      );
    });
  },
};
