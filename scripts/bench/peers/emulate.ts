/**
 * `emulate`, its Okta: of its services the one that issues opaque tokens by client credentials and serves records to
 * them.
 *
 * It grants 5,000 requests an hour to each `Authorization` header, or to all that have none, with no way to lift that;
 * the requests therefore take turns with several.
 */
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';
import { launch } from '../servers.ts';
import { ask, form, isOpaque, tokenIn } from './ask.ts';
import type { Peer } from './peer.ts';

const FILE = fileURLToPath(import.meta.url);

const CLIENT = { client_id: 'okta-test-client', client_secret: 'okta-test-secret' };
const USER = 'testuser@okta.local';
const TOKEN = '/oauth2/default/v1/token';
const GRANT = { grant_type: 'client_credentials', scope: 'okta.users.read' };

const REQUESTS_PER_HEADER = 4_500;
/** Enough for a million requests. */
const HEADERS = 225;

async function serve(): Promise<void> {
  const { createEmulator } = await import('emulate');
  const port = await freePort();
  await createEmulator({
    service: 'okta',
    port,
    // The sample configuration of its README.
    seed: {
      okta: {
        users: [{ login: USER, email: USER, first_name: 'Test', last_name: 'User' }],
        groups: [{ name: 'Everyone', description: 'All users', type: 'BUILT_IN', okta_id: '00g_everyone' }],
        authorization_servers: [{ id: 'default', name: 'default', audiences: ['api://default'] }],
        oauth_clients: [
          {
            ...CLIENT,
            name: 'Sample OIDC Client',
            redirect_uris: ['http://localhost:3000/callback'],
            auth_server_id: 'default',
          },
        ],
      },
    },
  });
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
}

/** @returns the values in turn, each for as many requests as one is granted */
function inTurn<T>(values: readonly T[]): () => T {
  let requests = 0;
  return () => {
    const value = values[Math.floor(requests++ / REQUESTS_PER_HEADER)];
    if (value === undefined) throw new Error('emulate: the run sends more requests than it grants');
    return value;
  };
}

const anyBearer = (i: number): Readonly<Record<string, string>> => ({ authorization: `Bearer bench-${i}` });

export const EMULATE: Peer = {
  name: 'emulate',
  how: {
    'authenticated GET':
      "its Okta, `GET /api/v1/users/{id}` with a token of client credentials (a token it does not know passes as its first user's)",
    'opaque token': 'its Okta, client credentials',
  },
  cannot: { 'RS256 token': "its access tokens are opaque; the JWTs it signs are ID tokens, after a person's consent" },
  start: (_work, core) => launch({ args: [FILE], core }),
  async exchange(work, base) {
    if (work === 'opaque token') {
      return {
        request: inTurn(Array.from({ length: HEADERS }, (_, i) => form(TOKEN, { ...GRANT, ...CLIENT }, anyBearer(i)))),
        right: isOpaque,
        refused: form(TOKEN, { ...GRANT, ...CLIENT, client_secret: 'wrong' }),
      };
    }
    const tokens: string[] = [];
    for (let i = 0; i < HEADERS; i++)
      tokens.push(tokenIn((await ask(base, form(TOKEN, { ...GRANT, ...CLIENT }, anyBearer(i)))).body)!);
    const get = { method: 'GET', path: `/api/v1/users/${USER}` } as const;
    return {
      request: inTurn(tokens.map((token) => ({ ...get, headers: { authorization: `Bearer ${token}` } }))),
      right: (body) => (JSON.parse(body) as { profile?: { login?: string } }).profile?.login === USER,
      refused: { ...get, headers: {} },
    };
  },
};

if (process.argv[1] === FILE) await serve();
