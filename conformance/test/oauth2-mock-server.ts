/**
 * `oauth2-mock-server` as it comes. It registers no clients, and its metadata name `none` as the only authentication of
 * clients.
 */
import { OAuth2Server } from 'oauth2-mock-server';
import { client, foreignTarget } from './foreign-target.ts';
import type { ForeignServer } from './foreign-target.ts';

const WEB = ['authorization_code', 'refresh_token'];

export async function startOAuth2MockServer(): Promise<ForeignServer> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, 'localhost');
  const clients = [
    client('service', null, 'home', ['client_credentials']),
    client('service-away', null, 'away', ['client_credentials']),
    client('app', null, 'home', WEB),
    client('app-away', null, 'away', WEB),
  ];
  return {
    target: foreignTarget('oauth2-mock-server', server.issuer.url!, clients, { consent: { kind: 'headless' } }),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
