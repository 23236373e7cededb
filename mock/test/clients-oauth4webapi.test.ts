/** A client library that knows the standards and nothing of the sandbox: every answer has to be what the RFCs say. */
import { createRemoteJWKSet, decodeJwt, importJWK, jwtVerify, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';

/**
 * The sandbox is on this machine and speaks HTTP. The library's option for that is marked as deprecated only to stand
 * out.
 */
const LOCAL = { [Reflect.get(oauth, 'allowInsecureRequests') as symbol]: true };
const CALLBACK = 'http://localhost:3000/callback';
const REVENUE = 'engagifii-revenue';
const TRAINING = 'engagifii-training';
const SERVICE = { client_id: 'revenue-service' };
const WEB = { client_id: 'revenue-web' };
const SERVICE_SECRET = 'secret_sandbox_revenue_service';
const WEB_SECRET = 'secret_sandbox_revenue_web';
const MERCHANT = { client_id: '096b723a-45c5-4957-94d7-747835136265' };
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const REVENUE_HEADERS = { 'tenant-code': 'TENANT123', 'api-version': '1.0' };

type Consent = 'page' | 'headless';

interface Provider {
  readonly sandbox: SandboxHandle;
  readonly base: string;
  readonly as: oauth.AuthorizationServer;
}

async function provider(t: Test, contract: string, consent: Consent = 'headless'): Promise<Provider> {
  const sandbox = await startSandbox({ contracts: [contract], strict: true });
  t.teardown(() => sandbox.close());
  sandbox.settings.change(contract, { consent });
  const base = sandbox.url(contract);
  const issuer = new URL(base);
  const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...LOCAL });
  return { sandbox, base, as: await oauth.processDiscoveryResponse(issuer, response) };
}

interface Asked {
  readonly client: oauth.Client;
  readonly scope: string;
  /** The query parameter that names the client. */
  readonly parameter?: string;
}

interface Pending {
  readonly state: string;
  readonly verifier: string;
  readonly url: URL;
}

async function authorizationUrl({ as }: Provider, { client, scope, parameter = 'client_id' }: Asked): Promise<Pending> {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(as.authorization_endpoint!);
  url.search = new URLSearchParams({
    response_type: 'code',
    [parameter]: client.client_id,
    redirect_uri: CALLBACK,
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  return { state, verifier, url };
}

async function redirected(request: Promise<Response>): Promise<URL> {
  const response = await request;
  const location = response.headers.get('location');
  if (location === null) throw new Error(`no redirect but ${response.status}: ${await response.text()}`);
  return new URL(location);
}

/** What a browser does with a page: finds the form's hidden fields, and posts them with the button that was pressed. */
async function press(url: URL, decision: 'approve' | 'deny'): Promise<URL> {
  const html = await (await fetch(url)).text();
  const attribute = (tag: string, name: string): string =>
    new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const form = /<form[^>]*>/.exec(html)?.[0] ?? '';
  const body = new URLSearchParams({ decision });
  for (const [tag] of html.matchAll(/<input type="hidden"[^>]*>/g))
    body.set(attribute(tag, 'name'), attribute(tag, 'value'));
  return redirected(
    fetch(new URL(attribute(form, 'action'), url), { method: attribute(form, 'method'), redirect: 'manual', body }),
  );
}

async function signIn(
  from: Provider,
  auth: oauth.ClientAuth,
  asked: Asked,
  consent: Consent = 'headless',
): Promise<oauth.TokenEndpointResponse> {
  const { state, verifier, url } = await authorizationUrl(from, asked);
  const back = consent === 'page' ? await press(url, 'approve') : await redirected(fetch(url, { redirect: 'manual' }));
  const callback = oauth.validateAuthResponse(from.as, asked.client, back, state);
  const response = await oauth.authorizationCodeGrantRequest(
    from.as,
    asked.client,
    auth,
    callback,
    CALLBACK,
    verifier,
    LOCAL,
  );
  return oauth.processAuthorizationCodeResponse(from.as, asked.client, response);
}

async function clientCredentials(
  { as }: Provider,
  client: oauth.Client,
  auth: oauth.ClientAuth,
  parameters: Readonly<Record<string, string>>,
): Promise<oauth.TokenEndpointResponse> {
  return oauth.processClientCredentialsResponse(
    as,
    client,
    await oauth.clientCredentialsGrantRequest(as, client, auth, { ...parameters }, LOCAL),
  );
}

async function refresh(
  { as }: Provider,
  client: oauth.Client,
  auth: oauth.ClientAuth,
  token: string,
): Promise<oauth.TokenEndpointResponse> {
  return oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(as, client, auth, token, LOCAL),
  );
}

const call = (
  token: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
  body?: string,
): Promise<Response> => oauth.protectedResourceRequest(token, method, new URL(url), new Headers(headers), body, LOCAL);

/** The client's error has to carry these. */
async function rejected(t: Test, promise: Promise<unknown>, wanted: object, name = 'is refused'): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  t.ok(error instanceof Error, name);
  t.match(error, wanted, name);
}

const invoices = ({ base }: Provider, token: string, headers = REVENUE_HEADERS): Promise<Response> =>
  call(token, `${base}/api/1.0/invoice`, headers);

t.test('a resource tells who gives out its tokens, and a challenge where it tells that', async (t) => {
  const sandbox = await startSandbox({ contracts: ['oidc', 'voucherify'], strict: true });
  t.teardown(() => sandbox.close());
  const other = await sandbox.open('other');
  t.teardown(() => other.close());
  for (const url of [sandbox.url('oidc'), sandbox.url('voucherify'), other.url('oidc')]) {
    const resource = new URL(url);
    // The library puts the well-known path before the resource's own, and refuses a document of another resource.
    const response = await oauth.resourceDiscoveryRequest(resource, LOCAL);
    const told = await oauth.processResourceDiscoveryResponse(resource, response);
    t.strictSame(told.authorization_servers, [url]);
    t.strictSame(
      await (await fetch(`${url}/.well-known/oauth-protected-resource`)).json(),
      { ...told },
      'after it, too',
    );
  }
  const challenge = (await fetch(`${other.url('oidc')}/userinfo`)).headers.get('www-authenticate') ?? '';
  const [, place = ''] = /resource_metadata="([^"]+)"/.exec(challenge) ?? [];
  t.match(await (await fetch(place)).json(), { resource: other.url('oidc') });
  const silent = await fetch(`${sandbox.url('voucherify')}/v1/vouchers`);
  t.notMatch(silent.headers.get('www-authenticate'), 'resource_metadata', 'only where the contract says so');
});

t.test('client credentials, in the form and by Basic', async (t) => {
  const revenue = await provider(t, REVENUE);
  t.match(revenue.as.grant_types_supported, ['client_credentials', 'authorization_code', 'refresh_token', JWT_BEARER]);
  for (const auth of [oauth.ClientSecretPost(SERVICE_SECRET), oauth.ClientSecretBasic(SERVICE_SECRET)]) {
    const tokens = await clientCredentials(revenue, SERVICE, auth, { scope: 'revenue.api.read' });
    t.match(tokens, { token_type: 'bearer', expires_in: 3600, scope: 'revenue.api.read' });
    t.notOk('refresh_token' in tokens);
    const page = (await (await invoices(revenue, tokens.access_token)).json()) as { items: readonly object[] };
    t.ok(page.items.length > 0);
  }
  const training = await provider(t, TRAINING);
  for (const auth of [oauth.ClientSecretPost, oauth.ClientSecretBasic]) {
    const tokens = await clientCredentials(
      training,
      { client_id: 'training-service' },
      auth('secret_sandbox_training_service'),
      {},
    );
    t.match(tokens, { token_type: 'bearer', expires_in: 3600, scope: 'AccreditationAPI' });
    const awards = await call(tokens.access_token, `${training.base}/api/v1/Awards/List`, {
      'tenant-code': 'org-12345',
    });
    t.ok(Array.isArray(await awards.json()));
  }
});

t.test('access tokens are verified by the published keys', async (t) => {
  for (const [contract, client_id, secret, audience] of [
    [REVENUE, 'revenue-service', SERVICE_SECRET, 'https://engagifii-prod-revenue.azurewebsites.net'],
    [
      TRAINING,
      'training-service',
      'secret_sandbox_training_service',
      'https://engagifii-trainingandaccreditation.azurewebsites.net',
    ],
  ] as const) {
    const from = await provider(t, contract);
    const { access_token } = await clientCredentials(from, { client_id }, oauth.ClientSecretPost(secret), {});
    const keys = createRemoteJWKSet(new URL(from.as.jwks_uri!));
    const { payload, protectedHeader } = await jwtVerify(access_token, keys, {
      issuer: from.as.issuer,
      audience,
      algorithms: ['RS256'],
      subject: client_id,
    });
    t.match(payload, { client_id, jti: String, tenant: String });
    t.equal(payload.exp! - payload.iat!, 3600);
    t.equal(protectedHeader.alg, 'RS256');
  }
});

for (const consent of ['headless', 'page'] as const) {
  t.test(`an authorization code with PKCE, by ${consent} consent, then refresh`, async (t) => {
    const revenue = await provider(t, REVENUE, consent);
    const auth = oauth.ClientSecretPost(WEB_SECRET);
    const tokens = await signIn(revenue, auth, { client: WEB, scope: 'revenue.api.read revenue.api.write' }, consent);
    t.match(tokens, {
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'revenue.api.read revenue.api.write',
      refresh_token: String,
    });
    t.equal((await invoices(revenue, tokens.access_token)).status, 200);
    const second = await refresh(revenue, WEB, auth, tokens.refresh_token!);
    t.not(second.refresh_token, tokens.refresh_token, 'rotated');
    t.equal((await invoices(revenue, second.access_token)).status, 200);
    await rejected(t, refresh(revenue, WEB, auth, tokens.refresh_token!), {
      name: 'ResponseBodyError',
      status: 400,
      error: 'invalid_grant',
    });
    await rejected(
      t,
      invoices(revenue, second.access_token),
      { name: 'WWWAuthenticateChallengeError' },
      'reuse revoked the family',
    );

    const training = await provider(t, TRAINING, consent);
    const portal = { client_id: 'training-web' };
    const basic = oauth.ClientSecretBasic('secret_sandbox_training_web');
    const first = await signIn(training, basic, { client: portal, scope: 'AccreditationAPI' }, consent);
    t.match(await refresh(training, portal, basic, first.refresh_token!), {
      scope: 'AccreditationAPI',
      refresh_token: String,
    });

    const piaxis = await provider(t, 'piaxis', consent);
    const granted = await signIn(
      piaxis,
      oauth.None(),
      { client: MERCHANT, scope: 'profile:read payments:create', parameter: 'merchant_id' },
      consent,
    );
    t.match(granted, {
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'profile:read payments:create',
      refresh_token: String,
    });
    t.match(await (await call(granted.access_token, `${piaxis.base}/api/profile`, {})).json(), {
      data: { full_name: 'Joseph Mugisha' },
    });
    // Codes and refresh tokens have an endpoint each there, and metadata can name one.
    const refreshing = { ...piaxis, as: { ...piaxis.as, token_endpoint: `${piaxis.base}/api/oauth/refresh` } };
    t.equal(
      (await refresh(refreshing, MERCHANT, oauth.None(), granted.refresh_token!)).refresh_token,
      granted.refresh_token,
      'the same one comes back',
    );
  });
}

t.test('the authorization response is judged by state and iss', async (t) => {
  const revenue = await provider(t, REVENUE, 'page');
  t.equal(revenue.as.authorization_response_iss_parameter_supported, true);
  const { url, state } = await authorizationUrl(revenue, { client: WEB, scope: 'revenue.api.read' });
  const back = await press(url, 'approve');
  t.equal(back.searchParams.get('iss'), revenue.base);
  t.throws(
    () => oauth.validateAuthResponse(revenue.as, WEB, back, oauth.generateRandomState()),
    oauth.OperationProcessingError,
  );
  t.throws(
    () => oauth.validateAuthResponse({ ...revenue.as, issuer: `${revenue.base}-2` }, WEB, back, state),
    oauth.OperationProcessingError,
  );
  const bare = new URL(back);
  bare.searchParams.delete('iss');
  t.throws(() => oauth.validateAuthResponse(revenue.as, WEB, bare, state), /iss/);
  const again = await authorizationUrl(revenue, { client: WEB, scope: 'revenue.api.read' });
  const denied = await press(again.url, 'deny');
  t.throws(() => oauth.validateAuthResponse(revenue.as, WEB, denied, again.state), {
    name: 'AuthorizationResponseError',
    error: 'access_denied',
  });
  const greedy = await authorizationUrl(revenue, { client: WEB, scope: 'everything' });
  const refused = await redirected(fetch(greedy.url, { redirect: 'manual' }));
  t.throws(() => oauth.validateAuthResponse(revenue.as, WEB, refused, greedy.state), {
    name: 'AuthorizationResponseError',
    error: 'invalid_scope',
  });
});

t.test('a code is good once, and only with its verifier', async (t) => {
  for (const [contract, client, auth, scope, parameter] of [
    [REVENUE, WEB, oauth.ClientSecretPost(WEB_SECRET), 'revenue.api.read', 'client_id'],
    [
      TRAINING,
      { client_id: 'training-web' },
      oauth.ClientSecretPost('secret_sandbox_training_web'),
      'AccreditationAPI',
      'client_id',
    ],
    ['piaxis', MERCHANT, oauth.None(), 'payments:read', 'merchant_id'],
  ] as const) {
    const from = await provider(t, contract);
    const code = async (): Promise<{ callback: URLSearchParams; verifier: string }> => {
      const { url, state, verifier } = await authorizationUrl(from, { client, scope, parameter });
      return {
        callback: oauth.validateAuthResponse(
          from.as,
          client,
          await redirected(fetch(url, { redirect: 'manual' })),
          state,
        ),
        verifier,
      };
    };
    const redeem = async (callback: URLSearchParams, verifier: string): Promise<oauth.TokenEndpointResponse> =>
      oauth.processAuthorizationCodeResponse(
        from.as,
        client,
        await oauth.authorizationCodeGrantRequest(from.as, client, auth, callback, CALLBACK, verifier, LOCAL),
      );
    const refused = { name: 'ResponseBodyError', status: 400, error: 'invalid_grant' };
    const stolen = await code();
    await rejected(
      t,
      redeem(stolen.callback, oauth.generateRandomCodeVerifier()),
      refused,
      `${contract}: another verifier`,
    );
    const { callback, verifier } = await code();
    await redeem(callback, verifier);
    await rejected(t, redeem(callback, verifier), refused, `${contract}: used`);
    const late = await code();
    from.sandbox.clock.advance('60s');
    await rejected(t, redeem(late.callback, late.verifier), refused, `${contract}: a minute old`);
  }
});

t.test('a revoked token is refused', async (t) => {
  const revenue = await provider(t, REVENUE);
  const auth = oauth.ClientSecretBasic(WEB_SECRET);
  const { access_token, refresh_token } = await signIn(revenue, auth, { client: WEB, scope: 'revenue.api.read' });
  const revoke = async (token: string, options: Readonly<Record<string, string>> = {}): Promise<void> =>
    oauth.processRevocationResponse(
      await oauth.revocationRequest(revenue.as, WEB, auth, token, { additionalParameters: { ...options }, ...LOCAL }),
    );
  t.equal(await revoke('never-issued'), undefined, 'unknown tokens are revoked already');
  t.equal((await invoices(revenue, access_token)).status, 200);
  await revoke(access_token, { token_type_hint: 'access_token' });
  await rejected(t, invoices(revenue, access_token), { name: 'WWWAuthenticateChallengeError', status: 401 });
  await revoke(refresh_token!, { token_type_hint: 'access_token' });
  await rejected(t, refresh(revenue, WEB, auth, refresh_token!), { error: 'invalid_grant' }, 'whatever the hint said');
  const response = await oauth.revocationRequest(
    revenue.as,
    WEB,
    oauth.ClientSecretBasic('wrong'),
    access_token,
    LOCAL,
  );
  await rejected(t, oauth.processRevocationResponse(response), { name: 'WWWAuthenticateChallengeError', status: 401 });
});

t.test("introspection, of a contract of one's own", async (t) => {
  const sandbox = await startSandbox({ contracts: ['mock/test/fixtures/lighthouse.yaml'], strict: true });
  t.teardown(() => sandbox.close());
  const base = sandbox.url('lighthouse');
  const metadata = await fetch(`${base}/.well-known/oauth-authorization-server`);
  const as = await oauth.processDiscoveryResponse(new URL(base), metadata);
  const desk = { client_id: 'harbour-desk' };
  const auth = oauth.ClientSecretBasic('secret_sandbox_harbour_desk');
  const introspect = async (token: string): Promise<oauth.IntrospectionResponse> =>
    oauth.processIntrospectionResponse(as, desk, await oauth.introspectionRequest(as, desk, auth, token, LOCAL));
  const tokens = await clientCredentials({ sandbox, base, as }, desk, auth, { scope: 'bookings.read' });
  t.match(await introspect(tokens.access_token), {
    active: true,
    scope: 'bookings.read',
    client_id: 'harbour-desk',
    iss: base,
    token_type: 'Bearer',
  });
  t.strictSame(await introspect('never-issued'), { active: false });
  // The old grant of a person's password: the token speaks for the person, and goes on by refreshing.
  const logbook = { client_id: 'old-logbook' };
  const secret = oauth.ClientSecretBasic('secret_sandbox_old_logbook');
  const byPassword = async (password: string): Promise<oauth.TokenEndpointResponse> =>
    oauth.processGenericTokenEndpointResponse(
      as,
      logbook,
      await oauth.genericTokenEndpointRequest(
        as,
        logbook,
        secret,
        'password',
        { username: 'astrid', password, scope: 'bookings.read' },
        LOCAL,
      ),
    );
  const known = await byPassword('harbour-lights');
  t.match(decodeJwt(known.access_token), { sub: 'crew-astrid', client_id: 'old-logbook', scope: 'bookings.read' });
  await oauth.processRefreshTokenResponse(
    as,
    logbook,
    await oauth.refreshTokenGrantRequest(as, logbook, secret, known.refresh_token!, LOCAL),
  );
  // Whom a token is for: named in the authorization request, narrowed at the token endpoint, never widened.
  const [API, STORES] = ['https://api.lighthouse.example', 'https://stores.lighthouse.example'];
  const app = { client_id: 'skipper-app' };
  const verifier = oauth.generateRandomCodeVerifier();
  const names = (...resources: readonly string[]): URLSearchParams =>
    new URLSearchParams(resources.map((name): [string, string] => ['resource', name]));
  const query = new URLSearchParams({
    ...app,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'berths.read',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const visit = async (...resources: readonly string[]): Promise<URL> =>
    redirected(
      fetch(`${as.authorization_endpoint!}?${query.toString()}&${names(...resources).toString()}`, {
        redirect: 'manual',
      }),
    );
  const back = oauth.validateAuthResponse(as, app, await visit(API, STORES));
  const redeem = async (...resources: readonly string[]): Promise<oauth.TokenEndpointResponse> =>
    oauth.processAuthorizationCodeResponse(
      as,
      app,
      await oauth.authorizationCodeGrantRequest(as, app, oauth.None(), back, CALLBACK, verifier, {
        ...LOCAL,
        additionalParameters: names(...resources),
      }),
    );
  const target = { error: 'invalid_target', status: 400 };
  await rejected(t, redeem('urn:lighthouse:tides'), target);
  const both = await redeem();
  t.strictSame(decodeJwt(both.access_token).aud, [API, STORES]);
  t.match(await introspect(both.access_token), { aud: [API, STORES] });
  const refreshed = async (...resources: readonly string[]): Promise<oauth.TokenEndpointResponse> =>
    oauth.processRefreshTokenResponse(
      as,
      app,
      await oauth.refreshTokenGrantRequest(as, app, oauth.None(), both.refresh_token!, {
        ...LOCAL,
        additionalParameters: names(...resources),
      }),
    );
  await rejected(t, refreshed(API, 'urn:lighthouse:tides'), target);
  const narrow = await refreshed(STORES);
  t.equal(decodeJwt(narrow.access_token).aud, STORES);
  const berths = async (token: string): Promise<number> =>
    (await fetch(`${base}/berths`, { headers: { authorization: `Bearer ${token}` } })).status;
  t.strictSame([await berths(both.access_token), await berths(narrow.access_token)], [200, 401]);
  t.equal((await visit('https://nobody.example')).searchParams.get('error'), 'invalid_target');
  const auth0 = await clientCredentials({ sandbox, base, as }, desk, auth, { audience: STORES });
  t.equal(decodeJwt(auth0.access_token).aud, STORES, 'by the name that some providers have for it');
  await rejected(t, byPassword('harbour-light'), { error: 'invalid_grant', status: 400 });
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, desk, auth, tokens.access_token, LOCAL));
  t.strictSame(await introspect(tokens.access_token), { active: false });
  const unsafe = await oauth.introspectionRequest(
    as,
    desk,
    oauth.ClientSecretBasic('wrong'),
    tokens.access_token,
    LOCAL,
  );
  await rejected(t, oauth.processIntrospectionResponse(as, desk, unsafe), {
    name: 'WWWAuthenticateChallengeError',
    status: 401,
  });
});

t.test('an assertion signed with the registered key', async (t) => {
  const revenue = await provider(t, REVENUE);
  const partner = { client_id: 'revenue-partner' };
  const credentials = await revenue.sandbox.credentials(REVENUE);
  const jwk = credentials.clients.find(({ client_id }) => client_id === partner.client_id)!.assertion_key!;
  const sign = async (claims: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    new SignJWT({ iss: partner.client_id, sub: partner.client_id, aud: revenue.as.token_endpoint!, ...claims })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(await importJWK({ ...jwk }, 'ES256'));
  const exchange = async (assertion: string): Promise<oauth.TokenEndpointResponse> => {
    const response = await oauth.genericTokenEndpointRequest(
      revenue.as,
      partner,
      oauth.None(),
      JWT_BEARER,
      { assertion, scope: 'revenue.api.read' },
      LOCAL,
    );
    return oauth.processGenericTokenEndpointResponse(revenue.as, partner, response);
  };
  const tokens = await exchange(await sign());
  t.match(tokens, { token_type: 'bearer', expires_in: 600, scope: 'revenue.api.read' });
  t.equal((await invoices(revenue, tokens.access_token)).status, 200);
  t.match(await exchange(await sign({ aud: [revenue.as.issuer, 'https://elsewhere.example'] })), {
    scope: 'revenue.api.read',
  });
  const refused = { name: 'ResponseBodyError', status: 400, error: 'invalid_grant' };
  await rejected(t, exchange(await sign({ aud: 'https://elsewhere.example' })), refused);
  await rejected(t, exchange(await sign({ sub: 'somebody-else' })), refused);
  await rejected(t, exchange(`${(await sign()).slice(0, -6)}AAAAAA`), refused);
});

t.test('clients that authenticate by a JWT, signed with their key or their secret', async (t) => {
  const from = await provider(t, 'oauth2');
  t.match(from.as.token_endpoint_auth_signing_alg_values_supported, ['ES256']);
  const { clients } = await from.sandbox.credentials('oauth2');
  const jwk = clients.find(({ client_id }) => client_id === 'service-jwt')!.assertion_key!;
  const key = await importJWK({ ...jwk }, 'ES256');
  if (key instanceof Uint8Array) throw new Error('the key is no secret');
  const bySignature = { client_id: 'service-jwt' };
  const signed = oauth.PrivateKeyJwt(key);
  const tokens = await clientCredentials(from, bySignature, signed, { scope: 'openid' });
  t.match(tokens, { token_type: 'bearer', scope: 'openid' });
  const mac = oauth.ClientSecretJwt('secret_sandbox_service');
  t.match(await clientCredentials(from, { client_id: 'service' }, mac, { scope: 'openid' }), { scope: 'openid' });

  const introspect = async (): Promise<oauth.IntrospectionResponse> =>
    oauth.processIntrospectionResponse(
      from.as,
      bySignature,
      await oauth.introspectionRequest(from.as, bySignature, signed, tokens.access_token, LOCAL),
    );
  t.match(await introspect(), { active: true, client_id: 'service-jwt' });
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(from.as, bySignature, signed, tokens.access_token, LOCAL),
  );
  t.strictSame(await introspect(), { active: false });

  const refused = { name: 'WWWAuthenticateChallengeError', status: 401 };
  await rejected(t, clientCredentials(from, bySignature, oauth.ClientSecretJwt('wrong'), {}), refused);
  await rejected(t, clientCredentials(from, { client_id: 'service' }, signed, {}), refused);
  await rejected(t, clientCredentials(from, bySignature, oauth.None(), {}), refused);
});

t.test('a request is pushed, and the browser carries its request_uri alone', async (t) => {
  const from = await provider(t, 'oauth2', 'page');
  const client = { client_id: 'bank' };
  const auth = oauth.ClientSecretBasic('secret_sandbox_bank');
  t.match(from.as, {
    pushed_authorization_request_endpoint: `${from.base}/par`,
    require_pushed_authorization_requests: false,
  });
  const verifier = oauth.generateRandomCodeVerifier();
  const parameters = {
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'ü &=+',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const push = async (more: Readonly<Record<string, string>> = {}): Promise<oauth.PushedAuthorizationResponse> =>
    oauth.processPushedAuthorizationResponse(
      from.as,
      client,
      await oauth.pushedAuthorizationRequest(from.as, client, auth, { ...parameters, ...more }, LOCAL),
    );
  const urlOf = (request_uri: string, client_id = client.client_id): URL =>
    new URL(`${from.as.authorization_endpoint!}?${new URLSearchParams({ client_id, request_uri }).toString()}`);
  from.sandbox.clock.freeze();

  const pushed = await push();
  t.match(pushed, { request_uri: /^urn:ietf:params:oauth:request_uri:.{43}$/, expires_in: 60 });
  t.equal((await fetch(urlOf(pushed.request_uri, 'web'))).status, 400, 'another client');
  const back = await press(urlOf(pushed.request_uri), 'approve');
  const callback = oauth.validateAuthResponse(from.as, client, back, parameters.state);
  const response = await oauth.authorizationCodeGrantRequest(
    from.as,
    client,
    auth,
    callback,
    CALLBACK,
    verifier,
    LOCAL,
  );
  t.match(await oauth.processAuthorizationCodeResponse(from.as, client, response), { scope: 'openid' });
  const again = await fetch(urlOf(pushed.request_uri));
  t.equal(again.status, 400);
  t.match(await again.text(), /request_uri/);

  const late = await push();
  from.sandbox.clock.advance('60s');
  t.equal((await fetch(urlOf(late.request_uri), { redirect: 'manual' })).status, 400);
  const plain = new URL(
    `${from.as.authorization_endpoint!}?${new URLSearchParams({ ...client, ...parameters }).toString()}`,
  );
  const refused = await redirected(fetch(plain, { redirect: 'manual' }));
  t.equal(refused.searchParams.get('error'), 'invalid_request', 'this client must push');
  const errors = (error: string) => ({ name: 'ResponseBodyError', status: 400, error });
  await rejected(t, push({ scope: 'none' }), errors('invalid_scope'));
  await rejected(t, push({ response_type: 'token' }), errors('unsupported_response_type'));
  await rejected(t, push({ redirect_uri: `${CALLBACK}/` }), errors('invalid_request'));
  await rejected(t, push({ request_uri: late.request_uri }), errors('invalid_request'));
});

t.test('a device polls until a person has decided on the page', async (t) => {
  const from = await provider(t, 'oauth2', 'page');
  const client = { client_id: 'tv' };
  const start = async (scope = 'openid'): Promise<oauth.DeviceAuthorizationResponse> => {
    const response = await oauth.deviceAuthorizationRequest(from.as, client, oauth.None(), { scope }, LOCAL);
    return oauth.processDeviceAuthorizationResponse(from.as, client, response);
  };
  const poll = async ({ device_code }: oauth.DeviceAuthorizationResponse): Promise<oauth.TokenEndpointResponse> => {
    const response = await oauth.deviceCodeGrantRequest(from.as, client, oauth.None(), device_code, LOCAL);
    return oauth.processDeviceCodeResponse(from.as, client, response);
  };
  const errors = (error: string) => ({ name: 'ResponseBodyError', status: 400, error });
  from.sandbox.clock.freeze();

  const codes = await start();
  t.match(codes, { user_code: /^[A-Z]{4}-[A-Z]{4}$/, expires_in: 1800, interval: 5 });
  t.equal(codes.verification_uri, `${from.base}/device`);
  await rejected(t, poll(codes), errors('authorization_pending'));
  await rejected(t, poll(codes), errors('slow_down'));

  const empty = await (await fetch(codes.verification_uri)).text();
  t.match(empty, /<form method="get"[^>]*>[^]*name="user_code"/, 'a form for the code');
  const page = await (await fetch(codes.verification_uri_complete!)).text();
  t.match(page, /Allow Television to act for you\?/);
  t.match(page, /Alice Moreau[^]*<code>openid<\/code>/, 'who is asked, and for what');
  const wrong = await fetch(`${codes.verification_uri}?user_code=%3Cb%3E`);
  t.equal(wrong.status, 400);
  t.notMatch(await wrong.text(), /<b>/);
  const answer = async (body: Readonly<Record<string, string>>): Promise<readonly [number, string]> => {
    const response = await fetch(codes.verification_uri, { method: 'POST', body: new URLSearchParams(body) });
    return [response.status, await response.text()];
  };
  t.match(await answer({ user_code: codes.user_code }), [400], 'nothing was decided');
  t.match(await answer({ user_code: codes.user_code, decision: 'approve', user: 'user-bob' }), [400], 'somebody else');
  t.match(await answer({ user_code: codes.user_code.toLowerCase(), decision: 'approve' }), [200, /is connected/]);
  t.match(await answer({ user_code: codes.user_code, decision: 'deny' }), [400, /answered before/]);
  const tokens = await poll(codes);
  t.match(tokens, { token_type: 'bearer', scope: 'openid', refresh_token: /.{40}/ });
  const me = await call(tokens.access_token, `${from.base}/userinfo`, {});
  t.match(await me.json(), { sub: 'user-alice' });
  await rejected(t, poll(codes), errors('invalid_grant'));

  const refused = await start();
  await answer({ user_code: refused.user_code, decision: 'deny' });
  await rejected(t, poll(refused), errors('access_denied'));
  const late = await start();
  from.sandbox.clock.advance('30m');
  await rejected(t, poll(late), errors('expired_token'));
  t.match(await answer({ user_code: late.user_code, decision: 'approve' }), [400, /expired/]);

  from.sandbox.settings.change('oauth2', { consent: 'headless' });
  t.match(await poll(await start('profile')), { scope: 'profile' }, 'where nobody is asked');
});

t.test('a token is traded for one that speaks for the same person, with who acts for them', async (t) => {
  const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
  const KIND = 'urn:ietf:params:oauth:token-type:access_token';
  const from = await provider(t, 'oauth2');
  const gateway = { client_id: 'gateway' };
  const secret = oauth.ClientSecretBasic('secret_sandbox_gateway');
  const trade = async (parameters: Readonly<Record<string, string>>): Promise<oauth.TokenEndpointResponse> => {
    const form = { subject_token_type: KIND, ...parameters };
    const response = await oauth.genericTokenEndpointRequest(from.as, gateway, secret, EXCHANGE, form, LOCAL);
    return oauth.processGenericTokenEndpointResponse(from.as, gateway, response);
  };
  const web = { client_id: 'web' };
  const web_secret = oauth.ClientSecretPost('secret_sandbox_web');
  const person = await signIn(from, web_secret, { client: web, scope: 'openid profile' });
  const traded = await trade({ subject_token: person.access_token, scope: 'openid' });
  t.match(traded, { token_type: 'bearer', issued_token_type: KIND, scope: 'openid' });
  t.notOk(traded.refresh_token);
  t.match(await (await call(traded.access_token, `${from.base}/userinfo`, {})).json(), { sub: 'user-alice' });
  const refused = (error: string) => ({ name: 'ResponseBodyError', status: 400, error });
  await rejected(t, trade({ subject_token: traded.access_token, scope: 'profile' }), refused('invalid_scope'));
  await rejected(t, trade({ subject_token: person.refresh_token! }), refused('invalid_request'));
  await rejected(t, trade({ subject_token: person.access_token, audience: 'other' }), refused('invalid_target'));
  const service = oauth.ClientSecretPost('secret_sandbox_service_away');
  const away = await clientCredentials(from, { client_id: 'service-away' }, service, { scope: 'openid' });
  await rejected(t, trade({ subject_token: away.access_token }), refused('invalid_request'));
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(from.as, web, web_secret, person.refresh_token!, LOCAL),
  );
  await rejected(t, trade({ subject_token: traded.access_token }), refused('invalid_request'));

  const harbour = await startSandbox({ contracts: ['mock/test/fixtures/lighthouse.yaml'], strict: true });
  t.teardown(() => harbour.close());
  const base = harbour.url('lighthouse');
  const basic = (id: string): string => {
    const pair = `${id}:secret_sandbox_${id.replace('-', '_')}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
  };
  const ask = async (client: string, form: Readonly<Record<string, string>>): Promise<string> => {
    const headers = { authorization: basic(client) };
    const body = new URLSearchParams(form);
    const answer = await fetch(`${base}/oauth/token`, { method: 'POST', headers, body });
    return String(((await answer.json()) as { access_token?: string }).access_token);
  };
  const own = await ask('harbour-desk', { grant_type: 'client_credentials', scope: 'bookings.read' });
  const board = await ask('berth-board', { grant_type: 'client_credentials' });
  const acting = await ask('harbour-proxy', {
    grant_type: EXCHANGE,
    subject_token: own,
    subject_token_type: KIND,
    actor_token: board,
    actor_token_type: KIND,
    audience: 'https://api.lighthouse.example',
  });
  const keys = createRemoteJWKSet(new URL(`${base}/.well-known/jwks.json`));
  const { payload, protectedHeader } = await jwtVerify(acting, keys, { typ: 'at+jwt' });
  t.match(payload, {
    sub: 'harbour-desk',
    client_id: 'harbour-proxy',
    scope: 'bookings.read',
    act: { sub: 'berth-board' },
  });
  t.equal(protectedHeader.typ, 'at+jwt');
});

t.test('refusals reach the client as the errors it has for them', async (t) => {
  const revenue = await provider(t, REVENUE);
  const tokens = (
    parameters: Readonly<Record<string, string>>,
    secret = SERVICE_SECRET,
    auth = oauth.ClientSecretPost,
  ): Promise<oauth.TokenEndpointResponse> => clientCredentials(revenue, SERVICE, auth(secret), parameters);
  await rejected(t, tokens({ scope: 'everything' }), {
    name: 'ResponseBodyError',
    code: oauth.RESPONSE_BODY_ERROR,
    status: 400,
    error: 'invalid_scope',
    cause: { available_scopes: ['revenue.api.read', 'revenue.api.write'] },
  });
  await rejected(t, tokens({}, 'wrong', oauth.ClientSecretBasic), {
    name: 'WWWAuthenticateChallengeError',
    code: oauth.WWW_AUTHENTICATE_CHALLENGE,
    status: 401,
    cause: [{ scheme: 'basic' }],
  });
  await rejected(t, clientCredentials(revenue, WEB, oauth.ClientSecretPost(WEB_SECRET), {}), {
    name: 'ResponseBodyError',
    error: 'unauthorized_client',
  });
  const unknown = await oauth.genericTokenEndpointRequest(
    revenue.as,
    SERVICE,
    oauth.ClientSecretPost(SERVICE_SECRET),
    'urn:example:magic',
    {},
    LOCAL,
  );
  await rejected(t, oauth.processGenericTokenEndpointResponse(revenue.as, SERVICE, unknown), {
    error: 'unsupported_grant_type',
  });

  const challenge = (parameters: object): object => ({
    name: 'WWWAuthenticateChallengeError',
    cause: [{ scheme: 'bearer', parameters }],
  });
  await rejected(t, invoices(revenue, 'not-a-token'), challenge({ error: 'invalid_token' }));
  const { access_token } = await tokens({ scope: 'revenue.api.read' });
  const invoice = call(
    access_token,
    `${revenue.base}/api/1.0/invoice`,
    { ...REVENUE_HEADERS, 'content-type': 'application/json' },
    'POST',
    '{}',
  );
  await rejected(t, invoice, {
    status: 403,
    ...challenge({ error: 'insufficient_scope', scope: 'revenue.api.write' }),
  });
  revenue.sandbox.clock.advance('1h');
  await rejected(t, invoices(revenue, access_token), challenge({ error: 'invalid_token' }));

  const training = await provider(t, TRAINING);
  await rejected(
    t,
    call('not-a-token', `${training.base}/api/v1/Awards/List`, { 'tenant-code': 'org-12345' }),
    challenge({ error: 'invalid_token' }),
  );
  const piaxis = await provider(t, 'piaxis');
  await rejected(t, call('not-a-token', `${piaxis.base}/api/profile`, {}), challenge({ error: 'invalid_token' }));
});

t.test(
  'DPoP: the key is proved at the token endpoint and at resources, with the nonces that are asked for',
  async (t) => {
    const from = await provider(t, 'oauth2');
    const { as, base } = from;
    t.ok(as.dpop_signing_alg_values_supported?.includes('ES256'));
    const app = { client_id: 'app' };
    const none = oauth.None();
    const keys = await oauth.generateKeyPair('ES256', { extractable: true });
    const DPoP = oauth.DPoP({}, keys);
    const { state, verifier, url } = await authorizationUrl(from, { client: app, scope: 'openid' });
    url.searchParams.set('dpop_jkt', await DPoP.calculateThumbprint());
    const callback = oauth.validateAuthResponse(as, app, await redirected(fetch(url, { redirect: 'manual' })), state);
    const redeem = async (options: oauth.TokenEndpointRequestOptions): Promise<oauth.TokenEndpointResponse> =>
      oauth.processAuthorizationCodeResponse(
        as,
        app,
        await oauth.authorizationCodeGrantRequest(as, app, none, callback, CALLBACK, verifier, {
          ...LOCAL,
          ...options,
        }),
      );
    const first = await redeem({ DPoP }).catch((error: unknown) => error);
    t.ok(oauth.isDPoPNonceError(first), 'the first proof has no nonce');
    await rejected(t, redeem({}), { error: 'invalid_grant' });
    const tokens = await redeem({ DPoP });
    t.match(tokens, { token_type: 'dpop', scope: 'openid' });
    const userinfo = (token: string, options: oauth.ProtectedResourceRequestOptions = { DPoP }): Promise<Response> =>
      oauth.protectedResourceRequest(token, 'GET', new URL(`${base}/userinfo?x=1`), undefined, null, {
        ...LOCAL,
        ...options,
      });
    t.match(await (await userinfo(tokens.access_token)).json(), { sub: 'user-alice' });
    // Bearer, and the key of somebody else.
    await rejected(t, userinfo(tokens.access_token, {}), { name: 'WWWAuthenticateChallengeError', status: 401 });
    const thief = oauth.DPoP({}, await oauth.generateKeyPair('ES256'));
    await userinfo(tokens.access_token, { DPoP: thief }).catch(() => undefined);
    await rejected(t, userinfo(tokens.access_token, { DPoP: thief }), {
      name: 'WWWAuthenticateChallengeError',
      cause: [{ scheme: 'dpop', parameters: { error: 'invalid_token', algs: /ES256/ } }],
    });
    // Another nonce is given out in time, and a client takes it from whatever answer.
    const renew = async (options: oauth.TokenEndpointRequestOptions = { DPoP }): Promise<oauth.TokenEndpointResponse> =>
      oauth.processRefreshTokenResponse(
        as,
        app,
        await oauth.refreshTokenGrantRequest(as, app, none, tokens.refresh_token!, { ...LOCAL, ...options }),
      );
    await rejected(t, renew({}), { error: 'invalid_grant' });
    await rejected(t, renew({ DPoP: thief }), { error: 'invalid_grant' });
    const renewed = await renew();
    t.equal(renewed.token_type, 'dpop');
    const introspected = await oauth.processIntrospectionResponse(
      as,
      { client_id: 'web' },
      await oauth.introspectionRequest(
        as,
        { client_id: 'web' },
        oauth.ClientSecretPost('secret_sandbox_web'),
        renewed.access_token,
        LOCAL,
      ),
    );
    t.match(introspected, { active: true, token_type: 'DPoP', cnf: { jkt: await DPoP.calculateThumbprint() } });
    // A proof where the request is pushed stands for dpop_jkt, and goes with no other key's.
    const push = async (more: Readonly<Record<string, string>> = {}): Promise<oauth.PushedAuthorizationResponse> =>
      oauth.processPushedAuthorizationResponse(
        as,
        app,
        await oauth.pushedAuthorizationRequest(
          as,
          app,
          none,
          { ...Object.fromEntries(new URL(url).searchParams), ...more },
          { ...LOCAL, DPoP },
        ),
      );
    url.searchParams.delete('dpop_jkt');
    await rejected(t, push({ dpop_jkt: await thief.calculateThumbprint() }), {
      error: 'invalid_dpop_proof',
      status: 400,
    });
    const pushed = new URL(as.authorization_endpoint!);
    pushed.search = new URLSearchParams({ client_id: 'app', request_uri: (await push()).request_uri }).toString();
    const again = oauth.validateAuthResponse(as, app, await redirected(fetch(pushed, { redirect: 'manual' })), state);
    const exchange = async (options: oauth.TokenEndpointRequestOptions): Promise<oauth.TokenEndpointResponse> =>
      oauth.processAuthorizationCodeResponse(
        as,
        app,
        await oauth.authorizationCodeGrantRequest(as, app, none, again, CALLBACK, verifier, { ...LOCAL, ...options }),
      );
    await rejected(t, exchange({ DPoP: thief }), { error: 'invalid_grant' });
    t.equal((await exchange({ DPoP })).token_type, 'dpop', 'the key that pushed');
    // In a sandbox of its own name, the URL is another.
    const ci = await from.sandbox.open('ci');
    const there = `${ci.url('oauth2')}/userinfo`;
    const elsewhere = await oauth
      .protectedResourceRequest(renewed.access_token, 'GET', new URL(there), undefined, null, { ...LOCAL, DPoP })
      .catch((error: unknown) => error);
    t.match(elsewhere, { status: 401 }, 'tokens of another sandbox are not known there');
    // A page may read the nonce.
    const response = await fetch(`${base}/token`, {
      method: 'POST',
      headers: { origin: 'https://app.example', dpop: 'x' },
    });
    t.match(response.headers.get('access-control-expose-headers'), /dpop-nonce/i);
    const preflight = await fetch(`${base}/token`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'dpop',
      },
    });
    t.match(preflight.headers.get('access-control-allow-headers'), /dpop/);
  },
);
