/**
 * Authorization server metadata, worked out from the contract.
 *
 * @see RFC 8414 §2, RFC 8705 §3.3, §5, RFC 9126 §5, RFC 9207 §3, OpenID Connect Discovery §3
 */
import { usesCertificates } from '../../contract/uses-certificates.ts';
import { tokenCredential } from './bound-credential.ts';
import { SECRET_ALGORITHMS } from './client-assertion.ts';
import { KEY_ALGORITHMS } from '../../contract/public-key.ts';
import { bindScopeRules } from './scope-rules.ts';
import { GRANTS } from './grants/grants.ts';
import { proofAlgorithms } from './dpop-proof.ts';
import { baseUrl, endpointUrl, issuer } from './issuer.ts';
import { actionOf, operationsWith } from './found-or-refused.ts';
import { resourceMetadataOf } from './resource-metadata-endpoint.ts';
import { pkceMode } from './pkce.ts';
import { holds, modesOf, typesInForce } from './response-types.ts';
import { ID_TOKEN_ALGORITHM } from '../openid/id-token.ts';
import { claimsSupported } from '../openid/person-claims.ts';
import type { PkceMode } from './pkce.ts';
import type {
  Action,
  AuthorizeAction,
  ClientAuthentication,
  TokenCredential,
} from '../../../specs/generated/vocabulary.ts';
import type { ActionStep } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

const CHALLENGE_METHODS: Readonly<Record<PkceMode, readonly string[] | undefined>> = {
  off: undefined,
  optional: ['S256', 'plain'],
  required: ['S256', 'plain'],
  required_s256: ['S256'],
};

/** `security` is the provider's own way and has no registered name. */
const registered = (methods: readonly ClientAuthentication[] | undefined): readonly string[] | undefined =>
  methods?.filter((method) => method !== 'security');

/** A resource that says who the token speaks for, below the path that OpenID Connect made known. */
const profileOf = (
  { operations }: CompiledContract,
  name: string,
): { readonly operation: CompiledOperation } | undefined =>
  operationsWith(operations, 'profile.get').find(
    ({ operation: { path, requirements } }) =>
      path.endsWith('/userinfo') && requirements.some(({ method }) => method.credential === name),
  );

/** @see OpenID Connect Discovery §3, RP-Initiated Logout §2.1, Back-Channel Logout §2.1 */
function openidMetadata({ id_token: openid }: TokenCredential, logsOut: boolean): Readonly<Record<string, unknown>> {
  if (openid === undefined) return {};
  const { subject_types = ['public'], acr } = openid;
  return {
    subject_types_supported: subject_types,
    id_token_signing_alg_values_supported: [ID_TOKEN_ALGORITHM],
    userinfo_signing_alg_values_supported: [ID_TOKEN_ALGORITHM],
    claim_types_supported: ['normal'],
    claims_supported: [...ID_CLAIMS, ...claimsSupported(openid)],
    acr_values_supported: acr === undefined ? undefined : [acr],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    claims_parameter_supported: true,
    request_uri_parameter_supported: false,
    backchannel_logout_supported: logsOut || undefined,
    backchannel_logout_session_supported: logsOut || undefined,
    frontchannel_logout_supported: logsOut || undefined,
    frontchannel_logout_session_supported: logsOut || undefined,
  };
}

/** Requests as signed JWTs (RFC 9101 §9, §10.5; OpenID Connect Discovery §3). */
function requestMetadata(
  { id_token: openid }: TokenCredential,
  { request_objects: objects }: Partial<AuthorizeAction> = {},
): Readonly<Record<string, unknown>> {
  if (objects === undefined) return openid === undefined ? {} : { request_parameter_supported: false };
  return {
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: KEY_ALGORITHMS,
    require_signed_request_object: objects === 'required',
  };
}

const ID_CLAIMS = ['iss', 'sub', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'at_hash', 'acr', 'amr', 'sid'];

/** Algorithms of the JWTs by which clients authenticate (RFC 8414 §2). */
function signingAlgorithms(methods: readonly ClientAuthentication[] = []): readonly string[] | undefined {
  const algorithms = [
    ...(methods.includes('private_key_jwt') ? KEY_ALGORITHMS : []),
    ...(methods.includes('client_secret_jwt') ? SECRET_ALGORITHMS : []),
  ];
  return algorithms.length > 0 ? algorithms : undefined;
}

export function metadata(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { credential: name } = actionOf(operation, 'metadata');
  const credential = tokenCredential(contract, name);
  const first = <T extends Action['type']>(type: T) =>
    operationsWith(contract.operations, type).find(
      ({ action }) => 'credential' in action && action.credential === name,
    );
  const authorization = first('authorize');
  const token = first('token.issue');
  const revocation = first('token.revoke');
  const introspection = first('token.introspect');
  const jwks = first('jwks');
  const userinfo = first('userinfo') ?? profileOf(contract, name);
  const endSession = first('end_session');
  const issuing = operationsWith(contract.operations, 'token.issue').filter(({ action }) => action.credential === name);
  const grants = issuing.flatMap(({ operation: place, action }) =>
    action.grants.map((grant) => ({ grant: GRANTS[grant].name, operation: place })),
  );
  /** Each grant where it is taken first. */
  const placed = grants.filter(({ grant }, i) => grants.findIndex((other) => other.grant === grant) === i);
  const client = authorization?.action.client_parameter;
  const resource = resourceMetadataOf(contract, name);
  const push = first('authorize.push');
  const scopes = [...bindScopeRules(contract, name, credential).known.keys()];
  const certificates = usesCertificates(contract.document);
  return (call) => {
    const types = authorization === undefined ? [] : typesInForce(call.world.settings, authorization.action);
    /** Types without a code are what the implicit grant gives (RFC 7591 §2.1). */
    const implicit = types.some((type) => !holds(type, 'code'));
    const url = (found: { readonly operation: CompiledOperation } | undefined): string | undefined =>
      found && endpointUrl(call, found.operation);
    const document = {
      issuer: issuer(call, credential),
      authorization_endpoint: url(authorization),
      token_endpoint: url(token),
      jwks_uri: url(jwks),
      revocation_endpoint: url(revocation),
      introspection_endpoint: url(introspection),
      userinfo_endpoint: url(userinfo),
      end_session_endpoint: url(endSession),
      registration_endpoint: url(first('client.register')),
      device_authorization_endpoint: url(first('device.authorize')),
      protected_resources: resource && [baseUrl(call)],
      pushed_authorization_request_endpoint: url(push),
      scopes_supported: scopes,
      response_types_supported: types,
      response_modes_supported: authorization && modesOf(authorization.action),
      grant_types_supported: token && [...placed.map(({ grant }) => grant), ...(implicit ? ['implicit'] : [])],
      token_endpoint_auth_methods_supported: registered(token?.action.client_authentication),
      revocation_endpoint_auth_methods_supported: registered(revocation?.action.client_authentication),
      introspection_endpoint_auth_methods_supported: registered(introspection?.action.client_authentication),
      token_endpoint_auth_signing_alg_values_supported: signingAlgorithms(token?.action.client_authentication),
      tls_client_certificate_bound_access_tokens: credential.certificate_bound !== undefined || undefined,
      // Every connection is asked for a certificate, so that there are no other places.
      mtls_endpoint_aliases:
        certificates && call.request.origin.startsWith('https:')
          ? {
              token_endpoint: url(token),
              revocation_endpoint: url(revocation),
              introspection_endpoint: url(introspection),
              pushed_authorization_request_endpoint: url(push),
              device_authorization_endpoint: url(first('device.authorize')),
              userinfo_endpoint: url(userinfo),
            }
          : undefined,
      dpop_signing_alg_values_supported: credential.dpop && proofAlgorithms(credential.dpop),
      code_challenge_methods_supported: authorization && CHALLENGE_METHODS[pkceMode(call, authorization.action)],
      authorization_response_iss_parameter_supported: authorization && (authorization.action.iss ?? false),
      require_pushed_authorization_requests:
        push && (authorization?.action.require_pushed_authorization_requests ?? false),
      ...requestMetadata(credential, authorization?.action),
      // Of the sandbox's own: RFC 8414 knows one token endpoint, and clients by `client_id`.
      x_token_endpoints:
        issuing.length < 2
          ? undefined
          : Object.fromEntries(placed.map(({ grant, operation: place }) => [grant, endpointUrl(call, place)])),
      x_client_parameter: client === 'client_id' ? undefined : client,
      ...openidMetadata(credential, endSession !== undefined),
    };
    return { answer: { body: JSON.stringify(document), contentType: 'application/json' } };
  };
}
