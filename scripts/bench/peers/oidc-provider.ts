/**
 * `oidc-provider` with its in-memory adapter and its development keys (RSA, 2048 bits): opaque tokens, and JWTs by
 * resource indicators.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { launch } from '../servers.ts';
import { form, isOpaque, isSigned } from './ask.ts';
import type { Peer } from './peer.ts';

const FILE = fileURLToPath(import.meta.url);

const SCOPE = 'revenue.api.full';
const RESOURCE = 'urn:example:resource';
const CLIENT = { client_id: 'revenue-service', client_secret: 'secret_sandbox_revenue_service' };

const CONFIGURATION = {
  clients: [
    {
      ...CLIENT,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  scopes: [SCOPE],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({ scope: SCOPE, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
    },
  },
};

async function serve(): Promise<void> {
  // It says on stderr that its keys and its adapter are for development: here they are.
  console.warn = () => undefined;
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', new Provider(url, CONFIGURATION).callback());
  console.log(JSON.stringify({ url }));
}

export const OIDC_PROVIDER: Peer = {
  name: 'oidc-provider',
  how: {
    'opaque token': 'client credentials, in-memory adapter (of its opaque tokens it keeps the newest thousand)',
    'RS256 token': 'client credentials with a resource indicator, whose access tokens are JWTs',
  },
  cannot: { 'authenticated GET': "protects no resource of its own from a client's token: its userinfo takes a user's" },
  start: (_work, core) => launch({ args: [FILE], core }),
  exchange: (work, base) => {
    const fields = {
      grant_type: 'client_credentials',
      scope: SCOPE,
      ...(work === 'RS256 token' && { resource: RESOURCE }),
    };
    return Promise.resolve({
      request: () => form('/token', { ...fields, ...CLIENT }),
      right: (body) => (work === 'RS256 token' ? isSigned(body, `${base}/jwks`) : isOpaque(body)),
      refused: form('/token', { ...fields, ...CLIENT, client_secret: 'wrong' }),
    });
  },
};

if (process.argv[1] === FILE) await serve();
