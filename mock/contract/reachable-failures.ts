/** Which failures an operation can meet, from what its contract asks of a request. */
import type { Action, Credential, Failure } from '../../specs/generated/vocabulary.ts';
import type { CompiledOperation, CompiledContract } from './compiled-contract.ts';
import { isSignature } from './signature-kinds.ts';

const OAUTH_CLIENT: readonly Failure[] = ['invalid_request', 'invalid_client'];

const BY_ACTION: Readonly<Record<Action['type'], readonly Failure[]>> = {
  authorize: ['unknown_client', 'invalid_redirect_uri'],
  'authorize.push': [
    'invalid_request',
    'unauthorized_client',
    'inactive_client',
    'invalid_scope',
    'unsupported_response_type',
    'invalid_redirect_uri',
  ],
  'authorize.decide': ['invalid_consent'],
  'device.authorize': ['invalid_request', 'invalid_scope', 'unauthorized_client', 'inactive_client'],
  'device.verify': ['invalid_user_code'],
  'token.issue': ['invalid_request', 'unsupported_grant_type', 'invalid_scope'],
  'token.revoke': ['invalid_request', 'missing_token_parameter'],
  'token.introspect': ['invalid_request', 'missing_token_parameter'],
  'client.register': ['invalid_client_metadata', 'unfit_redirect_uri', 'too_many_clients'],
  'client.manage': ['missing_credentials', 'invalid_token'],
  userinfo: [],
  end_session: ['invalid_request', 'invalid_redirect_uri'],
  metadata: [],
  resource_metadata: [],
  jwks: [],
  'otp.request': [],
  'otp.verify': ['invalid_otp', 'expired_otp', 'otp_locked'],
  'authenticator.enroll': ['credential_required'],
  'authenticator.verify': ['invalid_otp', 'otp_locked'],
  'session.open': ['invalid_login'],
  'session.close': ['unknown_session'],
  'sso.enter': ['invalid_link', 'expired_link'],
  'link.request': [],
  'link.redeem': ['invalid_link', 'expired_link', 'used_link'],
  page: [],
  'key.regenerate': ['not_found'],
  'profile.get': [],
  'profile.update': [],
  'resource.list': [],
  'resource.get': ['not_found', 'deleted'],
  'resource.create': [],
  'resource.update': ['not_found', 'deleted'],
  'resource.delete': ['not_found', 'deleted'],
  'resource.transition': ['not_found', 'conflict'],
  'resource.check': [],
  reply: [],
};

/** What may be wrong with a proof that a client has a key (RFC 9449 §5, §7). */
function dpopFailures(credential: Credential | undefined): readonly Failure[] {
  if (credential?.kind !== 'token' || credential.dpop === undefined) return [];
  return credential.dpop.nonce === undefined ? ['invalid_dpop_proof'] : ['invalid_dpop_proof', 'use_dpop_nonce'];
}

/** Whether a token request may say whom the token is for (RFC 8707). */
const takesTargets = (credential: Credential | undefined): boolean =>
  credential?.kind === 'token' && credential.resources !== undefined;

/** The same of an authorization request, which knows `resource` alone. */
const takesResource = (credential: Credential | undefined): boolean =>
  credential?.kind === 'token' &&
  (credential.resources?.parameters ?? ['resource']).includes('resource') &&
  takesTargets(credential);

function actionFailures(contract: CompiledContract, { action, anonymous, method }: CompiledOperation): Failure[] {
  const failures: Failure[] = [...BY_ACTION[action.type]];
  if (
    'client_authentication' in action &&
    (anonymous || action.client_authentication.some((way) => way !== 'security'))
  )
    failures.push(...OAUTH_CLIENT);
  if (action.type === 'token.issue') {
    if (action.grants.some((grant) => grant !== 'client_credentials' && grant !== 'token_exchange'))
      failures.push('invalid_grant');
    if (action.grants.includes('device_code'))
      failures.push('authorization_pending', 'slow_down', 'expired_device_code', 'access_denied');
    if (!action.client_authentication.includes('security')) failures.push('unauthorized_client', 'inactive_client');
    const credential = contract.credentials.get(action.credential);
    failures.push(...dpopFailures(credential));
    if (action.grants.includes('token_exchange') || takesTargets(credential)) failures.push('invalid_target');
    if (credential?.kind === 'token' && credential.max_live !== undefined) failures.push('token_quota_exceeded');
  }
  if (action.type === 'authorize.push') failures.push(...dpopFailures(contract.credentials.get(action.credential)));
  if (
    (action.type === 'authorize.push' || action.type === 'device.authorize') &&
    takesResource(contract.credentials.get(action.credential))
  )
    failures.push('invalid_target');
  if (action.type === 'client.register' && action.initial_access_token !== undefined)
    failures.push('missing_credentials', 'invalid_token');
  if (action.type === 'client.manage' && method === 'PUT')
    failures.push('invalid_client_metadata', 'unfit_redirect_uri');
  if (
    action.type === 'authorize' &&
    contract.operations.some(
      ({ action: other }) => other.type === 'authorize.push' && other.credential === action.credential,
    )
  )
    failures.push('invalid_request_uri');
  // A response_mode that is not known is told to the person: nobody could tell the client.
  if (action.type === 'authorize' && action.response_modes !== undefined) failures.push('invalid_request');
  if (action.type === 'authorize' || action.type === 'authorize.push') {
    const takesObjects = contract.operations.some(
      ({ action: other }) =>
        other.type === 'authorize' && other.credential === action.credential && other.request_objects !== undefined,
    );
    if (takesObjects) failures.push('invalid_request_object');
  }
  if (action.type === 'token.revoke' && action.unknown === 'refuse') failures.push('unknown_token');
  if (action.type === 'link.request') {
    if (action.unknown === 'refuse') failures.push('unknown_user');
    if (action.per_address !== undefined) failures.push('rate_limited');
  }
  if (action.type === 'link.redeem') {
    const credential = contract.credentials.get(action.credential);
    if (credential?.kind === 'token') failures.push('invalid_client', 'inactive_client', 'invalid_scope');
    if (credential?.kind === 'token' && credential.max_live !== undefined) failures.push('token_quota_exceeded');
  }
  if ('resource' in action && contract.resources.get(action.resource ?? '')?.parent) failures.push('not_found');
  if (action.type === 'resource.create') {
    if (action.references) failures.push('not_found');
    if (action.credential_for) failures.push('credential_required');
    const resource = contract.resources.get(action.resource);
    if (resource?.schema.properties?.[resource.id]?.readOnly !== true) failures.push('conflict');
  }
  return failures;
}

const OF_SIGNATURES: readonly Failure[] = [
  'invalid_signature',
  'stale_timestamp',
  'future_timestamp',
  'replayed_signature',
  'malformed_credentials',
  'invalid_credentials',
  'blocked_key',
];

const BY_KIND: Readonly<Record<Credential['kind'], readonly Failure[]>> = {
  api_key: ['invalid_credentials', 'blocked_key'],
  key_pair: ['invalid_credentials', 'blocked_key', 'malformed_credentials'],
  hmac: OF_SIGNATURES,
  signature: OF_SIGNATURES,
  certificate: ['invalid_credentials', 'blocked_key'],
  token: ['invalid_token', 'expired_token', 'revoked_token'],
  session: ['invalid_session', 'expired_session'],
};

function carriesDigest({ credentials }: CompiledContract, name: string): boolean {
  const credential = credentials.get(name);
  return isSignature(credential) && credential.digest?.header !== undefined;
}

function credentialFailures(contract: CompiledContract, operation: CompiledOperation): Failure[] {
  if (operation.requirements.length === 0) return [];
  const carried = operation.requirements.flatMap((requirement) => [requirement, ...(requirement.also ?? [])]);
  const failures: Failure[] = carried.flatMap(({ method }) => BY_KIND[method.kind]);
  failures.push(...carried.flatMap(({ method }) => dpopFailures(contract.credentials.get(method.credential))));
  if (carried.some(({ method }) => carriesDigest(contract, method.credential))) failures.push('digest_mismatch');
  // Of several credentials one can be missing, or another tenant's.
  if (operation.requirements.some(({ also }) => also)) failures.push('malformed_credentials', 'tenant_mismatch');
  if (!operation.anonymous || [...contract.tenants.values()].some(({ require_token }) => require_token))
    failures.push('missing_credentials');
  // An Authorization header can come twice, and then nobody knows which counts.
  const repeatable = carried.some(({ method }) => method.parts.some((part) => part.in === 'authorization'));
  if (contract.methods.length > 1 || repeatable) failures.push('multiple_credentials');
  if (contract.methods.length > 1) failures.push('credential_not_accepted');
  // Where none is needed, an Authorization header of another scheme is not taken for none.
  if (operation.anonymous && repeatable) failures.push('malformed_credentials');
  if (carried.some(({ scopes }) => scopes.length > 0)) failures.push('insufficient_scope');
  if (carried.some(({ method }) => method.consentOf !== undefined)) failures.push('credential_required');
  if (operation.identifiers.some(({ identifier }) => identifier?.kind === 'tenant')) failures.push('tenant_mismatch');
  const lists = [...contract.clients.values(), ...(contract.seed.keys ?? [])].some(
    ({ allowed_addresses }) => allowed_addresses !== undefined,
  );
  if (lists) failures.push('address_not_allowed');
  return failures;
}

function identifierFailures({ identifiers }: CompiledOperation): Failure[] {
  const kinds = identifiers.map(({ identifier }) => identifier!);
  const failures = kinds.flatMap(({ kind, required = true }): Failure[] => {
    const unknown: Failure =
      kind === 'version' ? 'unsupported_version' : kind === 'origin' ? 'origin_not_allowed' : `unknown_${kind}`;
    return required ? [`missing_${kind}`, unknown] : [unknown];
  });
  return new Set(kinds.map(({ kind }) => kind)).size < kinds.length ? [...failures, 'ambiguous_identifier'] : failures;
}

/** OAuth endpoints judge their own parameters (RFC 6749 §3); every other action leaves that to the validation guard. */
export function judgesOwnRequest(action: Action): boolean {
  return (
    action.type === 'end_session' ||
    ['authorize', 'token.', 'device.', 'client.'].some((start) => action.type.startsWith(start))
  );
}

function requestFailures(operation: CompiledOperation): Failure[] {
  const failures: Failure[] = [];
  const own = judgesOwnRequest(operation.action);
  if (operation.body) failures.push('unsupported_media_type', 'malformed_body', 'payload_too_large');
  if (operation.contentType !== undefined) failures.push('unsupported_media_type');
  if (operation.body && !own) failures.push('invalid_body');
  if (!own && operation.parameters.some(({ in: place }) => place !== 'path')) failures.push('invalid_parameter');
  if (operation.idempotency) failures.push('idempotency_mismatch', 'idempotency_in_flight');
  return failures;
}

/** @returns each failure once */
export function reachableFailures(contract: CompiledContract, operation: CompiledOperation): Failure[] {
  return [
    ...new Set<Failure>([
      ...(operation.rateLimit === undefined ? [] : (['rate_limited'] as const)),
      ...identifierFailures(operation),
      ...credentialFailures(contract, operation),
      ...(operation.stepUp ? (['otp_required'] as const) : []),
      ...requestFailures(operation),
      ...actionFailures(contract, operation),
    ]),
  ];
}
