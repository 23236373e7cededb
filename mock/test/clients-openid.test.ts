/**
 * A certified client library (`openid-client`) signs in at the contract `oidc`, through discovery and with its
 * defaults: it refuses whatever is not as OpenID Connect has it. So does what log-ins of Express are made of
 * (`passport-oauth2`). And what a library never does, by hand.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as client from 'openid-client';
import { Passport } from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import t from 'tap';
import type { Test } from 'tap';
import { createRemoteJWKSet, decodeJwt, importJWK, jwtVerify } from 'jose';
import { startSandbox } from '../index.ts';
import { controlClient } from './control-client.ts';
import { basic, postForm, send } from './oauth-client.ts';
import type { Reply } from './oauth-client.ts';

t.setTimeout(120_000);

const CALLBACK = 'http://localhost:3000/callback';
const HOME = 'http://localhost:3000/';
const SECRET = 'secret_sandbox_web';

const sandbox = await startSandbox({ contracts: ['oidc', 'oauth2'], seed: 'openid', strict: true });
t.teardown(() => sandbox.close());
const issuer = sandbox.url('oidc');
const control = controlClient(sandbox.control);

/** A browser, as far as cookies and forms go; nothing of it outlives a test. */
function browser() {
  let cookie = '';
  const keep = (reply: Reply): Reply => {
    const [set] = reply.headers.getSetCookie();
    if (set !== undefined) cookie = set.split(';')[0]!;
    return reply;
  };
  const headers = (): Record<string, string> => (cookie === '' ? {} : { cookie });
  const post = async (page: Reply, choice: Record<string, string>): Promise<Reply> => {
    const [, action = ''] = /action="([^"]+)"/.exec(page.text) ?? [];
    const [, transaction = ''] = /name="transaction" value="([^"]+)"/.exec(page.text) ?? [];
    return keep(await postForm(new URL(action, issuer).href, { transaction, ...choice }, headers()));
  };
  return {
    get: async (url: string | URL) => keep(await send(String(url), { headers: headers() })),
    post,
    /** Clicks on a name where the page lists people, and agrees where it asks. */
    async through(url: string | URL, who = 'user-alice'): Promise<Reply> {
      let reply = keep(await send(String(url), { headers: headers() }));
      if (reply.text.includes('name="sign_in"')) reply = await post(reply, { sign_in: who });
      if (reply.text.includes('value="approve"')) reply = await post(reply, { decision: 'approve' });
      return reply;
    },
    forget: () => void (cookie = ''),
    get cookie() {
      return cookie;
    },
  };
}

type Browser = ReturnType<typeof browser>;

/** The sandbox speaks plain HTTP, which the library has to be told is meant: its name for that is deprecated on purpose. */
const overHttp: (config: client.Configuration) => void = Reflect.get(client, 'allowInsecureRequests');

const discover = (id: string, secret?: string): Promise<client.Configuration> =>
  client.discovery(new URL(issuer), id, secret, secret === undefined ? client.None() : undefined, {
    execute: [overHttp],
  });

const authorizeUrl = (query: Readonly<Record<string, string>> = {}): string =>
  `${issuer}/authorize?${new URLSearchParams({ client_id: 'web', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', ...query }).toString()}`;

const query = ({ headers }: Reply): Record<string, string> =>
  Object.fromEntries(new URL(headers.get('location') ?? 'http://nowhere.test/').searchParams);

/** Redeems the code that an answer leads back with. */
async function redeem(reply: Reply, id = 'web', secret = SECRET): Promise<Record<string, unknown>> {
  const { json } = await postForm(
    `${issuer}/token`,
    { grant_type: 'authorization_code', code: query(reply)['code'] ?? '', redirect_uri: CALLBACK },
    basic(id, secret),
  );
  return { ...json };
}

/** Signs in from start to end. */
const signIn = async (asked: Readonly<Record<string, string>> = {}, who?: string, agent: Browser = browser()) =>
  redeem(await agent.through(authorizeUrl(asked), who));

const claims = (tokens: Readonly<Record<string, unknown>>) => decodeJwt(String(tokens['id_token']));

const userinfo = async (tokens: Readonly<Record<string, unknown>>, method = 'GET') =>
  send(`${issuer}/userinfo`, { method, headers: { authorization: `Bearer ${String(tokens['access_token'])}` } });

t.test('openid-client: discovery, code with PKCE and nonce, UserInfo, refresh, log-out', async (t) => {
  for (const [id, secret] of [
    ['web', SECRET],
    ['app', undefined],
  ] as const) {
    const config = await discover(id, secret);
    t.equal(config.serverMetadata().issuer, issuer);
    const verifier = client.randomPKCECodeVerifier();
    const [nonce, state] = [client.randomNonce(), client.randomState()];
    const agent = browser();
    const asked = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid profile email offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      max_age: '600',
      nonce,
      state,
    });
    const back = await agent.through(asked);
    const tokens = await client.authorizationCodeGrant(config, new URL(back.headers.get('location')!), {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
      expectedState: state,
      maxAge: 600,
    });
    const { sub } = tokens.claims()!;
    t.equal(sub, 'user-alice');
    t.match(await client.fetchUserInfo(config, tokens.access_token, sub), {
      sub,
      name: 'Alice Moreau',
      email: 'alice@home.example',
      preferred_username: 'alice',
      phone_number: undefined,
    });
    const again = await client.refreshTokenGrant(config, tokens.refresh_token!);
    t.match(again.claims(), { sub, auth_time: tokens.claims()!.auth_time, aud: id });
    t.equal(again.claims()!.nonce, undefined, 'no nonce the second time');
    const out = await agent.get(
      client.buildEndSessionUrl(config, {
        id_token_hint: tokens.id_token!,
        post_logout_redirect_uri: HOME,
        state: 'out & about',
      }),
    );
    t.equal(out.headers.get('location'), `${HOME}?state=out+%26+about`, 'no page: the hint is of this session');
    t.equal(query(await agent.get(authorizeUrl({ prompt: 'none' })))['error'], 'login_required', 'signed out');
  }
});

/** A site that signs people in with Passport; its one session is the test's. @returns its URL */
async function passportSite(t: Test): Promise<string> {
  const session: Record<string, unknown> = {};
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.teardown(() => server.close());
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: `${issuer}/authorize`,
      tokenURL: `${issuer}/token`,
      clientID: 'web',
      clientSecret: SECRET,
      callbackURL: `${site}/callback`,
      scope: 'openid email offline_access',
      pkce: true,
      state: true,
    },
    (_access, refresh, { token_type }, profile, done) => done(null, { ...profile, refresh, token_type }),
  );
  strategy._oauth2.useAuthorizationHeaderforGET(true);
  strategy.userProfile = (token, done) =>
    strategy._oauth2.get(`${issuer}/userinfo`, token, (error, body) =>
      error === null ? done(null, JSON.parse(String(body)) as object) : done(new Error(JSON.stringify(error))),
    );
  const authenticate = new Passport().use(strategy).authenticate('oauth2', { session: false });
  server.on('request', (request, response) => {
    // What Express adds to a request, as far as Passport reads it.
    Object.assign(request, { session, query: Object.fromEntries(new URL(request.url!, site).searchParams) });
    authenticate(request, response, (error) =>
      response.end(
        JSON.stringify({
          user: 'user' in request ? request.user : null,
          error: error instanceof Error ? String(error) : error,
        }),
      ),
    );
  });
  return site;
}

t.test('openid-client signs its request, by value and pushed', async (t) => {
  const config = await discover('vault', 'secret_sandbox_vault');
  t.match(config.serverMetadata(), {
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    require_signed_request_object: false,
  });
  t.ok(config.serverMetadata()['request_object_signing_alg_values_supported']);
  const { clients } = await sandbox.credentials('oidc');
  const { assertion_key: jwk } = clients.find(({ client_id }) => client_id === 'vault')!;
  const key = await importJWK({ ...jwk }, 'ES256');
  if (key instanceof Uint8Array) throw new Error('the key is no secret');
  const verifier = client.randomPKCECodeVerifier();
  const state = 'ü &=+';
  const asked = {
    redirect_uri: CALLBACK,
    scope: 'openid',
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    max_age: '60',
  };
  const signedUrl = async (change?: (payload: Record<string, unknown>) => void): Promise<URL> =>
    client.buildAuthorizationUrlWithJAR(
      config,
      asked,
      key,
      change && { [client.modifyAssertion]: (_header, payload) => change(payload) },
    );
  const enter = async (url: URL): Promise<URL> =>
    new URL((await browser().through(url.href)).headers.get('location') ?? 'http://nowhere.test/');
  const redeemed = async (back: URL) =>
    client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: state, maxAge: 60 });

  const url = await signedUrl();
  t.strictSame([...url.searchParams.keys()].sort(), ['client_id', 'request']);
  t.match((await redeemed(await enter(url))).claims(), { aud: 'vault', auth_time: Number });
  const inJson = await signedUrl((payload) => {
    payload['max_age'] = 60;
    payload['claims'] = { id_token: { nickname: null } };
  });
  t.match((await redeemed(await enter(inJson))).claims(), { nickname: 'Ali' }, 'numbers and objects as JSON has them');
  const pushed = await client.buildAuthorizationUrlWithPAR(config, (await signedUrl()).searchParams);
  t.match(pushed.searchParams.get('request_uri'), /^urn:ietf:params:oauth:request_uri:/);
  t.match((await redeemed(await enter(pushed))).claims(), { aud: 'vault' });

  for (const [change, why] of [
    [
      (payload: Record<string, unknown>) => (payload['aud'] = 'https://elsewhere.example'),
      /must name in aud the issuer/,
    ],
    [(payload: Record<string, unknown>) => delete payload['client_id'], /must name in client_id the client/],
    [(payload: Record<string, unknown>) => (payload['exp'] = 1), /past its exp/],
  ] as const) {
    const wrong = await signedUrl(change);
    const page = await send(wrong.href);
    t.match(page, { status: 400, text: why }, 'nothing beside it leads back');
    wrong.searchParams.set('redirect_uri', CALLBACK);
    wrong.searchParams.set('state', 's');
    t.match(query(await send(wrong.href)), { error: 'invalid_request_object', error_description: why, state: 's' });
  }
  const both = await signedUrl();
  both.searchParams.set('request_uri', 'https://client.example/request.jwt');
  both.searchParams.set('redirect_uri', CALLBACK);
  t.match(query(await send(both.href)), { error: 'invalid_request' }, 'by value and by reference at once');
  const nested = await signedUrl((payload) => (payload['request'] = 'x'));
  const refused: unknown = await client
    .buildAuthorizationUrlWithPAR(config, nested.searchParams)
    .catch((error: unknown) => error);
  t.match(refused, { error: 'invalid_request_object', status: 400 });
});

t.test('passport-oauth2: a site signs a person in, with PKCE and state', async (t) => {
  const site = await passportSite(t);
  await control('PATCH', '/clients/oidc/web', { redirect_uris: [CALLBACK, `${site}/callback`] });
  const agent = browser();
  const signIn = async (): Promise<string> => {
    const sent = await send(site);
    t.equal(sent.status, 302);
    return (await agent.through(sent.headers.get('location')!)).headers.get('location')!;
  };
  t.match((await send(await signIn())).json, {
    user: { sub: 'user-alice', email: 'alice@home.example', refresh: /^[\w-]{43}$/, token_type: 'Bearer' },
    error: undefined,
  });
  const back = new URL(await signIn());
  back.searchParams.set('state', 'of-somebody-else');
  t.equal((await send(back.href)).status, 403, 'another state is refused by the library');
  const again = new URL(await signIn());
  again.searchParams.set('code', 'of-somebody-else');
  t.match((await send(again.href)).json, { user: null, error: /^TokenError: / }, 'it reads the RFC’s error');
  await control('PATCH', '/clients/oidc/web', { redirect_uris: [CALLBACK] });
});

t.test('the ID token: its claims, its signature, and what is of the request', async (t) => {
  const tokens = await signIn({ nonce: 'n-1', scope: 'openid profile' });
  const { payload, protectedHeader } = await jwtVerify(
    String(tokens['id_token']),
    createRemoteJWKSet(new URL(`${issuer}/jwks`)),
    { issuer, audience: 'web', algorithms: ['RS256'], currentDate: new Date(sandbox.clock.now()) },
  );
  t.equal(protectedHeader.typ, 'JWT');
  const now = Math.floor(sandbox.clock.now() / 1000);
  t.match(payload, { sub: 'user-alice', nonce: 'n-1', acr: '0', amr: ['user'], sid: String, at_hash: /^[\w-]{22}$/ });
  t.ok(Math.abs(Number(payload.exp) - now - 3600) <= 2 && Math.abs(Number(payload['auth_time']) - now) <= 2);
  t.notOk('name' in payload, 'claims of scopes are for UserInfo');
  t.notOk('id_token' in (await signIn({ scope: 'profile' })), 'without openid no ID token');
  t.notOk('nonce' in claims(await signIn()), 'no nonce where none was sent');
  t.notOk('refresh_token' in tokens, 'no refresh token without offline_access');
});

t.test('UserInfo: claims by scope and by name, GET and POST, signed for who wants it', async (t) => {
  const named = { id_token: { email: null }, userinfo: { phone_number: { essential: true }, ssn: null } };
  const tokens = await signIn({ scope: 'openid address', claims: JSON.stringify(named) });
  t.equal(claims(tokens)['email'], 'alice@home.example');
  for (const method of ['GET', 'POST']) {
    const { json } = await userinfo(tokens, method);
    t.match(json, { sub: 'user-alice', address: { locality: 'Paris' }, phone_number: '+33199000001' });
    t.strictSame(Object.keys(json).sort(), ['address', 'phone_number', 'sub'], 'and nothing else');
  }
  t.equal((await userinfo(await signIn({ scope: 'profile' }))).status, 403, 'not without openid');
  const portal = await redeem(
    await browser().through(authorizeUrl({ client_id: 'portal', scope: 'openid email' })),
    'portal',
    'secret_sandbox_portal',
  );
  const signed = await userinfo(portal);
  t.match(signed.headers.get('content-type'), /^application\/jwt/);
  const { payload } = await jwtVerify(signed.text, createRemoteJWKSet(new URL(`${issuer}/jwks`)), {
    issuer,
    audience: 'portal',
    currentDate: new Date(sandbox.clock.now()),
  });
  t.match(payload, { sub: 'user-alice', email_verified: true });
  for (const broken of ['{', '[]', '{"userinfo":7}'])
    t.equal(query(await browser().get(authorizeUrl({ claims: broken })))['error'], 'invalid_request', broken);
});

t.test('pairwise subjects differ by sector, and are the same every time', async (t) => {
  const away = async (): Promise<unknown> => {
    const reply = await browser().through(authorizeUrl({ client_id: 'web-away' }), 'user-bob');
    return claims(await redeem(reply, 'web-away', 'secret_sandbox_web_away')).sub;
  };
  const sub = await away();
  t.match(sub, /^[\w-]{43}$/);
  t.equal(await away(), sub);
  await control('PATCH', '/clients/oidc/web', { subject_type: 'pairwise' });
  const tokens = await signIn();
  t.not(claims(tokens).sub, 'user-alice');
  t.equal((await userinfo(tokens)).json['sub'], claims(tokens).sub, 'the same at UserInfo');
  await control('PATCH', '/clients/oidc/web', { subject_type: null });
});

t.test('prompt and max_age: who is asked, and who is not', async (t) => {
  await sandbox.reset();
  const agent = browser();
  const error = async (asked: Record<string, string>): Promise<string | undefined> =>
    query(await agent.get(authorizeUrl(asked)))['error'];
  t.equal(await error({ prompt: 'none' }), 'login_required');
  const first = await agent.get(authorizeUrl());
  t.match(first.text, /Alice Moreau[\s\S]*Carol Nwosu/, 'the people of the tenant, to click');
  t.notMatch(first.text, 'Bob Keller', 'and nobody else');
  const asked = await agent.post(first, { sign_in: 'user-alice' });
  t.match(asked.text, 'Allow Web application to act for you?');
  t.equal(await error({ prompt: 'none' }), 'consent_required', 'signed in, and has not agreed');
  const agreed = await agent.post(asked, { decision: 'approve' });
  const { auth_time: signedInAt, sid } = claims(await redeem(agreed));
  const silent = await agent.get(authorizeUrl({ prompt: 'none' }));
  t.match(claims(await redeem(silent)), { sub: 'user-alice', auth_time: signedInAt, sid });
  t.equal(await error({ prompt: 'none', scope: 'openid email' }), 'consent_required', 'more than was agreed to');
  t.match((await agent.get(authorizeUrl({ prompt: 'consent' }))).text, 'Allow Web application', 'asked again');
  await sandbox.clock.advance('10m');
  t.equal(await error({ prompt: 'none', max_age: '599' }), 'login_required');
  t.ok(query(await agent.get(authorizeUrl({ prompt: 'none', max_age: '700' })))['code']);
  const anew = await agent.get(authorizeUrl({ max_age: '599' }));
  t.match(anew.text, 'name="sign_in"', 'older than max_age: who is it?');
  const later = claims(await redeem(await agent.post(anew, { sign_in: 'user-alice' })));
  t.ok(Number(later['auth_time']) >= Number(signedInAt) + 600, 'and auth_time is new');
  for (const prompt of ['login', 'select_account'])
    t.match((await agent.get(authorizeUrl({ prompt }))).text, 'name="sign_in"', prompt);
  t.match((await agent.get(authorizeUrl({ max_age: '0' }))).text, 'name="sign_in"', 'max_age 0 is prompt login');
  for (const [name, value] of [
    ['prompt', 'none login'],
    ['prompt', 'maybe'],
    ['max_age', '-1'],
    ['id_token_hint', 'nonsense'],
  ] as const)
    t.equal(await error({ [name]: value }), 'invalid_request', `${name}=${value}`);
  const acr = (wanted: object): Record<string, string> => ({ claims: JSON.stringify({ id_token: { acr: wanted } }) });
  for (const wanted of [{ value: 'gold' }, { values: ['gold', 'silver'] }])
    t.equal(await error(acr({ essential: true, ...wanted })), 'unmet_authentication_requirements');
  t.equal(await error({ ...acr({ values: ['gold'] }), acr_values: 'gold', prompt: 'none' }), undefined, 'a wish');
  t.equal(await error({ request: 'x.y.z' }), 'invalid_request_object');
  t.equal(await error({ request_uri: 'https://client.example/r' }), 'request_uri_not_supported');
  await sandbox.clock.advance('8h');
  t.equal(await error({ prompt: 'none' }), 'login_required', 'the session is over');
  t.equal(
    query(await agent.post(await agent.get(authorizeUrl({ state: 's' })), { decision: 'deny' }))['error'],
    'access_denied',
  );
});

t.test('login_hint offers somebody first; id_token_hint wants somebody', async (t) => {
  const hinted = await browser().get(authorizeUrl({ login_hint: 'carol' }));
  t.ok(hinted.text.indexOf('Carol') < hinted.text.indexOf('Alice'));
  const agent = browser();
  const { id_token: carol } = await signIn({}, 'user-carol', agent);
  const { id_token: alice } = await signIn();
  t.ok(query(await agent.get(authorizeUrl({ prompt: 'none', id_token_hint: String(carol) })))['code']);
  const other = await agent.get(authorizeUrl({ prompt: 'none', id_token_hint: String(alice) }));
  t.equal(query(other)['error'], 'login_required');
  const only = await agent.get(authorizeUrl({ id_token_hint: String(alice) }));
  t.match(only.text, 'Alice');
  t.notMatch(only.text, 'Carol');
});

t.test('a session is nobody else’s: another cookie, another sandbox, a user who is gone', async (t) => {
  const agent = browser();
  const page = await agent.get(authorizeUrl());
  await agent.post(page, { sign_in: 'user-alice' });
  const before = agent.cookie;
  await agent.through(authorizeUrl({ prompt: 'login' }));
  t.not(agent.cookie, before, 'signing in gives another cookie');
  const cookies = (await send(authorizeUrl({ prompt: 'login' }))).headers.getSetCookie();
  t.strictSame(cookies, [], 'a page alone gives none');
  const other = await sandbox.open('other');
  t.teardown(() => other.close());
  const there = await send(authorizeUrl({ prompt: 'none' }).replace('/oidc/', '/~other/oidc/'), {
    headers: { cookie: agent.cookie },
  });
  t.equal(query(there)['error'], 'login_required');
  await control('POST', '/users/oidc', { id: 'user-dan', tenant: 'home', name: 'Dan' });
  const dan = browser();
  await dan.through(authorizeUrl(), 'user-dan');
  t.ok(query(await dan.get(authorizeUrl({ prompt: 'none' })))['code']);
  await control('DELETE', '/users/oidc/user-dan');
  t.equal(query(await dan.get(authorizeUrl({ prompt: 'none' })))['error'], 'login_required');
});

t.test('signing out: where to, who is asked, and what is refused', async (t) => {
  const out = (asked: Record<string, string>): string => `${issuer}/logout?${new URLSearchParams(asked).toString()}`;
  const agent = browser();
  const { id_token: hint } = await signIn({}, 'user-alice', agent);
  const signedIn = async (): Promise<boolean> => 'code' in query(await agent.get(authorizeUrl({ prompt: 'none' })));
  for (const uri of [`${HOME}?x=1`, 'http://localhost:3000', 'http://localhost:3000/x', 'https://evil.example/']) {
    const refused = await agent.get(out({ id_token_hint: String(hint), post_logout_redirect_uri: uri }));
    t.equal(refused.status, 400, uri);
    t.equal(refused.headers.get('location'), null);
  }
  t.equal((await agent.get(out({ post_logout_redirect_uri: HOME }))).status, 400, 'of nobody known');
  t.equal((await agent.get(out({ id_token_hint: 'x', client_id: 'web' }))).status, 400, 'a hint of nobody');
  t.equal((await agent.get(out({ id_token_hint: String(hint), client_id: 'app' }))).status, 400, 'of another client');
  t.ok(await signedIn(), 'whoever is refused signs nobody out');
  const asked = await agent.get(out({ client_id: 'web', post_logout_redirect_uri: HOME, state: 's' }));
  t.match(asked.text, /Sign out\?[\s\S]*Alice Moreau[\s\S]*Web application asks/, 'without a hint the person is asked');
  t.match((await agent.post(asked, { decision: 'deny' })).text, 'still signed in');
  t.ok(await signedIn());
  const again = await agent.get(out({ client_id: 'web', post_logout_redirect_uri: HOME, state: 's' }));
  const gone = await agent.post(again, { decision: 'approve' });
  t.equal(gone.status, 303);
  t.equal(gone.headers.get('location'), `${HOME}?state=s`);
  t.notOk(await signedIn());
  t.match((await browser().get(out({}))).text, 'You are signed out', 'nothing to do, and nowhere to go');
  await signIn({}, 'user-alice', agent);
  sandbox.clock.advance('2h');
  const late = await postForm(
    `${issuer}/logout`,
    { id_token_hint: String((await signIn({}, 'user-alice', agent))['id_token']), post_logout_redirect_uri: HOME },
    { cookie: agent.cookie },
  );
  t.equal(late.headers.get('location'), HOME, 'by POST too, and without state');
});

t.test('back-channel: clients of the session are told', async (t) => {
  const received: string[] = [];
  let told = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (told = resolve));
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push(`${request.method} ${request.headers['content-type']} ${body}`);
      response.statusCode = received.length === 1 ? 503 : 200;
      response.end();
      told();
    });
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  t.teardown(() => receiver.close());
  const uri = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/out`;
  t.equal((await control('PATCH', '/clients/oidc/web', { backchannel_logout_uri: uri })).status, 200);
  const agent = browser();
  const { id_token: hint } = await signIn({}, 'user-alice', agent);
  await agent.get(`${issuer}/logout?id_token_hint=${String(hint)}`);
  await arrived;
  t.equal(received.length, 1);
  const [, token = ''] = /^POST application\/x-www-form-urlencoded logout_token=(.+)$/.exec(received[0]!) ?? [];
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), {
    issuer,
    audience: 'web',
    typ: 'logout+jwt',
    currentDate: new Date(sandbox.clock.now()),
  });
  t.match(payload, {
    sub: 'user-alice',
    sid: claims({ id_token: hint })['sid'],
    jti: String,
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  });
  t.notOk('nonce' in payload);
  /** What the control plane lists, once the delivery has been tried so often. */
  const tried = async (times: number): Promise<unknown> => {
    for (let looks = 0; looks < 200; looks++) {
      const { body } = await control('GET', '/webhooks?contract=oidc');
      const [delivery] = body['deliveries'] as readonly { readonly attempts: readonly object[] }[];
      if (delivery?.attempts.length === times) return delivery;
      await sleep(10);
    }
    throw new Error(`the delivery was not tried ${times} times`);
  };
  t.match(await tried(1), {
    id: payload.jti,
    webhook: 'backchannel_logout',
    record: 'web',
    url: uri,
    status: 'pending',
    next_attempt_at: String,
    attempts: [{ status: 503 }],
  });
  t.equal(received.length, 1, 'it is not sent again before it is time');
  sandbox.clock.advance('5s');
  t.match(await tried(2), { status: 'delivered', attempts: [{ status: 503 }, { status: 200 }] });
  t.equal(received[1], received[0], 'the same token once more');
  const again = `/webhooks/oidc/${payload.jti}/redeliver`;
  t.equal((await control('POST', again, { as: 'tampered' })).status, 409, 'it has no signature beside its own');
  t.equal((await control('POST', again, {})).status, 200);
  t.match(await tried(3), { status: 'delivered' });
  await control('PATCH', '/clients/oidc/web', { backchannel_logout_uri: null });
});

t.test('what a client registers is judged, and no token stands in the journal', async (t) => {
  const patch = async (change: object, path = '/clients/oidc/web') => control('PATCH', path, change);
  t.match(await patch({ post_logout_redirect_uris: ['javascript:alert(1)'] }), {
    status: 400,
    body: { detail: /cannot be a post_logout_redirect_uri/ },
  });
  t.equal((await patch({ backchannel_logout_uri: 'ftp://a/' })).status, 400);
  t.equal((await patch({ frontchannel_logout_uri: 'https://a/#b' })).status, 400);
  t.equal((await patch({ subject_type: 'private' })).status, 400);
  const plain = await startSandbox({ contracts: ['oauth2'] });
  t.teardown(() => plain.close());
  t.match(await controlClient(plain.control)('PATCH', '/clients/oauth2/web', { subject_type: 'public' }), {
    status: 400,
    body: { detail: /signs nobody in/ },
  });
  const agent = browser();
  const { id_token: hint, access_token: access } = await signIn({}, 'user-alice', agent);
  await agent.get(authorizeUrl({ prompt: 'none', id_token_hint: String(hint) }));
  const [, cookie = ''] = agent.cookie.split('=');
  t.ok(cookie.length > 20);
  await agent.get(`${issuer}/logout?id_token_hint=${String(hint)}`);
  const journal = JSON.stringify(sandbox.journal.list());
  for (const secret of [String(hint), String(access), cookie]) t.notMatch(journal, secret);
});

/** What manages a registration. */
async function manage(
  { registration_client_uri: uri, registration_access_token: token }: Readonly<Record<string, unknown>>,
  method = 'GET',
  body?: object,
): Promise<Reply> {
  return send(String(uri), {
    method,
    headers: { authorization: `Bearer ${String(token)}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}

t.test('openid-client registers a client, which signs people in, changes itself, and goes', async (t) => {
  const metadata = {
    client_name: 'Registered',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    post_logout_redirect_uris: [HOME],
    token_endpoint_auth_method: 'client_secret_basic',
    logo_uri: 'https://client.example/logo.png',
  };
  const config = await client.dynamicClientRegistration(new URL(issuer), metadata, client.ClientSecretBasic(), {
    execute: [overHttp],
  });
  const registered: Readonly<Record<string, unknown>> = { ...config.clientMetadata() };
  t.match(registered, { client_secret: /^\w{40}$/, client_secret_expires_at: 0, client_id_issued_at: Number });
  t.notOk('logo_uri' in registered, 'nothing is made of it, and so it is not told');
  const verifier = client.randomPKCECodeVerifier();
  const asked = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid email offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const back = await browser().through(asked);
  const tokens = await client.authorizationCodeGrant(config, new URL(back.headers.get('location')!), {
    pkceCodeVerifier: verifier,
  });
  t.match(await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub), {
    email: 'alice@home.example',
  });

  const id = String(registered['client_id']);
  t.match((await control('GET', `/clients/oidc/${id}`)).body, { name: 'Registered', tenant: 'home' });
  await control('PATCH', `/clients/oidc/${id}`, { name: 'Renamed by hand' });
  t.match((await manage(registered)).json, { client_id: id, client_name: 'Renamed by hand' });
  const { json: changed } = await manage(registered, 'PUT', { client_id: id, redirect_uris: [`${CALLBACK}2`] });
  t.match(changed, {
    client_secret: registered['client_secret'],
    redirect_uris: [`${CALLBACK}2`],
    client_name: undefined,
  });
  t.equal(query(await browser().get(asked))['code'], undefined, 'the old address is registered no more');
  const open = { client_id: id, redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' };
  t.notOk('client_secret' in (await manage(registered, 'PUT', open)).json, 'a public client has no secret');

  t.equal((await manage(registered, 'DELETE')).status, 204);
  t.equal((await userinfo({ access_token: tokens.access_token })).status, 401, 'its tokens are dead');
  t.equal((await manage(registered)).status, 401);
  t.equal((await manage({ ...registered, registration_client_uri: `${issuer}/register/web` })).status, 401);
  const [journal] = sandbox.journal.list({ contract: 'oidc', operation: 'registerClient' });
  const kept = JSON.stringify(sandbox.journal.get(journal!.id));
  for (const secret of ['client_secret', 'registration_access_token'])
    t.notMatch(kept, String(registered[secret]), `the journal keeps no ${secret}`);
});

t.test('what registers is judged, and there is an end to it', async (t) => {
  const register = (body: unknown): Promise<Reply> =>
    send(`${issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const good = { redirect_uris: [CALLBACK] };
  for (const [body, error, why] of [
    [{}, 'invalid_redirect_uri', /registers its redirect URIs/],
    [{ redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri', /leads to no application/],
    [{ redirect_uris: CALLBACK }, 'invalid_client_metadata', /redirect_uris must be a list|another type/],
    [{ ...good, grant_types: ['client_credentials'] }, 'invalid_client_metadata', /client_credentials/],
    [{ ...good, scope: 'openid everything' }, 'invalid_client_metadata', /There is no scope/],
    [{ ...good, response_types: ['token'] }, 'invalid_client_metadata', /response_types/],
    [{ ...good, jwks_uri: 'https://client.example/jwks' }, 'invalid_client_metadata', /loopback/],
    [{ ...good, id_token_signed_response_alg: 'none' }, 'invalid_client_metadata', /RS256/],
    [{ ...good, subject_type: 'private' }, 'invalid_client_metadata', /no private subjects/],
    [{ ...good, post_logout_redirect_uris: ['data:,x'] }, 'invalid_client_metadata', /post_logout_redirect_uri/],
    [{ ...good, backchannel_logout_uri: 'ftp://client.example/' }, 'invalid_client_metadata', /HTTP URL/],
    [[good], 'invalid_client_metadata', /object/],
  ] as const)
    t.match(await register(body), { status: 400, json: { error, error_description: why } }, JSON.stringify(body));
  const replies = await Promise.all(Array.from({ length: 120 }, () => register(good)));
  t.equal(replies.filter(({ status }) => status === 201).length, 100);
  t.match(replies.at(-1), { status: 403, json: { error: 'access_denied', error_description: /fewer than 100/ } });
  const first = replies.find(({ status }) => status === 201)!.json;
  await sandbox.reset();
  t.equal((await manage(first)).status, 401, 'after a reset there is no such client');
  t.equal((await register(good)).status, 201);
});

async function kids(t: Test): Promise<readonly string[]> {
  const { json } = await send(`${issuer}/jwks`);
  const keys = json['keys'] as readonly { readonly kid: string; readonly d?: string }[];
  t.notOk(keys.some((key) => 'd' in key));
  return keys.map(({ kid }) => kid);
}

t.test('keys are replaced, and the old one stays published for the overlap', async (t) => {
  const old = await signIn();
  const [first] = await kids(t);
  const rotated = await control('POST', '/signing-keys/oidc/rotate', { overlap: 'PT10M' });
  t.match(rotated, {
    status: 200,
    body: { keys: [{ signs: true }, { kid: first, signs: false, published_until: String }] },
  });
  const [second, ...others] = await kids(t);
  t.not(second, first);
  t.strictSame(others, [first]);
  const fresh = await signIn();
  const header = (tokens: Record<string, unknown>): unknown =>
    (JSON.parse(Buffer.from(String(tokens['id_token']).split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
  t.equal(header(fresh), second);
  for (const tokens of [old, fresh])
    await jwtVerify(String(tokens['id_token']), createRemoteJWKSet(new URL(`${issuer}/jwks`)), {
      currentDate: new Date(sandbox.clock.now()),
    });
  t.ok(query(await browser().through(authorizeUrl({ id_token_hint: String(old['id_token']) })))['code'], 'as a hint');
  sandbox.clock.advance('10m');
  t.strictSame(await kids(t), [second]);
  t.equal(
    query(await browser().get(authorizeUrl({ id_token_hint: String(old['id_token']) })))['error'],
    'invalid_request',
  );
  t.equal((await control('POST', '/signing-keys/oidc/rotate', { overlap: 'soon' })).status, 400);
  await sandbox.reset();
  t.strictSame(await kids(t), [first], 'reset brings the first back');
});

t.test('openid-client proves its key: it sends the nonce by itself, in a sandbox of its own too', async (t) => {
  const keys = await client.randomDPoPKeyPair();
  const ci = await sandbox.open('dpop');
  for (const base of [sandbox.url('oauth2'), ci.url('oauth2')]) {
    const config = await client.discovery(new URL(base), 'service', 'secret_sandbox_service', undefined, {
      algorithm: 'oauth2',
      execute: [overHttp],
    });
    const DPoP = client.getDPoPHandle(config, keys);
    const tokens = await client.clientCredentialsGrant(config, { scope: 'openid' }, { DPoP });
    t.equal(tokens.token_type, 'dpop');
    const url = new URL(`${base}/userinfo`);
    const reply = await client.fetchProtectedResource(config, tokens.access_token, url, 'GET', null, undefined, {
      DPoP,
    });
    t.match(await reply.json(), { sub: 'home' });
    const asBearer = client.fetchProtectedResource(config, tokens.access_token, url, 'GET');
    await t.rejects(asBearer, new Error('server responded with a challenge in the WWW-Authenticate HTTP Header'));
  }
});
