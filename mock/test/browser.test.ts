/** Pages in a real browser: what it asks before, what it lets them read, and what it keeps from them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import type { Page } from 'playwright-core';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { servePage, skipWithoutBrowser, startBrowser } from './browser.ts';
import { controlClient } from './control-client.ts';
import { oidcClientPage } from './oidc-client-page.ts';

t.setTimeout(120_000);

/** Signs in with PKCE as a public client: no secret, no library, no server of its own. */
const SPA = `<!doctype html><title>Shop</title><button id="sign-in">Sign in</button><pre id="result"></pre>
<script>
const given = new URLSearchParams(location.hash.slice(1));
for (const name of ['base', 'merchant']) if (given.has(name)) sessionStorage.setItem(name, given.get(name));
const base = sessionStorage.getItem('base');
const redirectUri = location.origin + '/';
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
document.getElementById('sign-in').onclick = async () => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem('verifier', verifier);
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  location.href = base + '/api/authorize?' + new URLSearchParams({ merchant_id: sessionStorage.getItem('merchant'), redirect_uri: redirectUri, response_type: 'code', scope: 'profile:read payments:read', state: 'xyz', code_challenge: challenge, code_challenge_method: 'S256' });
};
const returned = new URLSearchParams(location.search);
if (returned.has('code')) (async () => {
  const form = { grant_type: 'authorization_code', code: returned.get('code'), redirect_uri: redirectUri, client_id: sessionStorage.getItem('merchant'), code_verifier: sessionStorage.getItem('verifier') };
  const token = await (await fetch(base + '/api/oauth/token', { method: 'POST', body: new URLSearchParams(form) })).json();
  const answer = await fetch(base + '/api/profile', { headers: { Authorization: 'Bearer ' + token.access_token } });
  const refused = await fetch(base + '/api/profile', { headers: { Authorization: 'Bearer nonsense' } });
  document.getElementById('result').textContent = JSON.stringify({
    state: returned.get('state'), token_type: token.token_type, status: answer.status, profile: await answer.json(), id: answer.headers.get('x-request-id'),
    remaining: answer.headers.get('x-ratelimit-remaining'), refused: refused.status, why: (await refused.json()).error,
  });
})();
</script>`;

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Told {
  readonly status?: number;
  readonly body?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly failed?: string;
}

/** What a script of the page gets of a request. */
const ask = (page: Page, url: string, init: Asked = {}): Promise<Told> =>
  page.evaluate(
    async ([address, options]) => {
      try {
        const response = await fetch(address, options);
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: (await response.json()) as Record<string, unknown>,
        };
      } catch (error) {
        return { failed: String(error) };
      }
    },
    [url, init] as const,
  );

const CLIENT_KEY = {
  'X-Client-Application-Id': 'voucherify-client',
  'X-Client-Token': 'pk_test_voucherify_client',
  'Content-Type': 'application/json',
};

async function signIn(t: Test, page: Page, sandbox: SandboxHandle, origin: string): Promise<void> {
  const { clients } = await sandbox.credentials('piaxis');
  await page.goto(
    `${origin}/#${new URLSearchParams({ base: sandbox.url('piaxis'), merchant: clients[0]!.client_id }).toString()}`,
  );
  await page.click('#sign-in');
  await page.click('button[value=approve]');
  await page.waitForSelector('#result:not(:empty)');
  const result = JSON.parse((await page.textContent('#result')) ?? '') as Record<string, unknown>;
  t.match(result, {
    state: 'xyz',
    token_type: 'Bearer',
    status: 200,
    profile: { data: Object },
    id: /./,
    remaining: /^\d+$/,
    refused: 401,
    why: { code: String, message: String },
  });
}

interface Member {
  readonly profile: Readonly<Record<string, unknown>>;
  readonly access_token: string;
}

/** What the page says of its work once that is done. */
async function shown<T>(page: Page): Promise<T> {
  await page.waitForSelector('#result:not(:empty)');
  return JSON.parse((await page.textContent('#result')) ?? '') as T;
}

/** Has the page do something with its `oidc.UserManager`, and reads what came of it. */
async function manage<T>(page: Page, script: string): Promise<T> {
  await page.evaluate(script);
  return shown<T>(page);
}

/** With a refresh token or without, and by which `response_mode`. */
const WAYS = [
  { offline: '', response_mode: 'query' },
  { offline: 'yes', response_mode: 'query' },
  { offline: '', response_mode: 'fragment' },
];

/** With a refresh token, and without one: then the page renews in a hidden frame, by the browser's session. */
async function useOidcClient(t: Test, page: Page, sandbox: SandboxHandle, origin: string): Promise<void> {
  const frames: URL[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${origin}/out?`)) frames.push(new URL(request.url()));
  });
  for (const { offline, response_mode } of WAYS) {
    const authority = sandbox.url('oidc').replace('127.0.0.1', 'localhost');
    const settings = { authority, client_id: 'app', offline, response_mode };
    await page.goto(`${origin}/#${new URLSearchParams(settings).toString()}`);
    // The same document, with another fragment, is not loaded anew.
    await page.reload();
    t.equal(await shown(page), null, 'nobody is signed in');
    await page.evaluate('void manager.signinRedirect({ state: { from: "/cart" }, url_state: "deep" })');
    await page.click('button[value=user-alice]');
    // Who agreed once is not asked again for as much.
    if (response_mode === 'query') await page.click('button[value=approve]');
    const first = await shown<Member>(page);
    t.equal(new URL(page.url()).hash.includes('code='), response_mode === 'fragment', 'where the code came');
    t.match(first, {
      profile: {
        sub: 'user-alice',
        name: 'Alice Moreau',
        email: 'alice@home.example',
        email_verified: true,
        sid: String,
      },
      refreshed: offline !== '',
      state: { from: '/cart' },
    });
    const before = sandbox.journal.list({ contract: 'oidc' }).length;
    const renewed = await manage<Member>(page, 'show(manager.signinSilent().then(told))');
    t.match(renewed, { profile: { sub: 'user-alice', name: 'Alice Moreau' } });
    t.not(renewed.access_token, first.access_token);
    const asked = sandbox.journal
      .list({ contract: 'oidc' })
      .slice(before)
      .map(({ operation }) => operation);
    t.equal(asked.includes('authorize'), offline === '', 'by a frame where there is no refresh token');
    await page.evaluate('void manager.signoutRedirect({ state: "bye" })');
    await page.waitForURL(`${origin}/?state=*`);
    // Told to read fragments, the library looks for the state of a sign-out there, too (3.5.0).
    if (response_mode === 'query') t.strictSame(await shown(page), { out: true, userState: 'bye' });
    else {
      await page.goto(`${origin}/`);
      t.equal(await shown(page), null, 'signed out');
    }
    const [frame, ...others] = frames.splice(0);
    t.strictSame(
      Object.fromEntries(frame!.searchParams),
      { of: 'members', iss: settings.authority, sid: first.profile['sid'] },
      'a frame told the client before',
    );
    t.strictSame(others, []);
    t.match(
      await manage(page, 'show(manager.signinSilent().then(told))'),
      { failed: 'login_required' },
      'and nobody is signed in any more',
    );
  }
  t.strictSame(
    sandbox.journal.list({ contract: 'oidc', refused: true }),
    [],
    'the library did nothing that is refused',
  );
  for (const type of ['id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'])
    t.match(
      await manage(
        page,
        `show(new oidc.UserManager({ ...manager.settings, response_type: '${type}' }).signinRedirect())`,
      ),
      { failed: /Only the Authorization Code flow \(with PKCE\) is supported/ },
      `it asks for no ${type}`,
    );
}

/** What is posted to it, it tells the page that has it in a frame. */
async function servePosted(t: Test): Promise<number> {
  const server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (chunk: Buffer) => body.push(chunk));
    request.on('end', () => {
      const told = JSON.stringify(Buffer.concat(body).toString());
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><title>Posted</title>${request.method === 'POST' ? `<script>parent.postMessage(${told}, '*')</script>` : ''}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Renews in a hidden frame, by a form that the browser posts; null where no answer came for a while. */
const renewInFrame = (page: Page, url: string): Promise<string | null> =>
  page.evaluate(`new Promise((resolve) => {
    const frame = document.createElement('iframe');
    const done = (told) => { frame.remove(); resolve(told); };
    addEventListener('message', ({ data }) => done(String(data)), { once: true });
    setTimeout(() => done(null), 3000);
    frame.src = ${JSON.stringify(url)};
    document.body.append(frame);
  })`);

t.test('pages in Chromium', { skip: skipWithoutBrowser() }, async (t) => {
  const browser = await startBrowser(t);
  const port = await servePage(t, SPA);
  const [allowed, refused] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const sandbox = await startSandbox({
    contracts: ['piaxis', 'voucherify', 'engagifii-training', 'oidc'],
    redirectUris: [`${allowed}/`],
    host: '127.0.0.1',
  });
  t.teardown(() => sandbox.close());
  const page = await browser.newPage();

  await t.test('a page signs a person in with PKCE, calls the API, and reads a refusal', (t) =>
    signIn(t, page, sandbox, allowed),
  );

  await t.test('oidc-client-ts signs in, renews and signs out by discovery and its defaults', async (t) => {
    const members = `http://localhost:${await servePage(t, oidcClientPage())}`;
    t.match(
      await controlClient(sandbox.control)('PATCH', '/clients/oidc/app', {
        redirect_uris: [`${members}/callback`, `${members}/silent`],
        post_logout_redirect_uris: [`${members}/`],
        frontchannel_logout_uri: `${members}/out?of=members`,
      }),
      { status: 200 },
    );
    await useOidcClient(t, page, sandbox, members);
  });

  await t.test(
    'a page renews in a hidden frame by response_mode form_post, and nobody else has it in a frame',
    async (t) => {
      const page = await (await browser.newContext()).newPage();
      const posted = await servePosted(t);
      const [own, other] = [`http://localhost:${posted}`, `http://127.0.0.1:${posted}`];
      const redirect_uri = `${own}/posted`;
      await using world = await sandbox.open('forms');
      await controlClient(sandbox.control)('PATCH', '/clients/oidc/app?sandbox=forms', {
        redirect_uris: [redirect_uri],
      });
      const url = (more: Readonly<Record<string, string>>): string => {
        const query = {
          client_id: 'app',
          redirect_uri,
          scope: 'openid',
          state: 's',
          nonce: 'n',
          response_type: 'code',
          ...more,
        };
        const challenge = {
          code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          code_challenge_method: 'S256',
        };
        const base = world.url('oidc').replace('127.0.0.1', 'localhost');
        return `${base}/authorize?${new URLSearchParams({ ...query, ...challenge }).toString()}`;
      };
      const silent = url({ response_mode: 'form_post', prompt: 'none' });
      await page.goto(own);
      t.match(await renewInFrame(page, silent), /^error=login_required&/, 'nobody is signed in');
      await page.goto(url({ response_mode: 'query' }));
      await page.click('button[value=user-alice]');
      await page.click('button[value=approve]');
      await page.waitForURL(`${redirect_uri}?*`);
      for (const type of ['code', 'code id_token']) {
        const told = new URLSearchParams(
          (await renewInFrame(page, url({ response_mode: 'form_post', prompt: 'none', response_type: type }))) ?? '',
        );
        t.match([...told.keys()].sort().join(' '), type === 'code' ? 'code iss state' : 'code id_token iss state');
      }
      t.equal(
        await renewInFrame(page, url({ response_mode: 'form_post' })),
        null,
        'only where nobody is asked anything',
      );
      await page.goto(other);
      t.equal(await renewInFrame(page, silent), null, 'a page of another origin');
    },
  );

  await t.test('a publishable key works on a page of an allowed origin, and on no other', async (t) => {
    const url = `${sandbox.url('voucherify')}/client/v1/validate?code=BLCKFRDY`;
    await page.goto(allowed);
    const good = await ask(page, url, { headers: CLIENT_KEY });
    t.match(good, {
      status: 200,
      body: { valid: true, code: 'BLCKFRDY' },
      headers: { 'x-rate-limit-limit': /^\d+$/, 'x-rate-limit-remaining': /^\d+$/ },
    });
    t.match(
      await ask(page, url, { headers: { ...CLIENT_KEY, 'X-Client-Token': 'wrong' } }),
      { status: 401, body: { key: 'unauthorized', details: String } },
      'a page reads why it is refused',
    );
    const post = {
      method: 'POST',
      headers: CLIENT_KEY,
      body: JSON.stringify({ event: 'seen', customer: { source_id: 'c' } }),
    };
    t.match(await ask(page, `${sandbox.url('voucherify')}/client/v1/events`, post), { status: Number });
    await page.goto(refused);
    t.match(await ask(page, url, { headers: CLIENT_KEY }), { failed: /Failed to fetch/ });
    const preflights = sandbox.journal.list({ contract: 'voucherify' }).filter(({ method }) => method === 'OPTIONS');
    t.match(preflights.at(-1), { status: 204, refusal: { failure: 'origin_not_allowed', got: refused } });
    await sandbox.settings.change('voucherify', { origins: ['127.0.0.1'] });
    t.match(await ask(page, url, { headers: CLIENT_KEY }), { status: 200 }, 'until the list has it');
  });

  await t.test('a page reads that it comes too often, and for how long to wait', async (t) => {
    await page.goto(allowed);
    await sandbox.settings.change('piaxis', { rate_limits: { retrieval: { limit: 1, window_seconds: 60 } } });
    const url = `${sandbox.url('piaxis')}/api/profile`;
    await ask(page, url, { headers: { 'api-key': 'wrong' } });
    t.match(await ask(page, url, { headers: { 'api-key': 'wrong' } }), {
      status: 429,
      headers: { 'retry-after': /^\d+$/, 'x-ratelimit-remaining': '0' },
    });
  });

  await t.test("a page calls a tenant's API with the headers it takes", async (t) => {
    t.match(
      await ask(page, `${sandbox.url('engagifii-training')}/api/v1/Awards/List`, {
        headers: { 'tenant-code': 'org-12345', 'X-API-Key': 'wrong', 'Content-Type': 'application/json' },
      }),
      { status: 401 },
    );
    t.match(
      await ask(page, `${sandbox.url('engagifii-training')}/api/v1/Awards/List`, {
        headers: { 'tenant-code': 'org-12345', 'X-Other': '1' },
      }),
      { failed: /./ },
      'and with no other',
    );
  });

  await t.test('no page reaches the control plane', async (t) => {
    t.match(await ask(page, `${sandbox.control}/clock`), { failed: /./ });
    t.match(
      await ask(page, `${sandbox.control}/clock`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: '{"frozen":true}',
      }),
      { failed: /./ },
    );
    t.match(await ask(page, `${sandbox.control}/reset`, { method: 'POST' }), { failed: /./ });
    t.notOk(((await (await fetch(`${sandbox.control}/clock`)).json()) as { frozen: boolean }).frozen);
  });
});
