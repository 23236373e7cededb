/**
 * The authorization endpoint.
 *
 * @see RFC 6749 §3.1, §4.1; RFC 9207; OpenID Connect Core §3.1.2
 */
import { findClient, findRedirectUri, parameter, REDIRECTED_CHECKS } from './authorization-checks.ts';
import { askPerson, endpointOf } from './ask-person.ts';
import type { Endpoint } from './ask-person.ts';
import { fromForm } from './form-as-query.ts';
import { issuer } from './issuer.ts';
import { isRefusal, refused } from './found-or-refused.ts';
import { partiesOf } from './parties.ts';
import { pkceMode } from './pkce.ts';
import { encodedState, redirectError } from './redirect-response.ts';
import { readAuthenticationRequest } from '../openid/authentication-request.ts';
import type { AuthorizationRequest } from './authorization-checks.ts';
import type { Authorization } from './authorization-codes.ts';
import type { AuthenticationRequest } from '../openid/authentication-request.ts';
import type { AuthorizationError, ReturnAddress } from './redirect-response.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

const PLAIN: AuthenticationRequest = {
  prompting: { none: false, login: false, consent: false, maxAge: undefined, subject: undefined },
  openid: undefined,
};

/** Parameters of OpenID Connect mean nothing where nobody stays signed in, and no ID token is given. */
function authentication(
  call: Call,
  { bound, sessionMs }: Endpoint,
  { scope, client }: AuthorizationRequest,
): AuthenticationRequest | AuthorizationError {
  return bound.credential.id_token === undefined || sessionMs === undefined
    ? PLAIN
    : readAuthenticationRequest(call, (name) => parameter(call, name), scope, client.client_id);
}

function authorizeRequest(call: Call, endpoint: Endpoint): Awaitable<Outcome> {
  const { action, bound } = endpoint;
  const client = findClient(call, action.client_parameter ?? 'client_id');
  if (isRefusal(client)) return refused(client);
  const redirectUri = findRedirectUri(call, client, action.loopback_port === 'any');
  if (isRefusal(redirectUri)) return refused(redirectUri);
  const back: ReturnAddress = {
    redirect_uri: redirectUri.uri,
    state: encodedState(call.request.queryString, parameter(call, 'state')),
    iss: action.iss ? issuer(call, bound.credential) : null,
  };
  const request: AuthorizationRequest = { call, action, bound, client, scope: '', challenge: null, dpopJkt: undefined };
  for (const check of REDIRECTED_CHECKS) {
    const error = check(request);
    if (error) return redirectError(302, back, error, endpoint.operation.pointer);
  }
  const asked = authentication(call, endpoint, request);
  if ('error' in asked) return redirectError(302, back, asked, endpoint.operation.pointer);
  const parties = partiesOf(call.world, client.tenant, action);
  const hint = parameter(call, 'login_hint');
  const { users } = call.world.people;
  const isHinted = (id: string): boolean =>
    id === hint || (endpoint.sessionMs !== undefined && users.get(id)?.username === hint);
  const authorization: Authorization = {
    client: client.client_id,
    tenant: client.tenant,
    user: (parties.find(({ id }) => hint !== undefined && isHinted(id)) ?? parties[0]!).id,
    credential: bound.name,
    scope: request.scope,
    redirect_uri: redirectUri.uri,
    redirect_named: redirectUri.named,
    challenge: request.challenge,
    pkce: pkceMode(call, action),
    ...(request.dpopJkt !== undefined && { dpop_jkt: request.dpopJkt }),
    ...(asked.openid && { openid: asked.openid }),
  };
  return askPerson(call, endpoint, { authorization, back }, asked.prompting);
}

export function authorize(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const endpoint = endpointOf(operation, contract);
  return (call) => {
    const asked = fromForm(call);
    return isRefusal(asked) ? refused(asked) : authorizeRequest(asked, endpoint);
  };
}
