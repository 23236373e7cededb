/**
 * Finds a server's endpoints in its own metadata, and leaves of the contract what the server says it has.
 *
 * @see [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2), [OpenID Connect Discovery
 *   §4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)
 */
import { at } from '../../mock/contract/openapi-document.ts';
import { InputError } from '../../mock/contract/input-error.ts';
import type { CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Action, ClientAuthentication, Credential } from '../../specs/generated/vocabulary.ts';
import { GRANT_TYPE } from '../driver/grant-types.ts';
import { createHttpClient } from '../driver/http-client.ts';
import { isObject, parseJson } from '../driver/json-values.ts';
import type { Target } from './target.ts';

type Metadata = NonNullable<Target['metadata']>;

interface Discovery {
  /** Where the metadata stood. */
  readonly url: string;
  readonly metadata: Metadata;
}

export interface Discovered {
  /** The contract, without what the metadata does not offer. */
  readonly contract: CompiledContract;
  readonly target: Target;
  /** Operations of the contract that the metadata does not name, by id, each with the reason in words. */
  readonly missing: ReadonlyMap<string, string>;
}

const NOTHING_MISSING: ReadonlyMap<string, string> = new Map();

/** Member of the metadata that says where an action is. */
const MEMBERS: Readonly<Partial<Record<Action['type'], string>>> = {
  authorize: 'authorization_endpoint',
  'authorize.push': 'pushed_authorization_request_endpoint',
  'device.authorize': 'device_authorization_endpoint',
  'token.issue': 'token_endpoint',
  'token.revoke': 'revocation_endpoint',
  'token.introspect': 'introspection_endpoint',
  jwks: 'jwks_uri',
  resource_metadata: 'protected_resources',
  'profile.get': 'userinfo_endpoint',
  userinfo: 'userinfo_endpoint',
  'client.register': 'registration_endpoint',
  'client.manage': 'registration_endpoint',
  end_session: 'end_session_endpoint',
};

/** Member that lists how clients authenticate there. */
const AUTHENTICATION: Readonly<Partial<Record<Action['type'], string>>> = {
  'authorize.push': 'token_endpoint_auth_methods_supported',
  'device.authorize': 'token_endpoint_auth_methods_supported',
  'token.issue': 'token_endpoint_auth_methods_supported',
  'token.revoke': 'revocation_endpoint_auth_methods_supported',
  'token.introspect': 'introspection_endpoint_auth_methods_supported',
};

/** "If omitted, the default value is `["authorization_code", "implicit"]`" (RFC 8414 §2). */
const DEFAULT_GRANTS: readonly string[] = ['authorization_code', 'implicit'];

/** "If omitted, the default is `client_secret_basic`" (RFC 8414 §2). */
const DEFAULT_AUTHENTICATION: readonly string[] = ['client_secret_basic'];

/** "If omitted, the default is `["query", "fragment"]`" (RFC 8414 §2). */
const DEFAULT_MODES: readonly string[] = ['query', 'fragment'];

/** The order of a response type's words does not matter (RFC 6749 §3.1.1). */
const inOrder = (type: string): string => type.split(' ').sort().join(' ');

const strings = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;

/**
 * Where metadata may stand: between host and path as RFC 8414 §3.1 has it, or after the path as OpenID Connect does.
 *
 * @param issuer without a trailing slash
 */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname;
  const places = ['oauth-authorization-server', 'openid-configuration'].flatMap((name) => [
    `${origin}/.well-known/${name}${path}`,
    `${origin}${path}/.well-known/${name}`,
  ]);
  return [...new Set(places)];
}

/** Asks for the metadata of the target's base URL, which is its issuer; undefined where there is none. */
async function readMetadata({ baseUrl, tls, timeoutMs }: Target): Promise<Discovery | undefined> {
  const http = createHttpClient(tls);
  try {
    for (const url of metadataUrls(baseUrl)) {
      const { status, answerBody } = await http.send(
        { method: 'GET', url, headers: [['Accept', 'application/json']], body: undefined },
        timeoutMs,
      );
      const metadata = status === 200 ? parseJson(answerBody) : undefined;
      if (isObject(metadata) && typeof metadata['issuer'] === 'string') return { url, metadata };
    }
    return undefined;
  } finally {
    http.close();
  }
}

function narrowAction(action: Action, metadata: Metadata): Action {
  const member = AUTHENTICATION[action.type];
  const offered =
    member === undefined
      ? []
      : (strings(metadata[member]) ??
        strings(metadata['token_endpoint_auth_methods_supported']) ??
        DEFAULT_AUTHENTICATION);
  const authentication = (known: readonly ClientAuthentication[]): ClientAuthentication[] =>
    known.filter((method) => method === 'security' || offered.includes(method));
  if (action.type === 'token.issue') {
    const grants = strings(metadata['grant_types_supported']) ?? DEFAULT_GRANTS;
    return {
      ...action,
      grants: action.grants.filter((grant) => grants.includes(GRANT_TYPE[grant])),
      client_authentication: authentication(action.client_authentication),
    };
  }
  if (
    action.type === 'authorize.push' ||
    action.type === 'device.authorize' ||
    action.type === 'token.revoke' ||
    action.type === 'token.introspect'
  )
    return { ...action, client_authentication: authentication(action.client_authentication) };
  if (action.type === 'authorize') {
    const types = (strings(metadata['response_types_supported']) ?? ['code']).map(inOrder);
    const modes = strings(metadata['response_modes_supported']) ?? DEFAULT_MODES;
    const pkce = strings(metadata['code_challenge_methods_supported']) === undefined ? 'off' : action.pkce;
    return {
      ...action,
      pkce,
      ...(action.response_types && {
        response_types: action.response_types.filter((type) => types.includes(inOrder(type))),
      }),
      ...(action.response_modes && { response_modes: action.response_modes.filter((mode) => modes.includes(mode)) }),
      iss: metadata['authorization_response_iss_parameter_supported'] === true,
      require_pushed_authorization_requests: metadata['require_pushed_authorization_requests'] === true,
    };
  }
  return action;
}

/** A server that says nothing of proofs takes none (RFC 9449 §5.1). */
function narrowCredential(credential: Credential, metadata: Metadata): Credential {
  if (credential.kind !== 'token' || credential.dpop === undefined) return credential;
  const { dpop, ...rest } = credential;
  const offered = strings(metadata['dpop_signing_alg_values_supported']);
  if (offered === undefined) return rest;
  const known = dpop.algorithms?.filter((name) => offered.includes(name));
  return { ...rest, dpop: { ...dpop, ...(known && { algorithms: known }) } };
}

/** Where a resource has its own metadata (RFC 9728 §3.1). */
function resourceMetadataUrl(resource: string | undefined): string | undefined {
  if (resource === undefined || !URL.canParse(resource)) return undefined;
  const { origin, pathname } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
}

/** The operation where the metadata has it; undefined where they do not. Endpoints that the target file names stay. */
function locate(
  operation: CompiledOperation,
  { url, metadata }: Discovery,
  given: Target['endpoints'],
): string | undefined {
  const member = MEMBERS[operation.action.type];
  const registered = member === undefined ? undefined : metadata[member];
  // Each answer says where its registration stands; below the endpoint is where servers have them.
  const named =
    operation.action.type === 'client.manage' && typeof registered === 'string'
      ? `${registered}/${/\{[^}]+\}/.exec(operation.path)?.[0] ?? ''}`
      : operation.action.type === 'resource_metadata'
        ? resourceMetadataUrl(strings(registered)?.[0])
        : registered;
  return (
    given[operation.id] ?? (operation.action.type === 'metadata' ? url : typeof named === 'string' ? named : undefined)
  );
}

/** Lays a server's metadata over a contract of standards and the target. */
function applyMetadata(contract: CompiledContract, target: Target, discovery: Discovery): Discovered {
  const missing = new Map<string, string>();
  const placed = contract.operations.flatMap((operation) => {
    const url = locate(operation, discovery, target.endpoints);
    if (url === undefined)
      missing.set(
        operation.id,
        `the server's metadata name no ${MEMBERS[operation.action.type] ?? `endpoint for ${operation.id}`}`,
      );
    return url === undefined
      ? []
      : [{ operation: { ...operation, action: narrowAction(operation.action, discovery.metadata) }, url }];
  });
  const credentials = new Map(
    [...contract.credentials].map(([name, one]) => [name, narrowCredential(one, discovery.metadata)]),
  );
  return {
    contract: { ...contract, credentials, operations: placed.map(({ operation }) => operation) },
    target: {
      ...target,
      metadata: discovery.metadata,
      endpoints: {
        ...target.endpoints,
        ...Object.fromEntries(placed.map(({ operation, url }) => [operation.id, url])),
      },
    },
    missing,
  };
}

/**
 * Whether the contract is one of standards, so that a server's own metadata say where its paths are. (A provider's
 * contract has paths of its own, and metadata at most as a convenience.)
 */
function isDiscoverable({ document, operations }: CompiledContract): boolean {
  const metadata = operations.find(({ action }) => action.type === 'metadata');
  const node = metadata && at(document, metadata.pointer);
  return isObject(node) && node['x-evidence'] === 'standard';
}

/**
 * Lays a server's own metadata over a contract of standards. A sandbox, and a target whose file names every endpoint,
 * are taken as they are; so is a server without metadata where the file names any.
 *
 * @throws {InputError} where nothing says where the endpoints are
 */
export async function discover(contract: CompiledContract, target: Target): Promise<Discovered> {
  if (target.control !== undefined || !isDiscoverable(contract)) return { contract, target, missing: NOTHING_MISSING };
  const discovery = await readMetadata(target);
  if (discovery !== undefined) return applyMetadata(contract, target, discovery);
  if (Object.keys(target.endpoints).length > 0) return { contract, target, missing: NOTHING_MISSING };
  throw new InputError(
    `${target.baseUrl} publishes no metadata (tried ${metadataUrls(target.baseUrl).join(', ')}); name the issuer, or the endpoints in the target file`,
  );
}
