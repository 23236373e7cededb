/** Clients made of libraries that many use, with the settings that their pages name. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OAuth2Client, OAuth2Fetch, generateCodeVerifier } from '@badgateway/oauth2-client';
import { Passport } from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import simpleOauth2 from 'simple-oauth2';
import type { Env } from './client-tools.ts';
import { ask, invoices, random, revoke, s256 } from './client-tools.ts';
import type { GoodClient } from './good-clients.ts';

const SCOPE = 'revenue.api.read';

const KEPT = ['state.sent', 'state.unguessable', 'pkce.s256', 'redirect.exact', 'token.revoked-at-the-end'];

/** Where the browser is sent back to. */
const sentBack = async (url: string): Promise<URL> => {
  const { headers } = await fetch(url, { redirect: 'manual' });
  return new URL(headers.get('location')!);
};

const oauth2Client = ({ base }: Env, { id, secret }: Env['service']): OAuth2Client =>
  new OAuth2Client({
    clientId: id,
    clientSecret: secret,
    authorizationEndpoint: `${base}/oauth/authorize`,
    tokenEndpoint: `${base}/oauth/token`,
    revocationEndpoint: `${base}/oauth/revoke`,
    authenticationMethod: 'client_secret_post',
  });

/** It signs in, and its fetch renews the token that is refused: once for calls at once. */
const badgateway: GoodClient = {
  name: 'badgateway-oauth2-client',
  ended: true,
  keeps: [...KEPT, 'token.one-retry-after-401', 'token.dead-not-reused'],
  async run(env) {
    const client = oauth2Client(env, env.web);
    const [codeVerifier, state] = [await generateCodeVerifier(), random()];
    const { redirect } = env.web;
    const asked = await client.authorizationCode.getAuthorizeUri({
      redirectUri: redirect,
      state,
      codeVerifier,
      scope: [SCOPE],
    });
    let token = await client.authorizationCode.getTokenFromCodeRedirect(await sentBack(asked), {
      redirectUri: redirect,
      state,
      codeVerifier,
    });
    const wrapper = new OAuth2Fetch({
      client,
      getNewToken: () => null,
      getStoredToken: () => token,
      storeToken: (next) => (token = next),
      scheduleRefresh: false,
    });
    const list = (query: string): Promise<Response> =>
      wrapper.fetch(`${env.base}/api/1.0/invoice${query}`, {
        headers: { 'api-version': '1.0', 'tenant-code': 'TENANT123' },
      });
    await Promise.all([list(''), list('?pageSize=5')]);
    await env.play({ operation: 'listInvoices', status: 401, next: 1 });
    await list('?pageSize=6');
    await client.revoke(token, 'refresh_token');
  },
};

const simple: GoodClient = {
  name: 'simple-oauth2',
  ended: true,
  keeps: [...KEPT, 'token.dead-not-reused'],
  async run(env) {
    const { id, secret, redirect } = env.web;
    const { origin, pathname } = new URL(env.base);
    const client = new simpleOauth2.AuthorizationCode({
      client: { id, secret },
      auth: {
        tokenHost: origin,
        authorizePath: `${pathname}/oauth/authorize`,
        tokenPath: `${pathname}/oauth/token`,
        revokePath: `${pathname}/oauth/revoke`,
      },
      options: { authorizationMethod: 'body' },
    });
    const [verifier, state] = [random(), random()];
    const back = await sentBack(
      client.authorizeURL({
        redirect_uri: redirect,
        scope: SCOPE,
        state,
        code_challenge: s256(verifier),
        code_challenge_method: 'S256',
      }),
    );
    if (back.searchParams.get('state') !== state) throw new Error('the state is of another request');
    const code = back.searchParams.get('code')!;
    const first = await client.getToken({ code, redirect_uri: redirect, code_verifier: verifier });
    await invoices(env, String(first.token['access_token']));
    const later = await first.refresh();
    await invoices(env, String(later.token['access_token']), '?pageSize=5');
    // Unless told so, it takes no answer without JSON; that of a revocation has no body (RFC 7009 §2.2).
    await later.revokeAll({ json: true });
  },
};

/** A site of its own: what it asks for is up to Passport, and so is what it makes of the answer. */
const passport: GoodClient = {
  name: 'passport-oauth2',
  ended: true,
  keeps: [...KEPT, 'state.compared'],
  async run(env) {
    const { id, secret, redirect } = env.web;
    const tokens: (string | undefined)[] = [];
    const strategy = new OAuth2Strategy(
      {
        authorizationURL: `${env.base}/oauth/authorize`,
        tokenURL: `${env.base}/oauth/token`,
        clientID: id,
        clientSecret: secret,
        callbackURL: redirect,
        scope: SCOPE,
        pkce: true,
        state: true,
      },
      (access, refresh, _params, _profile, done) => {
        tokens.push(access, refresh);
        done(null, { id: 'someone' });
      },
    );
    strategy.userProfile = (_token, done) => done(null, {});
    const authenticate = new Passport().use(strategy).authenticate('oauth2', { session: false });
    const session = {};
    const site = createServer((request, response) => {
      // What Express adds to a request, as far as Passport reads it.
      const query = Object.fromEntries(new URL(request.url!, 'http://site').searchParams);
      Object.assign(request, { session, query });
      authenticate(request, response, () => response.end());
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    const here = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    try {
      await env.play({ operation: 'authorize', wrong_state: true, next: 1 });
      for (let i = 0; i < 2; i++) {
        const begun = await fetch(here, { redirect: 'manual' });
        const back = await sentBack(begun.headers.get('location')!);
        await ask(`${here}/callback${back.search}`);
      }
      await invoices(env, String(tokens[0]));
      await revoke(env, tokens[1]);
    } finally {
      site.close();
    }
  },
};

export const LIBRARY_CLIENTS: readonly GoodClient[] = [badgateway, simple, passport];
