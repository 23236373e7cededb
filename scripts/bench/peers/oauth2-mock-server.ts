/** `oauth2-mock-server` as its README starts it: a new RSA key, and every client welcome. */
import { fileURLToPath } from 'node:url';
import { launch } from '../servers.ts';
import { form, isSigned } from './ask.ts';
import type { Peer } from './peer.ts';

const FILE = fileURLToPath(import.meta.url);

async function serve(): Promise<void> {
  const { OAuth2Server } = await import('oauth2-mock-server');
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  console.log(JSON.stringify({ url: server.issuer.url }));
}

export const OAUTH2_MOCK_SERVER: Peer = {
  name: 'oauth2-mock-server',
  how: { 'RS256 token': 'client credentials; it knows no clients and no secrets' },
  cannot: {
    'authenticated GET': 'its userinfo answers whatever token is shown, or none',
    'opaque token': 'issues JWTs only',
  },
  start: (_work, core) => launch({ args: [FILE], core }),
  exchange: (_work, base) =>
    Promise.resolve({
      request: () =>
        form('/token', {
          grant_type: 'client_credentials',
          client_id: 'revenue-service',
          client_secret: 'secret_sandbox_revenue_service',
          scope: 'revenue.api.full',
        }),
      right: (body) => isSigned(body, `${base}/jwks`),
      refused: undefined,
    }),
};

if (process.argv[1] === FILE) await serve();
