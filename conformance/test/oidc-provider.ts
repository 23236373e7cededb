/**
 * `oidc-provider` as it comes, with a protected resource beside it: its own, `/me`, takes no tokens of client
 * credentials.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import Provider, { interactionPolicy } from 'oidc-provider';
import { client, foreignTarget, LOGOUTS, REDIRECTS } from './foreign-target.ts';
import type { ForeignServer } from './foreign-target.ts';

const SERVICE = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
const WEB = {
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: REDIRECTS,
  response_types: ['code'],
};

const DEVICE = {
  grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
  redirect_uris: [],
  response_types: [],
};

const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PUBLIC_JWK = KEY.publicKey.export({ format: 'jwk' });

/** What the contract calls a grant. */
const grantOf = (name: string): string => name.replace('urn:ietf:params:oauth:grant-type:', '');

const CLIENTS = [
  { client_id: 'service', client_secret: 'secret_sandbox_service', ...SERVICE },
  { client_id: 'service-away', client_secret: 'secret_sandbox_service_away', ...SERVICE },
  { client_id: 'web', client_secret: 'secret_sandbox_web', ...WEB },
  { client_id: 'web-away', client_secret: 'secret_sandbox_web_away', ...WEB },
  {
    client_id: 'service-jwt',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ ...PUBLIC_JWK, alg: 'ES256' }] },
    ...SERVICE,
  },
  {
    client_id: 'service-mac',
    client_secret: 'a_secret_of_the_sandbox_with_at_least_32_bytes',
    token_endpoint_auth_method: 'client_secret_jwt',
    ...SERVICE,
  },
  { client_id: 'tv', token_endpoint_auth_method: 'none', ...DEVICE },
  { client_id: 'tv-away', token_endpoint_auth_method: 'none', ...DEVICE },
  { client_id: 'app', token_endpoint_auth_method: 'none', ...WEB },
  {
    client_id: 'resource',
    client_secret: 'secret_sandbox_resource',
    grant_types: [],
    redirect_uris: [],
    response_types: [],
  },
];

const RESOURCE = 'urn:example:resource';

const CONFIGURATION = {
  clients: CLIENTS,
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'],
  scopes: ['openid', 'profile', 'offline_access'],
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    devInteractions: { enabled: true },
    dPoP: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ scope: 'openid profile', accessTokenFormat: 'opaque' }),
    },
  },
  issueRefreshToken: () => Promise.resolve(true),
  cookies: { keys: ['a key of the tests'] },
};

interface Introspection {
  readonly active: boolean;
  readonly token_type?: string;
  readonly scope?: string;
  readonly sub?: string;
  readonly cnf?: { readonly jkt?: string };
}

/** Whether a request proves the key of its token. @see RFC 9449 §4.3 */
async function provesKey(request: IncomingMessage, url: string, token: string, jkt: string): Promise<boolean> {
  const proofs = request.rawHeaders.filter((_, i, all) => i % 2 === 1 && all[i - 1]!.toLowerCase() === 'dpop');
  if (proofs.length !== 1) return false;
  try {
    const { protectedHeader, payload } = await jwtVerify(proofs[0]!, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      requiredClaims: ['jti', 'iat'],
      maxTokenAge: 300,
    });
    return (
      payload['htm'] === request.method &&
      payload['htu'] === url &&
      payload['ath'] === createHash('sha256').update(token).digest('base64url') &&
      (await calculateJwkThumbprint(protectedHeader.jwk!)) === jkt
    );
  } catch {
    return false;
  }
}

/** A resource server that knows nothing but what introspection tells it (RFC 6750, RFC 7662). */
function createResource(issuer: string): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const authorization = `Basic ${Buffer.from('resource:secret_sandbox_resource').toString('base64')}`;
  return async (request, response) => {
    const answer = (status: number, body: object, challenge?: string): void => {
      response
        .writeHead(status, {
          'Content-Type': 'application/json',
          ...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
        })
        .end(JSON.stringify(body));
    };
    const given = request.rawHeaders.filter(
      (_, i, all) => i % 2 === 1 && all[i - 1]!.toLowerCase() === 'authorization',
    );
    if (given.length === 0) return answer(401, {}, 'Bearer');
    const [, scheme = '', token] = (given.length === 1 && /^(bearer|dpop) +(\S+)$/i.exec(given[0]!)) || [];
    if (token === undefined) return answer(400, { error: 'invalid_request' }, 'Bearer error="invalid_request"');
    const asked = await fetch(`${issuer}/token/introspection`, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ token }),
    });
    const { active, token_type, scope = '', sub = 'nobody', cnf } = (await asked.json()) as Introspection;
    // Refresh tokens have no type.
    const isBound = cnf?.jkt !== undefined;
    const isBy = active && token_type?.toLowerCase() === scheme.toLowerCase() && isBound === /^dpop$/i.test(scheme);
    if (isBy && isBound && !(await provesKey(request, `${issuer}/resource`, token, cnf.jkt)))
      return answer(401, { error: 'invalid_dpop_proof' }, 'DPoP error="invalid_dpop_proof", algs="ES256"');
    if (!isBy) return answer(401, { error: 'invalid_token' }, 'Bearer error="invalid_token"');
    if (!scope.split(' ').includes('openid'))
      return answer(403, { error: 'insufficient_scope' }, 'Bearer error="insufficient_scope", scope="openid"');
    answer(200, { sub });
  };
}

const OPENID_CLIENT = {
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: REDIRECTS,
  post_logout_redirect_uris: LOGOUTS,
  response_types: ['code'],
};

/** All that OpenID Connect has (Core §3). */
const EVERY_RESPONSE_TYPE = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
];

const OPENID_CLIENTS = [
  { client_id: 'web', client_secret: 'secret_sandbox_web', ...OPENID_CLIENT },
  { client_id: 'web-away', client_secret: 'secret_sandbox_web_away', ...OPENID_CLIENT },
  { client_id: 'app', token_endpoint_auth_method: 'none', ...OPENID_CLIENT },
  {
    client_id: 'hybrid',
    client_secret: 'secret_sandbox_hybrid',
    ...OPENID_CLIENT,
    grant_types: [...OPENID_CLIENT.grant_types, 'implicit'],
    response_types: EVERY_RESPONSE_TYPE,
  },
];

const OPENID_SCOPES = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access'];

/** As an OpenID provider: its own UserInfo, the claims of the standard scopes, the `claims` parameter. */
const OPENID_CONFIGURATION = {
  clients: OPENID_CLIENTS,
  responseTypes: [...EVERY_RESPONSE_TYPE, 'none'],
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name'],
    email: ['email', 'email_verified'],
    phone: ['phone_number'],
    address: ['address'],
  },
  findAccount: (_context: unknown, accountId: string) => ({
    accountId,
    claims: () => ({
      sub: accountId,
      name: 'Alice Moreau',
      email: 'alice@home.example',
      email_verified: true,
      phone_number: '+33199000001',
      address: { country: 'FR' },
    }),
  }),
  features: {
    claimsParameter: { enabled: true },
    registration: { enabled: true },
    registrationManagement: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    devInteractions: { enabled: true },
  },
  // Core §3.1.2.1 wants POST; by default it takes GET alone.
  enableHttpPostMethods: true,
  cookies: { keys: ['a key of the tests'], long: { sameSite: 'none' } },
};

/** On a free port, with what else answers there. */
async function listen(
  configuration: Readonly<Record<string, unknown>>,
  beside?: (issuer: string) => (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  redirected?: (location: string) => string,
): Promise<{ readonly issuer: string } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configuration).callback();
  const resource = beside?.(issuer);
  server.on('request', (request, response) => {
    if (redirected !== undefined) {
      const set = response.setHeader.bind(response);
      response.setHeader = (name, value) =>
        set(name, name.toLowerCase() === 'location' ? redirected(String(value)) : value);
    }
    if (resource !== undefined && new URL(request.url ?? '/', issuer).pathname === '/resource')
      void resource(request, response);
    else provider(request, response);
  });
  return {
    issuer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** `max_age` is whole seconds, and this server's clock is everybody's. */
const LONGEST_WAIT_MS = 3_000;

/**
 * @param changes what is wrong with it
 * @param redirected where it sends browsers, if not where it should
 */
export async function startOpenIdProvider(
  changes: Readonly<Record<string, unknown>> = {},
  redirected?: (location: string) => string,
): Promise<ForeignServer> {
  const { issuer, [Symbol.asyncDispose]: dispose } = await listen(
    { ...OPENID_CONFIGURATION, ...changes },
    undefined,
    redirected,
  );
  const clients = OPENID_CLIENTS.map(({ client_id, grant_types, response_types, ...rest }) => ({
    ...client(
      client_id,
      'client_secret' in rest ? rest.client_secret : null,
      client_id.endsWith('-away') ? 'away' : 'home',
      grant_types.filter((grant) => grant !== 'implicit'),
    ),
    response_types,
    scopes: OPENID_SCOPES,
  }));
  return {
    target: foreignTarget('oidc-provider', issuer, clients, {}, LONGEST_WAIT_MS),
    [Symbol.asyncDispose]: dispose,
  };
}

/** Its way of asking people, with one reason to ask them anew taken out. */
export function asksWithout(check: string): Readonly<Record<string, unknown>> {
  const policy = interactionPolicy.base();
  policy.get('login').checks.remove(check);
  return {
    interactions: { policy, url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
  };
}

/** @param features what is wrong with it */
export async function startOidcProvider(features: Readonly<Record<string, unknown>> = {}): Promise<ForeignServer> {
  const configuration = { ...CONFIGURATION, features: { ...CONFIGURATION.features, ...features } };
  const { issuer, [Symbol.asyncDispose]: dispose } = await listen(configuration, createResource);
  const clients = CLIENTS.filter(({ grant_types }) => grant_types.length > 0).map(
    ({ client_id, grant_types, ...rest }) => ({
      ...client(
        client_id,
        'client_secret' in rest ? rest.client_secret : null,
        client_id.endsWith('-away') ? 'away' : 'home',
        grant_types.map(grantOf),
      ),
      ...('token_endpoint_auth_method' in rest && { token_endpoint_auth_method: rest.token_endpoint_auth_method }),
      ...('jwks' in rest && { assertion_key: { ...KEY.privateKey.export({ format: 'jwk' }), alg: 'ES256' } }),
    }),
  );
  return {
    target: foreignTarget('oidc-provider', issuer, clients, { endpoints: { getUserInfo: `${issuer}/resource` } }),
    [Symbol.asyncDispose]: dispose,
  };
}
