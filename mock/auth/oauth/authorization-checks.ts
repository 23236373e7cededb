/**
 * What an authorization request must be, rule by rule.
 *
 * @see RFC 6749 §4.1.1, §4.1.2.1; RFC 9101 §7, §10.5; RFC 9126 §5, §6; RFC 8707 §2.1; OpenID Connect Core §3.2.2.1, §3.3.2.1
 */
import { capital } from '../../contract/capital.ts';
import { refuse } from '../../request/call.ts';
import { repeatedInQuery } from './endpoint-form.ts';
import { pkceMode, readChallenge } from './pkce.ts';
import { holds, responseType, typesInForce } from './response-types.ts';
import { resolveScope } from './scope-rules.ts';
import { scopeList } from './scopes.ts';
import { authorizationTargets, targetFault } from './resource-indicators.ts';
import { isRegistered } from '../../contract/redirect-uri.ts';
import { registering } from './redirect-advice.ts';
import type { Endpoint } from './ask-person.ts';
import type { BoundCredential } from './bound-credential.ts';
import type { Challenge } from './pkce.ts';
import type { AuthorizationError } from './redirect-response.ts';
import type { AuthorizeAction, ResponseType, SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Call, Refusal } from '../../request/call.ts';

/** An authorization request whose client and redirect URI are known. */
export interface AuthorizationRequest {
  readonly call: Call;
  readonly endpoint: Endpoint;
  readonly pushed: boolean;
  readonly signed: boolean;
  readonly action: AuthorizeAction;
  readonly bound: BoundCredential;
  readonly client: SeedClient;
  /** Filled in by the checks. */
  type: ResponseType;
  scope: string;
  challenge: Challenge | null;
  dpopJkt: string | undefined;
  audience: readonly string[];
}

/** The parameter's value, where it came once and is not empty. */
export function parameter({ request }: Call, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The client that asks. Without a known one there is nowhere to redirect to. */
export function findClient(call: Call, name: string): SeedClient | Refusal {
  const id = parameter(call, name);
  const client = id === undefined ? undefined : call.world.people.clients.get(id);
  if (client) return client;
  const got = id ?? (call.request.query[name] === undefined ? `no ${name}` : `an empty or repeated ${name}`);
  return refuse('unknown_client', `${name} must name a client of this sandbox`, `${call.operation.pointer}/x-action`, {
    expected: `${name} of a seeded client`,
    got,
  });
}

/** Compared with what is registered; may be left out where only one is. */
export function findRedirectUri(
  call: Call,
  client: SeedClient,
  anyPort: boolean,
): { readonly uri: string; readonly named: boolean } | Refusal {
  const registered = client.redirect_uris ?? [];
  const given = call.request.query['redirect_uri'];
  const uri = parameter(call, 'redirect_uri');
  const expected = registered.join(' or ');
  const invalid = (rule: string, got: string): Refusal => ({
    ...refuse('invalid_redirect_uri', rule, '#/x-seed/clients', { expected, got }),
    advice: registering(call, client, uri),
  });
  if (uri === undefined) {
    if (typeof given === 'object') return invalid('redirect_uri must come once', 'a repeated redirect_uri');
    const [only, ...others] = registered;
    if (only !== undefined && others.length === 0) return { uri: only, named: false };
    return invalid('redirect_uri must be there, unless the client has exactly one', 'no redirect_uri');
  }
  if (uri.includes('#')) return invalid('redirect_uri must have no fragment', uri);
  return isRegistered(registered, uri, anyPort)
    ? { uri, named: true }
    : invalid('redirect_uri must be, to the character, one that is registered', uri);
}

/**
 * A rule as the client is told it. @param got carries nothing that an `error_description` may not (RFC 6749 §4.1.2.1)
 */
export function sentence(rule: string, got?: string): string {
  return `${capital(rule)}.${got === undefined ? '' : ` Got ${got}.`}`;
}

type Check = (request: AuthorizationRequest) => AuthorizationError | undefined;

function checkRepeated({ call, bound }: AuthorizationRequest): AuthorizationError | undefined {
  const lists: readonly string[] = authorizationTargets(bound.credential);
  const name = repeatedInQuery(call).find((one) => !lists.includes(one));
  return name === undefined
    ? undefined
    : { error: 'invalid_request', description: 'A parameter comes more than once.' };
}

/** Where the contract has heard of such parameters, to leave one out of account would be another request. */
function checkElsewhere({
  call,
  endpoint: { action, pushes, bound, sessionMs },
}: AuthorizationRequest): AuthorizationError | undefined {
  const isOpenId = bound.credential.id_token !== undefined && sessionMs !== undefined;
  const hasHeard = isOpenId || pushes || action.request_objects !== undefined;
  if (action.request_objects !== undefined && parameter(call, 'request') && parameter(call, 'request_uri'))
    return { error: 'invalid_request', description: 'request and request_uri must not both be there.' };
  for (const name of ['request', 'request_uri'] as const)
    if (hasHeard && parameter(call, name) !== undefined)
      return { error: `${name}_not_supported`, description: `${name} is not taken here.` };
  return undefined;
}

function checkPushed({ action, client, pushed }: AuthorizationRequest): AuthorizationError | undefined {
  return pushed ||
    !(action.require_pushed_authorization_requests === true || client.require_pushed_authorization_requests === true)
    ? undefined
    : { error: 'invalid_request', description: 'The request must be pushed first, and come as its request_uri.' };
}

function checkSigned({ action, signed }: AuthorizationRequest): AuthorizationError | undefined {
  return signed || action.request_objects !== 'required'
    ? undefined
    : { error: 'invalid_request', description: 'The request must be signed, and come as the parameter request.' };
}

function checkResponseType(request: AuthorizationRequest): AuthorizationError | undefined {
  const { call, action } = request;
  const given = parameter(call, 'response_type');
  if (given === undefined) return { error: 'invalid_request', description: 'response_type is missing.' };
  const types = typesInForce(call.world.settings, action);
  const type = responseType(given);
  if (type === undefined || !types.includes(type))
    return { error: 'unsupported_response_type', description: `response_type must be ${types.join(' or ')}.` };
  request.type = type;
  return undefined;
}

/** @see OAuth 2.0 Multiple Response Types §3, §5 */
function checkResponseMode({ call, action, type }: AuthorizationRequest): AuthorizationError | undefined {
  return action.response_modes !== undefined && type !== 'code' && parameter(call, 'response_mode') === 'query'
    ? { error: 'invalid_request', description: `response_mode must not be query with response_type ${type}.` }
    : undefined;
}

const unauthorized = (description: string): AuthorizationError => ({ error: 'unauthorized_client', description });

function checkGrant({ client, type, bound }: AuthorizationRequest): AuthorizationError | undefined {
  if (client.active === false) return unauthorized('This client is not active.');
  const types = client.response_types;
  if (types !== undefined && !types.includes(type))
    return unauthorized(`This client may not ask for response_type ${type}; it may for ${types.join(', ')}.`);
  if (!client.grants.includes('authorization_code') && (types === undefined || holds(type, 'code')))
    return unauthorized('This client may not ask for authorization codes.');
  // Nobody proves a key where the answer is a redirect (RFC 9449 §5.2, RFC 8705 §3.4).
  const isBound =
    (bound.credential.dpop !== undefined && client.dpop_bound_access_tokens === true) ||
    (bound.credential.certificate_bound !== undefined && client.tls_client_certificate_bound_access_tokens === true);
  return isBound && holds(type, 'token')
    ? unauthorized('Tokens of this client are bound to a key, and a redirect cannot bind them.')
    : undefined;
}

/** @see OpenID Connect Core §3.2.2.1 and §3.3.2.11 (`nonce`), §3.1.2.1 (`openid`) */
function checkIdToken({ call, type, scope }: AuthorizationRequest): AuthorizationError | undefined {
  if (!holds(type, 'id_token')) return undefined;
  if (!scopeList(scope).includes('openid'))
    return { error: 'invalid_request', description: `response_type ${type} must come with the scope openid.` };
  return parameter(call, 'nonce') === undefined
    ? { error: 'invalid_request', description: `response_type ${type} must come with a nonce.` }
    : undefined;
}

function checkScope(request: AuthorizationRequest): AuthorizationError | undefined {
  const { call, bound, client } = request;
  const verdict = resolveScope(bound.scopes, parameter(call, 'scope'), client.scopes);
  if (verdict.problem !== undefined)
    return { error: 'invalid_scope', description: sentence(verdict.problem, verdict.got) };
  request.scope = verdict.scope;
  return undefined;
}

function checkPkce(request: AuthorizationRequest): AuthorizationError | undefined {
  const { call, action, type } = request;
  if (!holds(type, 'code')) return undefined;
  const challenge = readChallenge(
    pkceMode(call, action),
    parameter(call, 'code_challenge'),
    parameter(call, 'code_challenge_method'),
  );
  if (typeof challenge === 'string') return { error: 'invalid_request', description: sentence(challenge) };
  request.challenge = challenge ?? null;
  return undefined;
}

/** @see RFC 9449 §10 */
function checkDpopKey(request: AuthorizationRequest): AuthorizationError | undefined {
  const { call, bound } = request;
  const thumbprint = parameter(call, 'dpop_jkt');
  if (bound.credential.dpop === undefined || thumbprint === undefined) return undefined;
  if (!/^[A-Za-z0-9_-]{43}$/.test(thumbprint))
    return { error: 'invalid_request', description: 'dpop_jkt must be the SHA-256 thumbprint of a key, in base64url.' };
  request.dpopJkt = thumbprint;
  return undefined;
}

/** @see RFC 8707 §2.1 */
function checkTargets(request: AuthorizationRequest): AuthorizationError | undefined {
  const {
    call,
    bound: { credential },
  } = request;
  for (const name of authorizationTargets(credential)) {
    const asked = [call.request.query[name] ?? []].flat().filter((value) => value !== '');
    const fault = targetFault(call, credential, name, asked);
    if (fault) return { error: 'invalid_target', description: sentence(fault.rule) };
    request.audience = [...new Set(asked)];
  }
  return undefined;
}

/** In order; the first error is told to the client by redirect. */
export const REDIRECTED_CHECKS: readonly Check[] = [
  checkRepeated,
  checkElsewhere,
  checkPushed,
  checkSigned,
  checkResponseType,
  checkResponseMode,
  checkGrant,
  checkScope,
  checkIdToken,
  checkPkce,
  checkDpopKey,
  checkTargets,
];
