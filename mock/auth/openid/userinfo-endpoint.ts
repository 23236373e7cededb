/**
 * Claims about the person behind an access token.
 *
 * @see OpenID Connect Core §5.3
 */
import { refuse } from '../../request/call.ts';
import { chain } from '../../state/awaitable.ts';
import { tokenCredential } from '../oauth/bound-credential.ts';
import { actionOf, refused } from '../oauth/found-or-refused.ts';
import { issuer } from '../oauth/issuer.ts';
import { scopeList } from '../oauth/scopes.ts';
import { signJwt } from '../oauth/signed-jwt.ts';
import { claimsOfScopes, personClaims } from './person-claims.ts';
import { subjectOf } from './subject.ts';
import type { ActionStep } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

export function userinfo(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { credential: name } = actionOf(operation, 'userinfo');
  const credential = tokenCredential(contract, name);
  return (call) => {
    const { world, identification } = call;
    const token = identification.state === 'good' ? identification.caller.token : undefined;
    const openid = credential.id_token;
    if (openid === undefined || token?.user === undefined || token.user === null)
      return refused(
        refuse('invalid_token', 'the token must speak for a person', `${operation.pointer}/x-action`, {
          got: 'a token that a client got for itself',
        }),
      );
    const { client, user } = token;
    const names = [...claimsOfScopes(openid, scopeList(token.scope)), ...(token.openid?.userinfo_claims ?? [])];
    const claims = { ...personClaims(world, openid, user, names), sub: subjectOf(world, openid, client, user) };
    const algorithm = world.people.clients.get(client)?.userinfo_signed_response_alg;
    if (algorithm === undefined) return { answer: { body: JSON.stringify(claims), contentType: 'application/json' } };
    const signed = { ...claims, iss: issuer(call, credential), aud: client };
    return chain(signJwt(world.keys.get(algorithm), signed), (body) => ({
      answer: { body, contentType: 'application/jwt' },
    }));
  };
}
