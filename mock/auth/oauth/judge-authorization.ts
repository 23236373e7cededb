/**
 * Whether an authorization request is good, wherever its parameters came from.
 *
 * @see RFC 6749 §4.1.1, RFC 9126 §2.1; OpenID Connect Core §3.1.2.6 (`response_mode`)
 */
import { findRedirectUri, parameter, REDIRECTED_CHECKS } from './authorization-checks.ts';
import type { Asked, Endpoint } from './ask-person.ts';
import { issuer } from './issuer.ts';
import { isRefusal } from './found-or-refused.ts';
import { partiesOf } from './parties.ts';
import { pkceMode } from './pkce.ts';
import type { ReadRequest } from './pushed-requests.ts';
import { encodedState } from './redirect-response.ts';
import { isFrontChannel, responseType } from './response-types.ts';
import type { ResponseMode } from './response-types.ts';
import { refuse } from '../../request/call.ts';
import { readAuthenticationRequest } from '../openid/authentication-request.ts';
import type { AuthorizationRequest } from './authorization-checks.ts';
import type { Authorization } from './authorization-codes.ts';
import type { AuthenticationRequest, Prompting } from '../openid/authentication-request.ts';
import type { AuthorizationError, ReturnAddress } from './redirect-response.ts';
import type { AuthorizeAction, SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Call, Refusal } from '../../request/call.ts';

const PLAIN: AuthenticationRequest = {
  prompting: { none: false, login: false, consent: false, maxAge: undefined, subject: undefined },
  openid: undefined,
};

/** Good; or there is nowhere to redirect to; or the client is told by redirect. */
export type Judgement =
  | { readonly asked: Asked; readonly prompting: Prompting }
  | Refusal
  | { readonly error: AuthorizationError; readonly back: ReturnAddress };

/** Parameters of OpenID Connect mean nothing where nobody stays signed in, and no ID token is given. */
function authentication(
  call: Call,
  { bound, sessionMs }: Endpoint,
  { scope, client }: AuthorizationRequest,
): AuthenticationRequest | AuthorizationError {
  const { id_token: openid } = bound.credential;
  return openid === undefined || sessionMs === undefined
    ? PLAIN
    : readAuthenticationRequest(call, (name) => parameter(call, name), scope, client.client_id, openid.acr);
}

/**
 * How the answer goes back: as the request says, else in the fragment for all that must not stand in a query. One that is
 * not known is refused: nobody could tell the client so that it would understand.
 */
function responseMode(call: Call, action: AuthorizeAction): ResponseMode | Refusal {
  const type = responseType(parameter(call, 'response_type'));
  const inFragment = type !== undefined && type !== 'code' && isFrontChannel(action);
  const fallback = inFragment ? 'fragment' : 'query';
  const modes = action.response_modes;
  const asked = modes === undefined ? undefined : parameter(call, 'response_mode');
  if (modes === undefined || asked === undefined) return fallback;
  const known = modes.find((mode) => mode === asked);
  if (known === undefined)
    return refuse(
      'invalid_request',
      `response_mode must be ${modes.join(' or ')}`,
      `${call.operation.pointer}/x-action/response_modes`,
      { expected: modes.join(' or '), got: asked },
    );
  return known === 'query' ? fallback : known;
}

/** A request with `prompt=none` shows nobody anything that they could be made to press (RFC 9700 §4.16). */
const asksNobody = (call: Call, sessionMs: number | undefined): boolean =>
  sessionMs !== undefined && parameter(call, 'prompt')?.split(' ').includes('none') === true;

/** The client's own pages, which renew in a hidden frame: those of its redirect URIs. */
function originsOf({ redirect_uris: registered = [] }: SeedClient, used: string): readonly string[] {
  const origins = [used, ...registered].map((uri) => new URL(uri).origin);
  // An application's own scheme has no pages.
  return [...new Set(origins)].filter((origin) => /^https?:/.test(origin));
}

/** Where the answer goes; refused where there is nowhere to redirect to. */
export function returnAddress(
  call: Call,
  { action, bound, sessionMs }: Endpoint,
  client: SeedClient,
): (ReturnAddress & { readonly named: boolean }) | Refusal {
  const redirectUri = findRedirectUri(call, client, action.loopback_port === 'any');
  if (isRefusal(redirectUri)) return redirectUri;
  const mode = responseMode(call, action);
  if (typeof mode === 'object') return mode;
  return {
    redirect_uri: redirectUri.uri,
    state: encodedState(call.request.queryString, parameter(call, 'state')),
    iss: action.iss ? issuer(call, bound.credential) : null,
    ...(mode !== 'query' && { response_mode: mode }),
    ...(mode === 'form_post' && asksNobody(call, sessionMs) && { framed_by: originsOf(client, redirectUri.uri) }),
    named: redirectUri.named,
  };
}

export function judgeAuthorization(
  { call, pushed, signed }: ReadRequest,
  endpoint: Endpoint,
  client: SeedClient,
): Judgement {
  const { action, bound } = endpoint;
  const address = returnAddress(call, endpoint, client);
  if (isRefusal(address)) return address;
  const { named, ...back } = address;
  const request: AuthorizationRequest = {
    call,
    endpoint,
    action,
    bound,
    client,
    pushed,
    signed,
    type: 'code',
    scope: '',
    challenge: null,
    dpopJkt: undefined,
    audience: [],
  };
  for (const check of REDIRECTED_CHECKS) {
    const error = check(request);
    if (error) return { error, back };
  }
  const asked = authentication(call, endpoint, request);
  if ('error' in asked) return { error: asked, back };
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
    ...(request.type !== 'code' && { response_type: request.type }),
    ...(request.audience.length > 0 && { audience: request.audience }),
    redirect_uri: back.redirect_uri,
    redirect_named: named,
    challenge: request.challenge,
    pkce: pkceMode(call, action),
    ...(request.dpopJkt !== undefined && { dpop_jkt: request.dpopJkt }),
    ...(asked.openid && { openid: asked.openid }),
  };
  return { asked: { authorization, back }, prompting: asked.prompting };
}
