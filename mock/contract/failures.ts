/**
 * The canonical failures: what each means, the broader failure whose example serves where a contract
 * has none of its own, and the guard or action that refuses with it.
 *
 * A contract says how its provider words a failure (`x-failure` on a response example); this table says
 * only what the failure is.
 */
import type { Failure } from '../../specs/generated/vocabulary.ts';

export interface FailureMeaning {
  /** One sentence, shown in the journal. */
  readonly meaning: string;
  /** Which failure's example serves where the contract has none for this one. */
  readonly broader?: Failure;
}

/**
 * What is wrong, in sentences, for anyone who reads the answer. @param note with noun phrases, which the sentence is
 * made of
 */
export function detailText(
  failure: Failure,
  { expected, got }: { readonly expected?: string | undefined; readonly got?: string | undefined },
): string {
  const { meaning } = FAILURES[failure];
  if (got === undefined || got === '') return meaning;
  return expected === undefined || expected === ''
    ? `${meaning} Got ${got}.`
    : `${meaning} Expected ${expected}, got ${got}.`;
}

export const FAILURES: Readonly<Record<Failure, FailureMeaning>> = {
  // authentication
  missing_credentials: {
    meaning: 'The request carries no credential that this operation takes.',
    broader: 'invalid_credentials',
  },
  invalid_credentials: { meaning: 'The key, secret or password is not one the sandbox knows.' },
  blocked_key: { meaning: 'The key is blocked or deleted.', broader: 'invalid_credentials' },
  malformed_credentials: { meaning: 'A credential is incomplete or cannot be read.', broader: 'invalid_credentials' },
  credential_not_accepted: {
    meaning: 'The credential is of a kind this operation does not take.',
    broader: 'missing_credentials',
  },
  multiple_credentials: { meaning: 'The request carries more than one credential.', broader: 'invalid_request' },
  credential_required: {
    meaning: 'What the body asks for needs another kind of credential.',
    broader: 'insufficient_scope',
  },
  invalid_token: { meaning: 'The token is not one that is good here.', broader: 'invalid_credentials' },
  expired_token: { meaning: 'The token has expired.', broader: 'invalid_token' },
  revoked_token: { meaning: 'The token was revoked.', broader: 'invalid_token' },
  invalid_session: { meaning: 'The session token is not one that this sandbox issued.', broader: 'invalid_token' },
  expired_session: { meaning: 'The session was idle for too long.', broader: 'invalid_session' },
  invalid_signature: { meaning: 'The signature does not match the request.', broader: 'invalid_credentials' },
  stale_timestamp: { meaning: 'The signed timestamp is older than the window.', broader: 'invalid_signature' },
  future_timestamp: { meaning: 'The signed timestamp is too far ahead of the clock.', broader: 'stale_timestamp' },
  digest_mismatch: {
    meaning: 'The digest that a header carries is not that of the body.',
    broader: 'invalid_signature',
  },
  replayed_signature: { meaning: 'The signature or nonce was used before.', broader: 'invalid_signature' },

  // identifiers
  missing_tenant: { meaning: 'The required tenant identifier is absent.', broader: 'invalid_request' },
  unknown_tenant: { meaning: 'No tenant has this identifier.', broader: 'missing_tenant' },
  missing_developer: { meaning: 'The required developer identifier is absent.', broader: 'invalid_request' },
  unknown_developer: { meaning: 'No developer has this identifier.', broader: 'missing_developer' },
  missing_version: { meaning: 'The required API version is absent.', broader: 'invalid_request' },
  unsupported_version: { meaning: 'This API version does not exist.', broader: 'missing_version' },
  missing_origin: { meaning: 'The required Origin header is absent.', broader: 'origin_not_allowed' },
  origin_not_allowed: { meaning: 'The origin is not on the allow-list.', broader: 'invalid_credentials' },
  ambiguous_identifier: { meaning: 'One identifier is given twice with different values.', broader: 'invalid_request' },

  // permission
  tenant_mismatch: { meaning: 'The credential belongs to another tenant.', broader: 'insufficient_scope' },
  insufficient_scope: { meaning: 'The credential does not have the scope that this operation needs.' },
  insufficient_role: { meaning: "The key's role does not permit this operation.", broader: 'insufficient_scope' },
  address_not_allowed: {
    meaning: "The client's address is not on the credential's allow-list.",
    broader: 'insufficient_scope',
  },

  // one-time passwords
  otp_required: { meaning: 'The operation needs a verification token that is alive, unused, and bound to this call.' },
  invalid_otp: { meaning: 'The one-time password is wrong, used, superseded or unknown.' },
  expired_otp: { meaning: 'The one-time password has expired.', broader: 'invalid_otp' },
  otp_locked: {
    meaning: 'Too many wrong codes were tried: the one-time password no longer works.',
    broader: 'invalid_otp',
  },

  rate_limited: { meaning: 'The quota of this window is used up.' },

  // OAuth endpoints
  invalid_request: { meaning: 'The request is missing a parameter, repeats one, or is otherwise malformed.' },
  invalid_client: { meaning: 'The client is unknown, or its authentication failed.' },
  invalid_grant: {
    meaning: 'The code, refresh token or assertion is wrong, used, expired, revoked, or bound to something else.',
  },
  unauthorized_client: { meaning: 'This client may not use this grant.', broader: 'invalid_client' },
  inactive_client: { meaning: 'The client is inactive.', broader: 'unauthorized_client' },
  unsupported_grant_type: { meaning: 'The token endpoint does not know this grant type.', broader: 'invalid_request' },
  invalid_target: { meaning: 'No token is given out for this audience or resource.', broader: 'invalid_request' },
  invalid_dpop_proof: { meaning: 'The DPoP proof is missing, or is not good for this request.' },
  use_dpop_nonce: {
    meaning: 'The DPoP proof must carry the nonce of the DPoP-Nonce header.',
    broader: 'invalid_dpop_proof',
  },
  authorization_pending: { meaning: 'Nobody has decided about the device yet; it may ask again.' },
  slow_down: { meaning: 'The device asks too often; it must wait longer from now on.' },
  expired_device_code: { meaning: 'The device code has expired before anybody decided.' },
  access_denied: { meaning: 'The person did not let the device in.' },
  invalid_user_code: {
    meaning: 'The code is not one that a device shows, has expired, or was answered before.',
    broader: 'invalid_request',
  },
  invalid_client_metadata: { meaning: 'A client cannot be registered so.', broader: 'invalid_request' },
  unfit_redirect_uri: {
    meaning: 'The URI cannot be registered as a redirect URI.',
    broader: 'invalid_client_metadata',
  },
  too_many_clients: { meaning: 'No more clients can register themselves.', broader: 'invalid_client_metadata' },
  invalid_scope: { meaning: 'A requested scope is unknown, malformed, or beyond what may be granted.' },
  token_quota_exceeded: {
    meaning: 'The tenant already has as many live tokens as the contract allows.',
    broader: 'rate_limited',
  },
  missing_token_parameter: { meaning: 'The request names no token.', broader: 'invalid_request' },
  unknown_token: { meaning: 'No live token has this value.', broader: 'not_found' },
  unknown_client: {
    meaning: 'The authorization request names no known client; it is not redirected.',
    broader: 'invalid_request',
  },
  invalid_redirect_uri: {
    meaning: 'The redirect URI is not registered; the request is not redirected.',
    broader: 'unknown_client',
  },
  unsupported_response_type: {
    meaning: 'A pushed authorization request asks for an answer that the authorization endpoint does not give.',
    broader: 'invalid_request',
  },
  invalid_request_object: {
    meaning:
      'The request object is no JWT that the client signed, or says what it may not; the request is not redirected.',
    broader: 'invalid_request',
  },
  invalid_request_uri: {
    meaning: "The request_uri is unknown, used, expired, or another client's; the request is not redirected.",
    broader: 'invalid_request',
  },
  invalid_consent: {
    meaning: 'The consent form was already answered, is too old, or was never shown.',
    broader: 'invalid_request',
  },

  // the request itself
  malformed_body: { meaning: 'The body cannot be parsed.', broader: 'invalid_body' },
  invalid_body: { meaning: 'The body does not fit the contract.', broader: 'invalid_request' },
  invalid_parameter: { meaning: 'A parameter does not fit the contract.', broader: 'invalid_body' },
  unsupported_media_type: { meaning: 'The operation does not take this content type.', broader: 'invalid_request' },
  payload_too_large: { meaning: 'The body is larger than the sandbox takes.', broader: 'invalid_request' },
  unknown_path: { meaning: 'The contract has no such path.', broader: 'not_found' },
  method_not_allowed: { meaning: 'The contract has this path, but not with this method.' },

  // resources
  not_found: { meaning: 'No record has this identifier.' },
  deleted: { meaning: 'The record was deleted.', broader: 'not_found' },
  conflict: { meaning: "The record's state does not allow this.", broader: 'invalid_request' },
  idempotency_mismatch: { meaning: 'The idempotency key was used before with another request.', broader: 'conflict' },
  idempotency_in_flight: {
    meaning: 'A request with this idempotency key is still being answered.',
    broader: 'conflict',
  },

  // sign-on links and sessions
  invalid_link: {
    meaning: 'The sign-on link cannot be read or does not match a user.',
    broader: 'invalid_credentials',
  },
  expired_link: { meaning: 'The sign-on link is too old.', broader: 'invalid_link' },
  used_link: { meaning: 'The sign-on link was used before.', broader: 'invalid_link' },
  unknown_user: { meaning: 'No user has this address.', broader: 'not_found' },
  invalid_login: { meaning: 'The user name, password or domain is wrong.', broader: 'invalid_credentials' },
  unknown_session: { meaning: 'No live session has this token.', broader: 'not_found' },

  unavailable: { meaning: 'The sandbox cannot reach its store.' },
};
