/** Refresh tokens. @see RFC 6749 §6, RFC 9700 §4.14.2 */
import t from 'tap';
import { CALLBACK, CHALLENGE, claims, postForm, race, send, start, VERIFIER } from './oauth-client.ts';
import { OTHER, revenue } from './oauth-revenue.ts';

const MERCHANT = '096b723a-45c5-4957-94d7-747835136265';

const sandbox = await start('engagifii-revenue', 'piaxis');
const api = revenue(sandbox);
t.teardown(() => sandbox.close());

t.test('a rotating refresh token is used once', async (t) => {
  const first = (await api.redeem(await api.code())).json;
  const second = await api.refresh(first['refresh_token']);
  t.equal(second.status, 200);
  t.not(second.json['refresh_token'], first['refresh_token']);
  t.equal(await api.call(second.json['access_token']), 200);
  const third = await api.refresh(second.json['refresh_token']);
  t.equal(third.status, 200);
  t.match((await api.refresh(first['refresh_token'])).json, { error: 'invalid_grant' }, 'an old one again');
  t.equal(await api.call(third.json['access_token']), 401, 'revokes the whole family');
  t.match((await api.refresh(third.json['refresh_token'])).json, { error: 'invalid_grant' });
});

t.test('of 1,000 uses at once one wins', async (t) => {
  const { json } = await api.redeem(await api.code());
  t.strictSame(await race(1000, () => api.refresh(json['refresh_token'])), { 200: 1, 400: 999 });
});

t.test('a use that was overtaken by another is no first one', async (t) => {
  const { json } = await api.redeem(await api.code());
  const { access_token: won } = (await api.refresh(json['refresh_token'])).json;
  // As the request of another process does that came a moment before, and asks the store after it.
  sandbox.clock.advance(-1);
  t.match(await api.refresh(json['refresh_token']), { status: 400, json: { error: 'invalid_grant' } });
  t.equal(await api.call(won), 401, 'the family is revoked');
  sandbox.clock.advance(1);
});

t.test('with a leeway, refreshes that race leave tokens that work', async (t) => {
  sandbox.settings.change('engagifii-revenue', { reuse_leeway: '5s' });
  t.teardown(() => sandbox.settings.change('engagifii-revenue', { reuse_leeway: null }));
  const { json } = await api.redeem(await api.code());
  const replies = await Promise.all(Array.from({ length: 20 }, () => api.refresh(json['refresh_token'])));
  t.equal(new Set(replies.map((reply) => reply.json['refresh_token'])).size, 20, 'each has a refresh token of its own');
  for (const reply of replies) t.equal(await api.call(reply.json['access_token']), 200);
  const [first, second] = replies.map((reply) => reply.json);
  t.equal((await api.refresh(second?.['refresh_token'])).status, 200);
  sandbox.clock.advance(4_999);
  t.equal((await api.refresh(json['refresh_token'])).status, 200, 'its last millisecond');
  sandbox.clock.advance(1);
  t.match((await api.refresh(json['refresh_token'])).json, { error: 'invalid_grant' }, 'and after it');
  t.match((await api.refresh(first?.['refresh_token'])).json, { error: 'invalid_grant' }, 'the family is revoked');
  t.equal(await api.call(first?.['access_token']), 401);
});

t.test('scope narrows and never widens', async (t) => {
  const { json } = await api.redeem(await api.code({ scope: 'revenue.api.read' }));
  t.match((await api.refresh(json['refresh_token'], { scope: 'revenue.api.read revenue.api.write' })).json, {
    error: 'invalid_scope',
  });
  t.match((await api.refresh(json['refresh_token'], { scope: 'revenue.api.full' })).json, { error: 'invalid_scope' });
  t.equal((await api.refresh(json['refresh_token'])).status, 200, 'a refused request does not use it up');
  const full = (await api.redeem(await api.code({ scope: 'revenue.api.full' }))).json;
  const narrow = await api.refresh(full['refresh_token'], { scope: 'revenue.api.read' });
  t.equal(narrow.json['scope'], 'revenue.api.read', 'an umbrella narrows to what it contains');
  t.equal(
    (await api.refresh(narrow.json['refresh_token'])).json['scope'],
    'revenue.api.full',
    'the grant stays what it was',
  );
});

t.test('it is bound to its client, its kind and its lifetime', async (t) => {
  const { json } = await api.redeem(await api.code());
  t.match((await api.refresh(json['refresh_token'], OTHER)).json, { error: 'invalid_grant' });
  t.match((await api.refresh(json['access_token'])).json, { error: 'invalid_grant' });
  t.match((await api.refresh('')).json, { error: 'invalid_request' });
  t.equal(await api.call(json['refresh_token']), 401, 'it is no access token');
  sandbox.clock.advance(30 * 86_400_000 - 1000);
  const renewed = await api.refresh(json['refresh_token']);
  t.equal(renewed.status, 200, 'the second before');
  sandbox.clock.advance(30 * 86_400_000);
  t.match((await api.refresh(renewed.json['refresh_token'])).json, { error: 'invalid_grant' }, 'at its end');
});

t.test('a refresh token that does not rotate comes back, until hardened', async (t) => {
  const base = sandbox.url('piaxis');
  const query = new URLSearchParams({
    response_type: 'code',
    merchant_id: MERCHANT,
    redirect_uri: CALLBACK,
    scope: 'payments:read',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  const back = await send(`${base}/api/authorize?${query.toString()}`);
  const form = {
    grant_type: 'authorization_code',
    code: back.location.get('code') ?? '',
    redirect_uri: CALLBACK,
    client_id: MERCHANT,
    code_verifier: VERIFIER,
  };
  const { status, json } = await postForm(`${base}/api/oauth/token`, form);
  t.equal(status, 200);
  t.match(claims(json['refresh_token']), { client_id: MERCHANT, token_use: 'refresh' });
  const refresh = (token: unknown) =>
    postForm(`${base}/api/oauth/refresh`, {
      grant_type: 'refresh_token',
      refresh_token: String(token),
      client_id: MERCHANT,
    });
  const again = await refresh(json['refresh_token']);
  t.equal(again.json['refresh_token'], json['refresh_token']);
  t.not(again.json['access_token'], json['access_token']);
  t.equal((await refresh(json['refresh_token'])).status, 200);
  t.match(
    (
      await postForm(`${base}/api/oauth/token`, {
        grant_type: 'refresh_token',
        refresh_token: 'x',
        client_id: MERCHANT,
      })
    ).json,
    { error: 'unsupported_grant_type' },
  );
  sandbox.settings.change('piaxis', { hardened: true });
  const rotated = await refresh(json['refresh_token']);
  t.not(rotated.json['refresh_token'], json['refresh_token']);
  t.match((await refresh(json['refresh_token'])).json, { error: 'invalid_grant' });
  t.match((await refresh(rotated.json['refresh_token'])).json, { error: 'invalid_grant' }, 'its family is revoked');
});
