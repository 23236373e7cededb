/**
 * `@node-oauth/oauth2-server` as it comes, in a server as its guide has one: people are signed in already and agree to
 * everything, a model keeps what there is in memory, and one resource is behind it. Metadata say what it has.
 */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';
import { text } from 'node:stream/consumers';
import OAuth2Server from '@node-oauth/oauth2-server';
import type { AuthorizationCode, Client, RefreshToken, Token } from '@node-oauth/oauth2-server';
import { client, foreignTarget, REDIRECTS } from './foreign-target.ts';
import type { ForeignServer } from './foreign-target.ts';

const WEB = ['authorization_code', 'refresh_token'];

const SCOPES = ['openid', 'profile'];

const CLIENTS = [
  { id: 'service', secret: 'secret_sandbox_service', grants: ['client_credentials'] },
  { id: 'service-away', secret: 'secret_sandbox_service_away', grants: ['client_credentials'] },
  { id: 'web', secret: 'secret_sandbox_web', grants: WEB, redirectUris: REDIRECTS },
  { id: 'web-away', secret: 'secret_sandbox_web_away', grants: WEB, redirectUris: REDIRECTS },
];

/** What there is, in memory. */
function createModel() {
  const codes = new Map<string, AuthorizationCode>();
  const tokens = new Map<string, Token>();
  const refreshTokens = new Map<string, RefreshToken>();
  return {
    // The authorization endpoint asks for a client without its secret.
    getClient: (id: string, secret: string | null) =>
      Promise.resolve(CLIENTS.find((one) => one.id === id && (secret === null || one.secret === secret))),
    getUserFromClient: ({ id }: Client) => Promise.resolve({ id }),
    validateScope: (_user: object, _client: Client, scope: readonly string[] = SCOPES) =>
      Promise.resolve(scope.every((name) => SCOPES.includes(name)) && [...scope]),
    verifyScope: ({ scope = [] }: Token, wanted: readonly string[]) =>
      Promise.resolve(wanted.every((name) => scope.includes(name))),
    saveAuthorizationCode(code: Omit<AuthorizationCode, 'client' | 'user'>, owner: Client, user: object) {
      const saved = { ...code, client: owner, user } as AuthorizationCode;
      codes.set(saved.authorizationCode, saved);
      return Promise.resolve(saved);
    },
    getAuthorizationCode: (code: string) => Promise.resolve(codes.get(code)),
    revokeAuthorizationCode: ({ authorizationCode }: AuthorizationCode) =>
      Promise.resolve(codes.delete(authorizationCode)),
    saveToken(token: Token, owner: Client, user: object) {
      const saved = { ...token, client: owner, user };
      tokens.set(saved.accessToken, saved);
      if (saved.refreshToken !== undefined) refreshTokens.set(saved.refreshToken, saved as RefreshToken);
      return Promise.resolve(saved);
    },
    getAccessToken: (token: string) => Promise.resolve(tokens.get(token)),
    getRefreshToken: (token: string) => Promise.resolve(refreshTokens.get(token)),
    revokeToken: ({ refreshToken }: RefreshToken) => Promise.resolve(refreshTokens.delete(refreshToken)),
  };
}

/** As the library wants it. */
async function toRequest(request: IncomingMessage): Promise<OAuth2Server.Request> {
  const { search } = new URL(request.url ?? '/', 'http://localhost');
  return new OAuth2Server.Request({
    method: request.method ?? 'GET',
    headers: request.headers as Record<string, string>,
    query: parse(search.slice(1)) as Record<string, string>,
    body: { ...parse(await text(request)) },
  });
}

export async function startNodeOAuthServer(): Promise<ForeignServer> {
  const oauth = new OAuth2Server({ model: createModel() });
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const issuer = `http://127.0.0.1:${port}`;
    const { pathname } = new URL(request.url ?? '/', issuer);
    const answer = new OAuth2Server.Response({});
    const act = async (): Promise<unknown> => {
      const asked = await toRequest(request);
      if (pathname === '/token') return oauth.token(asked, answer);
      if (pathname === '/authorize')
        return oauth.authorize(asked, answer, {
          authenticateHandler: { handle: () => ({ id: 'alice' }) },
          allowEmptyState: true,
        });
      if (pathname === '/userinfo') {
        const { user } = await oauth.authenticate(asked, answer, { scope: ['openid'] });
        answer.body = { sub: String(user['id']) };
      } else if (pathname === '/.well-known/oauth-authorization-server')
        answer.body = {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          response_types_supported: ['code'],
          grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
          token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
          code_challenge_methods_supported: ['S256'],
          scopes_supported: SCOPES,
        };
      else answer.status = 404;
      return undefined;
    };
    const send = (): void => {
      response
        .writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
        .end(JSON.stringify(answer.body ?? {}));
    };
    void act().then(send, (error: unknown) => {
      if (!(error instanceof OAuth2Server.OAuthError)) throw error;
      // A redirect that tells the error is one of the library's own, too.
      if (answer.headers?.['location'] === undefined) {
        answer.status = error.code;
        answer.body = { error: error.name, error_description: error.message };
      }
      send();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const clients = CLIENTS.map(({ id, secret, grants }) =>
    client(id, secret, id.endsWith('-away') ? 'away' : 'home', grants),
  );
  return {
    target: foreignTarget('oauth2-server', `http://127.0.0.1:${port}`, clients, {
      consent: { kind: 'headless' },
      endpoints: { getUserInfo: `http://127.0.0.1:${port}/userinfo` },
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
