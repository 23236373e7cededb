/** Clients that do all as they should: by hand, and with libraries that many use. */
import voucherify from '@voucherify/sdk';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { revenueClient } from '../../mock/test/document-service-clients.ts';
import type { Answer, BadClient, Env } from './client-tools.ts';
import { invoices, newInvoice, random, redeem, refresh, revoke, serviceToken, signIn } from './client-tools.ts';

export type GoodClient = Omit<BadClient, 'breaks'> & {
  readonly name: string;
  /** Rules that it is seen to keep, whatever else it keeps. */
  readonly keeps: readonly string[];
};

/** As chance drew them once, so that a verdict is the same each time. */
const DRAWN = [0.12, 0.91, 0.33, 0.78, 0.05, 0.6];
let drawn = 0;

/** Waits longer after each failure, with a random part. */
const backOff = (env: Env, tries: number, told = 0): Promise<void> =>
  env.wait(told + 200 * 2.2 ** tries * (1 + DRAWN[drawn++ % DRAWN.length]!));

async function patiently(env: Env, call: () => Promise<Answer>, told = 0): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const answer = await call();
    const isBusy = answer.status === 0 || answer.status === 429 || answer.status === 503;
    if (!isBusy || tries > 4) return answer;
    await backOff(env, tries, answer.status === 429 ? told : 0);
  }
}

const byHand: GoodClient = {
  name: 'service-by-hand',
  ended: true,
  settings: { token_lifetime: 600 },
  faults: [
    { operation: 'listInvoices', status: 503, next: 3 },
    { operation: 'createInvoice', drop: true, after: true, next: 1 },
    { operation: 'issueToken', unknown_field: true, next: 1 },
  ],
  keeps: [
    'token.renewed-in-time',
    'token.one-retry-after-401',
    'token.dead-not-reused',
    'token.revoked-at-the-end',
    'token.not-asked-for-needlessly',
    'token.least-scope',
    'retry.waits-as-told',
    'retry.backs-off',
    'retry.jitter',
    'idempotency.same-key-on-retry',
    'idempotency.new-key-for-new-write',
    'secret.not-in-url',
    'json.unknown-fields-ignored',
  ],
  async run(env) {
    let token = await serviceToken(env);
    await patiently(env, () => invoices(env, token));
    await env.play({ operation: 'listInvoices', status: 429, retry_after: 5, next: 1 });
    await patiently(env, () => invoices(env, token, '?pageSize=5'), 5_000);
    await env.play({ operation: 'listInvoices', status: 401, next: 1 });
    if ((await invoices(env, token, '?pageSize=6')).status === 401) {
      token = await serviceToken(env);
      await invoices(env, token, '?pageSize=6');
    }
    await env.wait(500_000);
    const next = await serviceToken(env);
    await invoices(env, next, '?pageSize=7');
    for (const total of [10, 20]) {
      const key = { 'x-idempotency-key': random() };
      await patiently(env, () => newInvoice(env, key, total));
    }
    await revoke(env, next, { ...env.service, redirect: '' });
  },
};

const signsIn: GoodClient = {
  name: 'sign-in-by-hand',
  ended: true,
  settings: { token_lifetime: 600 },
  keeps: [
    'token.dead-not-reused',
    'token.revoked-at-the-end',
    'state.sent',
    'state.unguessable',
    'state.compared',
    'pkce.s256',
    'redirect.exact',
  ],
  async run(env) {
    await env.play({ operation: 'authorize', wrong_state: true, next: 1 });
    for (let i = 0; i < 2; i++) {
      const begun = await signIn(env);
      if (begun.answer.location.get('state') !== begun.state) continue;
      let { json } = await redeem(env, begun);
      await invoices(env, String(json['access_token']));
      await env.wait(500_000);
      ({ json } = await refresh(env, json['refresh_token']));
      await invoices(env, String(json['access_token']));
      await revoke(env, json['refresh_token']);
    }
  },
};

const REDIRECT = 'http://localhost:3000/callback';

const withOauth4webapi: GoodClient = {
  name: 'oauth4webapi',
  ended: true,
  keeps: [
    'state.sent',
    'state.unguessable',
    'pkce.s256',
    'redirect.exact',
    'token.dead-not-reused',
    'token.revoked-at-the-end',
  ],
  async run({ base, web }) {
    const insecure = { [Reflect.get(oauth, 'allowInsecureRequests') as symbol]: true };
    const server = {
      issuer: base,
      authorization_endpoint: `${base}/oauth/authorize`,
      token_endpoint: `${base}/oauth/token`,
      revocation_endpoint: `${base}/oauth/revoke`,
    };
    const client: oauth.Client = { client_id: web.id };
    const secret = oauth.ClientSecretPost(web.secret);
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: web.id,
      redirect_uri: REDIRECT,
      scope: 'revenue.api.read',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const { headers } = await fetch(`${server.authorization_endpoint}?${asked.toString()}`, { redirect: 'manual' });
    const parameters = oauth.validateAuthResponse(server, client, new URL(headers.get('location')!), state);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      secret,
      parameters,
      REDIRECT,
      verifier,
      insecure,
    );
    const first = await oauth.processAuthorizationCodeResponse(server, client, answer);
    const later = await oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(server, client, secret, first.refresh_token!, insecure),
    );
    await oauth.protectedResourceRequest(
      later.access_token,
      'GET',
      new URL(`${base}/api/1.0/invoice`),
      new Headers({ 'api-version': '1.0', 'tenant-code': 'TENANT123' }),
      null,
      insecure,
    );
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, secret, later.refresh_token!, insecure),
    );
  },
};

/** The sandbox speaks HTTP on this machine; the library marks its option for that as deprecated only to stand out. */
const overHttp: (config: openid.Configuration) => void = Reflect.get(openid, 'allowInsecureRequests');

const withOpenidClient: GoodClient = {
  name: 'openid-client',
  ended: true,
  keeps: ['state.sent', 'state.unguessable', 'pkce.s256', 'redirect.exact', 'token.revoked-at-the-end'],
  async run({ base, web }) {
    const config = new openid.Configuration(
      {
        issuer: base,
        authorization_endpoint: `${base}/oauth/authorize`,
        token_endpoint: `${base}/oauth/token`,
        revocation_endpoint: `${base}/oauth/revoke`,
      },
      web.id,
      web.secret,
      openid.ClientSecretPost(web.secret),
    );
    overHttp(config);
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT,
      scope: 'revenue.api.read',
      state,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const { headers } = await fetch(url, { redirect: 'manual' });
    const tokens = await openid.authorizationCodeGrant(config, new URL(headers.get('location')!), {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    await openid.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL(`${base}/api/1.0/invoice`),
      'GET',
      null,
      new Headers({ 'api-version': '1.0', 'tenant-code': 'TENANT123' }),
    );
    await openid.tokenRevocation(config, tokens.refresh_token!);
  },
};

/** A library that renews a minute before the end asks for a token each time where none lives so long. */
const withMargin: GoodClient = {
  name: 'margin-of-a-minute',
  ended: true,
  settings: { token_lifetime: 4 },
  keeps: ['token.revoked-at-the-end', 'token.least-scope'],
  async run(env) {
    for (let page = 1; page < 4; page++) await invoices(env, await serviceToken(env), `?pageSize=${page}`);
    await revoke(env, await serviceToken(env), { ...env.service, redirect: '' });
  },
};

const withSdk: GoodClient = {
  name: 'voucherify-sdk',
  contract: 'voucherify',
  keeps: ['secret.not-in-url'],
  async run({ base }) {
    const { vouchers } = voucherify.VoucherifyServerSide({
      applicationId: 'voucherify-app-primary',
      secretKey: 'secret_sandbox_voucherify_primary',
      apiUrl: base,
    });
    await vouchers.list();
    await vouchers.get('BLCKFRDY');
  },
};

const timeOf = (env: Env) => ({ now: () => env.now(), sleep: (seconds: number) => env.wait(seconds * 1_000) });

/** The document's sample of a service: it renews a minute before the end, after a 401 once, and waits as it is told. */
const documentService: GoodClient = {
  name: 'document-service',
  keeps: [
    'token.renewed-in-time',
    'token.one-retry-after-401',
    'token.not-asked-for-needlessly',
    'retry.waits-as-told',
    'token.least-scope',
  ],
  async run(env) {
    const client = revenueClient(env.base, timeOf(env), {
      clientId: env.service.id,
      clientSecret: env.service.secret,
      tenantCode: 'TENANT123',
    });
    await client.get('/api/1.0/invoice');
    await env.play({ operation: 'listInvoices', status: 401, next: 1 });
    await client.get('/api/1.0/invoice');
    await env.play({ operation: 'listInvoices', status: 429, retry_after: 7, next: 1 });
    await client.get('/api/1.0/invoice');
    await env.wait(3_555_000);
    await client.post('/api/1.0/invoice', {
      customerName: 'Maria Delgado',
      customerEmail: 'maria@example.com',
      dueDate: '2030-01-15',
      totalAmount: 480,
    });
  },
};

export const GOOD_CLIENTS: readonly GoodClient[] = [
  byHand,
  withMargin,
  signsIn,
  withOauth4webapi,
  withOpenidClient,
  withSdk,
  documentService,
];
