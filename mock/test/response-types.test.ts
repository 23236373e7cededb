/**
 * Sign-ins whose answer comes with the redirect, or in a form: a certified client library (`openid-client`) checks
 * nonce, `c_hash` and signatures, and a real browser posts the form.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as client from 'openid-client';
import t from 'tap';
import { decodeJwt } from 'jose';
import { skipWithoutBrowser, startBrowser } from './browser.ts';
import { startSandbox } from '../index.ts';
import { controlClient } from './control-client.ts';
import { basic, CALLBACK, postForm, send } from './oauth-client.ts';

t.setTimeout(120_000);

const SECRET = 'secret_sandbox_web';

const sandbox = await startSandbox({ contracts: ['oidc'], seed: 'responses', strict: true });
t.teardown(() => sandbox.close());
sandbox.settings.change('oidc', { consent: 'headless' });
const issuer = sandbox.url('oidc');
const control = controlClient(sandbox.control);

/** The sandbox speaks plain HTTP, which the library has to be told is meant: its name for that is deprecated on purpose. */
const overHttp: (config: client.Configuration) => void = Reflect.get(client, 'allowInsecureRequests');

const discover = (use: (config: client.Configuration) => void, id = 'web', secret = SECRET) =>
  client.discovery(new URL(issuer), id, secret, undefined, { execute: [overHttp, use] });

type Query = Readonly<Record<string, string>>;

const ask = (query: Query) =>
  send(
    `${issuer}/authorize?${new URLSearchParams({ client_id: 'web', redirect_uri: CALLBACK, scope: 'openid', nonce: 'n', ...query }).toString()}`,
  );

const locationOf = ({ headers }: { readonly headers: Headers }): URL =>
  new URL(headers.get('location') ?? 'http://nowhere.test/');

const fragment = (reply: { readonly headers: Headers }): Query =>
  Object.fromEntries(new URLSearchParams(locationOf(reply).hash.slice(1)));

/** The form of a page, as a browser would post it. */
function formOf(page: string): { readonly action: string; readonly fields: URLSearchParams } {
  const plain = (text: string): string =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return {
    action: plain(/<form method="post" action="([^"]+)">/.exec(page)?.[1] ?? ''),
    fields: new URLSearchParams(inputs.map(([, name, value]): [string, string] => [name!, plain(value!)])),
  };
}

/** What the library takes for the client's own endpoint being posted to. */
const posted = (page: string): Request => {
  const { action, fields } = formOf(page);
  return new Request(action, { method: 'POST', body: fields });
};

t.test('openid-client: an ID token alone, in the fragment and in a form', async (t) => {
  const config = await discover(client.useIdTokenResponseType);
  for (const mode of [undefined, 'form_post'] as const) {
    const [nonce, state] = [client.randomNonce(), client.randomState()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email',
      nonce,
      state,
      ...(mode && { response_mode: mode }),
    });
    t.equal(url.searchParams.get('response_type'), 'id_token');
    const reply = await send(url.href);
    const answer = mode === undefined ? locationOf(reply) : posted(reply.text);
    const claims = await client.implicitAuthentication(config, answer, nonce, { expectedState: state });
    t.match(claims, { sub: 'user-alice', email: 'alice@home.example', nonce, at_hash: undefined, c_hash: undefined });
  }
});

t.test('openid-client: a code and an ID token that vouches for it', async (t) => {
  const config = await discover(client.useCodeIdTokenResponseType);
  for (const mode of [undefined, 'form_post'] as const) {
    const verifier = client.randomPKCECodeVerifier();
    const [nonce, state] = [client.randomNonce(), client.randomState()];
    const asked = {
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
      state,
      ...(mode && { response_mode: mode }),
    };
    const url = client.buildAuthorizationUrl(config, asked);
    t.equal(url.searchParams.get('response_type'), 'code id_token');
    const reply = await send(url.href);
    const answer = mode === undefined ? locationOf(reply) : posted(reply.text);
    const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state };
    const tokens = await client.authorizationCodeGrant(config, answer, checks);
    t.equal(tokens.claims()!.sub, 'user-alice');
    t.match(await client.fetchUserInfo(config, tokens.access_token, 'user-alice'), { sub: 'user-alice' });
    if (mode !== undefined) continue;
    const other = locationOf(await send(client.buildAuthorizationUrl(config, asked).href));
    const swapped = new URLSearchParams(other.hash.slice(1));
    swapped.set('code', 'another-code');
    other.hash = swapped.toString();
    await t.rejects(
      client.authorizationCodeGrant(config, other, checks),
      /c_hash|JWT|ID Token/i,
      'c_hash is looked at',
    );
  }
});

t.test('what comes with what, and in which order it is asked for', async (t) => {
  for (const [type, names] of [
    ['id_token', ['id_token']],
    ['id_token token', ['access_token', 'expires_in', 'id_token', 'scope', 'token_type']],
    ['token id_token', ['access_token', 'expires_in', 'id_token', 'scope', 'token_type']],
    ['code id_token', ['code', 'id_token']],
    ['id_token code', ['code', 'id_token']],
    ['code token', ['access_token', 'code', 'expires_in', 'scope', 'token_type']],
    ['token code id_token', ['access_token', 'code', 'expires_in', 'id_token', 'scope', 'token_type']],
  ] as const) {
    const told = fragment(await ask({ response_type: type }));
    t.strictSame(
      Object.keys(told)
        .filter((name) => name !== 'iss')
        .sort(),
      names,
      type,
    );
    t.equal(told['iss'], issuer);
    if (told['id_token'] === undefined) continue;
    const claims = decodeJwt(told['id_token']);
    t.equal('at_hash' in claims, 'access_token' in told, `${type}: at_hash`);
    t.equal('c_hash' in claims, 'code' in told, `${type}: c_hash`);
  }
  for (const type of ['token', 'code code', 'none', 'id_token id_token', 'code  token'])
    t.match(
      (await ask({ response_type: type })).headers.get('location'),
      /[?#]error=unsupported_response_type/,
      `there is no ${type}`,
    );
  const told = fragment(await ask({ response_type: 'code id_token token' }));
  const form = { grant_type: 'authorization_code', code: told['code']!, redirect_uri: CALLBACK };
  const { json } = await postForm(`${issuer}/token`, form, basic('web', SECRET));
  t.not(json['access_token'], told['access_token'], 'the code gives a token of its own');
  t.equal(decodeJwt(String(json['id_token'])).sid, decodeJwt(told['id_token']!).sid, 'of the same sign-in');
  const again = await postForm(`${issuer}/token`, form, basic('web', SECRET));
  t.match(again, { status: 400, json: { error: 'invalid_grant' } });
});

t.test('how it goes back', async (t) => {
  t.match(locationOf(await ask({ response_type: 'code', response_mode: 'fragment' })).hash, /^#code=/);
  t.match(locationOf(await ask({ response_type: 'code', response_mode: 'query' })).search, /^\?code=/);
  t.match(fragment(await ask({ response_type: 'code token', response_mode: 'query' })), { error: 'invalid_request' });
  const unknown = await ask({ response_type: 'code', response_mode: 'jwt' });
  t.match(unknown, { status: 400, text: /response_mode must be query or fragment or form_post/ });
  t.equal(unknown.headers.get('location'), null, 'nobody could read an answer');
  const state = `a+b %26 "<script>alert(1)</script>' ü`;
  const page = await ask({ response_type: 'code', response_mode: 'form_post', state });
  t.equal(page.status, 200);
  t.match(page.headers.get('cache-control'), /no-store/);
  t.equal(formOf(page.text).action, CALLBACK);
  t.equal(formOf(page.text).fields.get('state'), state);
  t.notMatch(page.text, '<script>alert', 'state is text');
  const refused = await ask({ response_type: 'id_token', response_mode: 'form_post', nonce: '' });
  t.match(Object.fromEntries(formOf(refused.text).fields), { error: 'invalid_request', iss: issuer });
  const pushed = await postForm(
    `${issuer}/par`,
    { response_type: 'code id_token', response_mode: 'form_post', redirect_uri: CALLBACK, scope: 'openid', nonce: 'p' },
    basic('web', SECRET),
  );
  const { request_uri: uri } = pushed.json;
  const behind = await send(`${issuer}/authorize?client_id=web&request_uri=${encodeURIComponent(String(uri))}`);
  t.strictSame([...formOf(behind.text).fields.keys()].sort(), ['code', 'id_token', 'iss'], 'pushed as well');
  const [entry] = sandbox.journal.list({ operation: 'authorize' });
  t.notMatch(JSON.stringify(sandbox.journal.get(entry!.id)), formOf(behind.text).fields.get('code')!);
});

t.test('clients may ask for what they registered', async (t) => {
  const away = { client_id: 'web-away', redirect_uri: 'https://away.example/callback' };
  t.match(fragment(await ask({ ...away, response_type: 'id_token' })), {
    error: 'unauthorized_client',
    error_description: /may not ask for response_type id_token; it may for code/,
  });
  const spa = { client_id: 'spa', token_endpoint_auth_method: 'none', tenant: 'home', grants: ['authorization_code'] };
  const made = await control('POST', '/clients/oidc', {
    ...spa,
    redirect_uris: [CALLBACK],
    response_types: ['id_token token'],
  });
  t.match(made, { status: 201, body: { response_types: ['id_token token'] } });
  t.match(fragment(await ask({ client_id: 'spa', response_type: 'id_token token' })), { access_token: /./ });
  t.match(locationOf(await ask({ client_id: 'spa', response_type: 'code' })).search, /error=unauthorized_client/);
  t.match(await control('PATCH', '/clients/oidc/spa', { response_types: ['token'] }), {
    status: 400,
    body: { detail: /gives no response type token; there is code, id_token/ },
  });
  t.match(await control('PATCH', '/clients/oidc/spa', { grants: ['refresh_token'], response_types: ['code'] }), {
    status: 400,
    body: { detail: /needs the grant authorization_code/ },
  });
  t.match(await control('PATCH', '/clients/oidc/spa', { response_types: null }), {
    status: 200,
    body: { response_types: undefined },
  });

  const register = (body: object) =>
    send(`${issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [CALLBACK], ...body }),
    });
  const hybrid = { grant_types: ['authorization_code', 'implicit'], response_types: ['code', 'id_token code'] };
  const { json } = await register(hybrid);
  t.match(json, { grant_types: hybrid.grant_types, response_types: ['code', 'code id_token'] });
  const id = String(json['client_id']);
  t.match(fragment(await ask({ client_id: id, response_type: 'code id_token' })), { code: /./, id_token: /./ });
  t.match(fragment(await ask({ client_id: id, response_type: 'id_token' })), { error: 'unauthorized_client' });
  const implicit = await register({ grant_types: ['implicit'], response_types: ['id_token'] });
  t.match(implicit.json, { grant_types: ['implicit'], response_types: ['id_token'] });
  for (const [body, why] of [
    [{ response_types: ['code id_token'] }, /response_types must go with grant_types/],
    [{ grant_types: ['implicit'], response_types: ['code'] }, /response_types must go with grant_types/],
    [{ grant_types: ['implicit'] }, /response_types must go with grant_types/],
    [{ response_types: ['code', 'none'] }, /of those that the authorization endpoint gives/],
    [{ grant_types: ['implicit'], response_types: ['id_token'], redirect_uris: [] }, /registers its redirect URIs/],
  ] as const)
    t.match(await register(body), { status: 400, json: { error_description: why } }, JSON.stringify(body));
});

t.test('a browser posts the form to the client', { skip: skipWithoutBrowser() }, async (t) => {
  const bodies: string[] = [];
  const app = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(`${request.method} ${request.url} ${body}`);
      response.setHeader('content-type', 'text/html').end('<title>Signed in</title>');
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  t.teardown(() => app.close());
  const callback = `http://127.0.0.1:${(app.address() as AddressInfo).port}/callback`;
  await control('PATCH', '/clients/oidc/web', { redirect_uris: [CALLBACK, callback] });
  sandbox.settings.change('oidc', { consent: 'page' });
  const chromium = await startBrowser(t);
  const page = await chromium.newPage();
  await page.goto(
    `${issuer}/authorize?${new URLSearchParams({ client_id: 'web', redirect_uri: callback, scope: 'openid', nonce: 'n', state: 'ü & <b>', response_type: 'code id_token', response_mode: 'form_post' }).toString()}`,
  );
  await page.click('text=Alice Moreau');
  await page.click('text=Approve');
  await page.waitForURL(callback);
  t.equal(await page.title(), 'Signed in');
  const [line = ''] = bodies;
  t.match(line, /^POST \/callback /);
  const told = new URLSearchParams(line.slice('POST /callback '.length));
  t.match(Object.fromEntries(told), { code: /./, id_token: /^ey/, state: 'ü & <b>', iss: issuer });
});
