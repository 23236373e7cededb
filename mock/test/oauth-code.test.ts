/** The authorization endpoint and its codes. @see RFC 6749 §4.1, RFC 7636, RFC 9207 */
import t from 'tap';
import { CALLBACK, CHALLENGE, claims, postForm, race, s256, send, start, VERIFIER } from './oauth-client.ts';
import type { Reply } from './oauth-client.ts';
import { OTHER, revenue, SERVICE } from './oauth-revenue.ts';

const sandbox = await start('engagifii-revenue');
const api = revenue(sandbox);
const settings = sandbox.settings;
t.teardown(() => sandbox.close());
t.beforeEach(() =>
  settings.change('engagifii-revenue', { consent: 'headless', hardened: false, token_lifetime: null }),
);

t.test('a code is redeemed for a token of the person', async (t) => {
  const back = await api.authorize({ scope: 'revenue.api.read' });
  t.equal(back.status, 302);
  t.equal(back.location.get('iss'), api.base);
  const { status, json, headers } = await api.redeem(back.location.get('code') ?? '');
  t.equal(status, 200);
  t.equal(headers.get('cache-control'), 'no-store');
  t.match(json, { token_type: 'Bearer', expires_in: 3600, scope: 'revenue.api.read', refresh_token: /.{40}/ });
  t.match(claims(json['access_token']), {
    sub: 'user-ada',
    client_id: 'revenue-web',
    tenant: 'TENANT123',
    iss: api.base,
  });
  t.equal(await api.call(json['access_token']), 200);
});

t.test('state comes back byte for byte', async (t) => {
  for (const raw of ['a%20b', 'a+b', '%F0%9F%A6%8A', '%ff%fe', 'x=y', '%22%3Cscript%3E', '%26amp%3D%25', 'a*b(c)']) {
    const url = `${api.base}/oauth/authorize?response_type=code&client_id=revenue-web&redirect_uri=${encodeURIComponent(CALLBACK)}&state=${raw}`;
    const location = (await send(url)).headers.get('location') ?? '';
    t.equal(
      location.split('&').find((pair) => pair.startsWith('state=')),
      `state=${raw}`,
    );
  }
  t.notOk((await api.authorize({ state: '' })).location.has('state'), 'an empty state is no state');
});

t.test('an unknown client or redirect URI is told on a page and never redirected', async (t) => {
  const broken: readonly Readonly<Record<string, string>>[] = [
    { client_id: 'nobody' },
    { client_id: '' },
    { client_id: '<script>alert(1)</script>' },
    { redirect_uri: 'https://evil.example/callback' },
    { redirect_uri: `${CALLBACK}/` },
    { redirect_uri: `${CALLBACK}?x=1` },
    { redirect_uri: `${CALLBACK}#f` },
    { redirect_uri: CALLBACK.toUpperCase() },
    { redirect_uri: '' },
  ];
  for (const query of broken) {
    const { status, headers, text } = await api.authorize(query);
    t.match(
      { status, type: headers.get('content-type'), location: headers.get('location') },
      { status: 400, type: /text\/html/, location: null },
      JSON.stringify(query),
    );
    t.notMatch(text, /<script/);
  }
});

t.test('other errors are told to the client by redirect, with state and iss', async (t) => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ response_type: '' }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'nonsense' }, 'invalid_scope'],
    [{ scope: 'REVENUE.API.READ' }, 'invalid_scope'],
    [{ scope: 'a  b' }, 'invalid_scope'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ code_challenge: CHALLENGE, code_challenge_method: 'S512' }, 'invalid_request'],
  ];
  for (const [query, error] of cases) {
    const { status, location } = await api.authorize(query);
    t.match(
      { status, error: location.get('error'), state: location.get('state'), iss: location.get('iss') },
      { status: 302, error, state: 's', iss: api.base },
      JSON.stringify(query),
    );
    t.notOk(location.has('code'));
  }
  const repeated = await send(
    `${api.base}/oauth/authorize?response_type=code&response_type=code&client_id=revenue-web&redirect_uri=${CALLBACK}`,
  );
  t.equal(repeated.location.get('error'), 'invalid_request');
});

t.test('a code is bound to its client, its redirect URI, and one minute', async (t) => {
  const code = await api.code();
  t.match((await api.redeem(code, OTHER)).json, { error: 'invalid_grant' }, 'another client');
  t.match(
    (await api.redeem(code, { redirect_uri: 'https://yourapp.com/callback' })).json,
    { error: 'invalid_grant' },
    'another redirect URI',
  );
  t.match((await api.redeem(code, { redirect_uri: '' })).json, { error: 'invalid_request' }, 'no redirect URI');
  t.equal((await api.redeem(code)).status, 200, 'none of that took the code from its owner');
  const late = await api.code();
  const last = await api.code();
  sandbox.clock.advance('59s');
  t.equal((await api.redeem(last)).status, 200, 'the second before');
  sandbox.clock.advance('1s');
  t.match((await api.redeem(late)).json, { error: 'invalid_grant' }, 'at the end');
});

t.test('a second use of a code revokes what the first one gave', async (t) => {
  const code = await api.code();
  const { json } = await api.redeem(code);
  t.equal(await api.call(json['access_token']), 200);
  t.match(await api.redeem(code), { status: 400, json: { error: 'invalid_grant' } });
  t.equal(await api.call(json['access_token']), 401);
  t.match((await api.refresh(json['refresh_token'])).json, { error: 'invalid_grant' });
});

t.test('of 1,000 redemptions at once one wins', async (t) => {
  const code = await api.code();
  t.strictSame(await race(1000, () => api.redeem(code)), { 200: 1, 400: 999 });
});

t.test('PKCE', async (t) => {
  t.equal(s256(VERIFIER), CHALLENGE, 'RFC 7636 appendix B');
  const ask = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
  t.equal((await api.redeem(await api.code(ask), { code_verifier: VERIFIER })).status, 200);
  const code = await api.code(ask);
  for (const wrong of ['', 'short', CHALLENGE, `${VERIFIER}!`, 'a'.repeat(129)]) {
    t.match((await api.redeem(code, { code_verifier: wrong })).json, { error: 'invalid_grant' }, `verifier "${wrong}"`);
  }
  t.equal(
    (await api.redeem(code, { code_verifier: VERIFIER })).status,
    200,
    'a wrong verifier does not use the code up',
  );
  t.match(
    (await api.redeem(await api.code(), { code_verifier: VERIFIER })).json,
    { error: 'invalid_grant' },
    'a verifier without a challenge',
  );
  t.equal(
    (await api.redeem(await api.code({ code_challenge: VERIFIER }), { code_verifier: VERIFIER })).status,
    200,
    'plain',
  );
  settings.change('engagifii-revenue', { hardened: true });
  t.equal((await api.authorize()).location.get('error'), 'invalid_request', 'hardened wants a challenge');
  t.equal(
    (await api.authorize({ code_challenge: VERIFIER, code_challenge_method: 'plain' })).location.get('error'),
    'invalid_request',
  );
  t.ok((await api.authorize(ask)).location.has('code'));
});

t.test('the consent page', async (t) => {
  settings.change('engagifii-revenue', { consent: 'page' });
  const shown = await api.authorize({ scope: 'revenue.api.read', state: 'a&b' });
  t.equal(shown.status, 200);
  t.match(shown.text, /<html lang="en">[^]*<h1>[^]*Member portal[^]*Ada Okafor[^]*revenue\.api\.read/);
  t.notMatch(shown.text, /<script/);
  t.match(Object.fromEntries(shown.headers), {
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'content-security-policy': /frame-ancestors 'none'/,
  });
  const transactionOf = (text: string): string => /name="transaction" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const decide = (fields: Readonly<Record<string, string>>) => postForm(`${api.base}/oauth/authorize`, fields);
  const transaction = transactionOf(shown.text);
  t.equal((await decide({ transaction, decision: 'maybe' })).status, 400);
  t.equal(
    (await decide({ transaction, decision: 'approve', user: 'user-grace' })).status,
    400,
    "another tenant's user",
  );
  const approved = await decide({ transaction, decision: 'approve' });
  t.equal(approved.status, 303);
  t.equal(approved.location.get('state'), 'a&b');
  t.equal((await api.redeem(approved.location.get('code') ?? '')).status, 200);
  t.equal((await decide({ transaction, decision: 'approve' })).status, 400, 'answered once');
  const denied = await decide({ transaction: transactionOf((await api.authorize()).text), decision: 'deny' });
  t.match([denied.status, denied.location.get('error'), denied.location.get('state')], [303, 'access_denied', 's']);
  const old = transactionOf((await api.authorize()).text);
  sandbox.clock.advance('10m');
  t.equal((await decide({ transaction: old, decision: 'approve' })).status, 400, 'ten minutes later');
  const raced = transactionOf((await api.authorize()).text);
  t.strictSame(await race(200, () => decide({ transaction: raced, decision: 'approve' })), { 303: 1, 400: 199 });
});

t.test('a client without the grant is refused by redirect or page', async (t) => {
  t.equal((await api.authorize({ client_id: SERVICE.client_id })).status, 400, 'it has no redirect URI');
});

t.test(
  "the merchant itself may agree: its token acts for its account, and pays out, where a person's does not",
  async (t) => {
    const sandbox = await start('piaxis');
    t.teardown(() => sandbox.close());
    const url = sandbox.url('piaxis');
    const merchant = '096b723a-45c5-4957-94d7-747835136265';
    const tokenOf = async (code: string): Promise<string> =>
      String(
        (
          await postForm(`${url}/api/oauth/token`, {
            grant_type: 'authorization_code',
            code,
            redirect_uri: CALLBACK,
            client_id: merchant,
          })
        ).json['access_token'],
      );
    const query = (more: Record<string, string> = {}): string =>
      `${url}/api/authorize?${new URLSearchParams({ merchant_id: merchant, redirect_uri: CALLBACK, response_type: 'code', scope: 'escrow:manage profile:read', ...more }).toString()}`;
    const profile = async (headers: Record<string, string>): Promise<unknown> =>
      ((await send(`${url}/api/profile`, { headers })).json['data'] as { full_name: string }).full_name;
    const pay = async (token: string): Promise<number> =>
      (
        await send(`${url}/api/disbursements/create`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'x-verification-token': await verification(),
          },
          body: JSON.stringify({
            currency: 'UGX',
            total_amount: 5,
            recipients: [{ phone_number: '+256772000001', amount: 5 }],
          }),
        })
      ).status;
    const key = { 'api-key': 'pk_test_nile_market', 'content-type': 'application/json' };
    const verification = async (): Promise<string> => {
      const asked = await send(`${url}/api/auth/request-otp`, {
        method: 'POST',
        headers: key,
        body: JSON.stringify({ operation: 'bulk_disbursement', phone_number: '+256700000000' }),
      });
      const answer = await send(`${url}/api/auth/verify-otp`, {
        method: 'POST',
        headers: key,
        body: JSON.stringify({ otp_id: asked.json['otp_id'], otp_code: sandbox.otp.latest()!.code }),
      });
      return String(answer.json['verification_token']);
    };

    const person = await tokenOf((await send(query())).location.get('code')!);
    const own = await tokenOf((await send(query({ login_hint: merchant }))).location.get('code')!);
    t.equal(await profile({ authorization: `Bearer ${person}` }), 'Joseph Mugisha');
    t.equal(await profile({ authorization: `Bearer ${own}` }), 'Sarah Nakato');
    t.equal(await profile(key), 'Sarah Nakato');
    t.strictSame([await pay(person), await pay(own)], [403, 201]);

    await sandbox.settings.change('piaxis', { consent: 'page' });
    const page = await send(query());
    t.match(
      page.text,
      new RegExp(`<option value="[^"]+">Joseph Mugisha</option><option value="${merchant}">Nile Market</option>`),
      'the page offers both',
    );
    t.match(
      (await send(query({ login_hint: merchant }))).text,
      new RegExp(`<select[^>]*><option value="${merchant}">`),
      'the one who is signed in first',
    );
    const transaction = /name="transaction" value="([^"]+)"/.exec(page.text)![1]!;
    const form = (user: string): Promise<Reply> =>
      postForm(`${url}/api/authorize`, { transaction, decision: 'approve', user });
    t.equal((await form('5f0c2b1e-8d34-4a6f-9b27-1c3e5a7d9f10')).status, 400, 'another merchant cannot agree');
    const chosen = await tokenOf((await form(merchant)).location.get('code')!);
    t.equal(await profile({ authorization: `Bearer ${chosen}` }), 'Sarah Nakato');
  },
);
