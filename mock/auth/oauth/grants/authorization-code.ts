/**
 * A client redeems the code that a person's consent gave it.
 *
 * @see RFC 6749 §4.1.3, RFC 7636 §4.6
 */
import { chain } from '../../../state/awaitable.ts';
import { refuse } from '../../../request/call.ts';
import { pastEnd } from '../../../state/instant-texts.ts';
import { stillThere } from '../../grantor-exists.ts';
import { findCode, useCode } from '../authorization-codes.ts';
import { revokeFamily } from '../token-families.ts';
import { field, lackOf } from '../endpoint-form.ts';
import { issueTokens } from '../issue-tokens.ts';
import { checkVerifier } from '../pkce.ts';
import { narrowTargets } from '../resource-indicators.ts';
import { givesRefreshToken, invalidGrant, required } from './grant.ts';
import type { CodeRecord } from '../authorization-codes.ts';
import type { Awaitable } from '../../../state/awaitable.ts';
import type { Call, Outcome, Refusal } from '../../../request/call.ts';
import type { GrantHandler, GrantRequest } from './grant.ts';

/** A second use means that somebody else has the code: what the first use gave is revoked (RFC 6749 §4.1.2). */
function refuseReuse(call: Call, { family }: CodeRecord): Awaitable<Outcome> {
  return chain(revokeFamily(call.world, family), () => ({
    refusal: invalidGrant(call, 'a code works once', {
      got: 'a code that was used before; the tokens it gave are revoked',
    }),
  }));
}

/**
 * What must hold besides that the code is unused. None of it burns the code: anyone who fails here has not shown that
 * the code is theirs, and must not be able to take it from its owner by trying.
 */
function findMismatch({ call, form, party }: GrantRequest, record: CodeRecord): Refusal | undefined {
  if (call.now >= record.expires_at)
    return invalidGrant(call, 'the code must not have expired', pastEnd('the code', record.expires_at, call.now));
  const redirect = field(form, 'redirect_uri');
  if (redirect === undefined && record.redirect_named) {
    const rule = 'the redirect_uri of the authorization request must be sent again';
    return refuse('invalid_request', rule, call.operation.pointer, {
      expected: record.redirect_uri,
      got: lackOf(call, 'redirect_uri'),
    });
  }
  if (redirect !== undefined && redirect !== record.redirect_uri) {
    return invalidGrant(call, 'redirect_uri must be that of the authorization request', {
      expected: record.redirect_uri,
      got: redirect,
    });
  }
  const jkt = record.dpop_jkt;
  if (jkt !== undefined && jkt !== party.cnf?.jkt)
    return invalidGrant(call, 'the code must come with a DPoP proof of the key that dpop_jkt named', {
      expected: `a proof with the thumbprint ${jkt}`,
      got: party.cnf?.jkt === undefined ? 'no proof' : `one with ${party.cnf.jkt}`,
    });
  const problem = checkVerifier(record.pkce, record.challenge, field(form, 'code_verifier'));
  return problem === undefined ? undefined : invalidGrant(call, problem);
}

function redeem(request: GrantRequest, code: string, record: CodeRecord | undefined): Awaitable<Outcome> {
  const { call, bound, party } = request;
  if (record === undefined)
    return {
      refusal: invalidGrant(call, 'the code must be one that this sandbox gave out', { got: 'an unknown code' }),
    };
  if (record.credential !== bound.name)
    return {
      refusal: invalidGrant(call, 'the code must be for the tokens that this endpoint issues', {
        expected: bound.name,
        got: `a code for ${record.credential}`,
      }),
    };
  if (record.client !== party.id) {
    return {
      refusal: invalidGrant(call, 'the client must be the one that the code was given to', {
        expected: record.client,
        got: party.id,
      }),
    };
  }
  if (!stillThere(call.world, record))
    return { refusal: invalidGrant(call, 'the client and the person that the code was given for must still be there') };
  if (record.used) return refuseReuse(call, record);
  const mismatch = findMismatch(request, record);
  if (mismatch) return { refusal: mismatch };
  const { audience: granted } = record;
  const audience = narrowTargets(call, bound, granted, request.targets);
  if (audience !== undefined && 'failure' in audience) return { refusal: audience };
  return chain(useCode(call, code), (first) => {
    if (!first) return refuseReuse(call, record);
    const { scope, user, family, openid, signed_in: signIn } = record;
    const refresh = givesRefreshToken(bound, 'authorization_code', scope) ? { scope, audience: granted } : undefined;
    const signedIn = openid && signIn && { ...openid, ...signIn };
    return issueTokens(call, bound, { party, scope, user, family, audience, refresh, openid: signedIn });
  });
}

export const authorizationCode: GrantHandler = {
  grant: 'authorization_code',
  name: 'authorization_code',
  parameters: ['code'],
  handle(request) {
    const code = required(request.form, 'code');
    return chain(findCode(request.call, code), (record) => redeem(request, code, record));
  },
};
