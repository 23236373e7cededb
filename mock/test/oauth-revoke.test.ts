/** Revocation, introspection and quotas of live tokens. @see RFC 7009, RFC 7662 */
import t from 'tap';
import { basic, postForm, race, send, start } from './oauth-client.ts';
import { OTHER, revenue, SERVICE, WEB } from './oauth-revenue.ts';
import type { Reply } from './oauth-client.ts';

type Fields = Readonly<Record<string, string>>;

const sandbox = await start('engagifii-revenue', 'voucherify');
const api = revenue(sandbox);
const base = sandbox.url('voucherify');
t.teardown(() => sandbox.close());

const KEY = { 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_voucherify_primary' };
const VIEWER = { 'x-app-id': 'voucherify-app-viewer', 'x-app-token': 'secret_sandbox_voucherify_viewer' };
const COLDBREW = { 'x-app-id': 'voucherify-app-coldbrew', 'x-app-token': 'secret_sandbox_voucherify_coldbrew' };
const issue = (form: Fields = {}, key: Fields = KEY): Promise<Reply> =>
  postForm(`${base}/v1/oauth/token`, { grant_type: 'client_credentials', scope: 'api', ...form }, key);
const introspect = (form: Fields, key: Fields = KEY): Promise<Reply> =>
  postForm(`${base}/v1/oauth/introspect`, form, key);
const revokeOf = (form: Fields, key: Fields = KEY): Promise<Reply> =>
  postForm(`${base}/v1/oauth/token/revoke`, form, key);
const fetchToken = async (form: Fields = {}): Promise<string> => String((await issue(form)).json['access_token']);
const list = async (token: string): Promise<number> =>
  (await send(`${base}/v1/vouchers`, { headers: { authorization: `Bearer ${token}` } })).status;

t.test('revoked means revoked', async (t) => {
  const token = String((await api.token({ grant_type: 'client_credentials', ...SERVICE })).json['access_token']);
  t.equal(await api.call(token), 200);
  t.match(
    await api.revoke({ token, ...WEB }),
    { status: 200, text: '' },
    "another client's token is answered the same",
  );
  t.equal(await api.call(token), 200, 'and lives on');
  t.match(await api.revoke({ token, client_id: SERVICE.client_id, client_secret: 'x' }), {
    status: 401,
    json: { error: 'invalid_client' },
  });
  t.match(
    await api.revoke({ token, token_type_hint: 'refresh_token', ...SERVICE }),
    { status: 200, text: '' },
    'a wrong hint is ignored',
  );
  t.equal(await api.call(token), 401);
  t.equal(sandbox.journal.list({ refused: true }).at(-1)?.refusal?.failure, 'revoked_token');
  t.equal((await api.revoke({ token, ...SERVICE })).status, 200, 'again');
  t.equal((await api.revoke({ token: 'unknown' }, basic(SERVICE.client_id, SERVICE.client_secret))).status, 200);
  t.match(await api.revoke(SERVICE), { status: 400, json: { error: 'invalid_request' } }, 'no token');
});

t.test('a refresh token takes its access tokens with it', async (t) => {
  const { json } = await api.redeem(await api.code());
  t.equal((await api.revoke({ token: String(json['refresh_token']), ...OTHER })).status, 200);
  t.equal(await api.call(json['access_token']), 200);
  t.equal((await api.revoke({ token: String(json['refresh_token']), ...WEB })).status, 200);
  t.equal(await api.call(json['access_token']), 401);
  t.match((await api.refresh(json['refresh_token'])).json, { error: 'invalid_grant' });
});

t.test('a key acquires an opaque token', async (t) => {
  const { status, json } = await issue();
  const now = Math.floor(sandbox.clock.now() / 1000);
  t.match(
    { status, json },
    {
      status: 200,
      json: { token_type: 'Bearer', expires_in: 900, expires_at: now + 900, scope: 'api', client_id: KEY['x-app-id'] },
    },
  );
  const token = String(json['access_token']);
  t.equal(await list(token), 200);
  t.match(await introspect({ access_token: token }), {
    status: 200,
    json: { active: true, scope: 'api', client_id: KEY['x-app-id'] },
  });
  t.strictSame(
    (await introspect({ access_token: token }, COLDBREW)).json,
    { active: false },
    'another project sees nothing',
  );
  t.strictSame((await introspect({ access_token: 'unknown' })).json, { active: false });
  t.equal((await introspect({})).status, 400);
  t.equal((await issue({ scope: '' })).status, 400, 'scope is required here');
  t.equal((await issue({ scope: 'nonsense' })).status, 400);
  t.equal((await issue({}, { ...KEY, 'x-app-token': 'x' })).status, 401);
  sandbox.clock.advance('899s');
  t.equal(await list(token), 200);
  sandbox.clock.advance('1s');
  t.equal(await list(token), 401);
  t.strictSame((await introspect({ access_token: token })).json, { active: false });
  t.equal((await revokeOf({ access_token: token })).status, 404, 'a dead token is not found');
});

t.test('scopes cover paths, client-side ones apart', async (t) => {
  t.equal(await list(await fetchToken({ scope: 'vouchers' })), 200);
  t.equal(await list(await fetchToken({ scope: 'campaigns' })), 403);
  t.equal(await list(await fetchToken({ scope: 'client_api' })), 403);
  const viewer = String((await issue({}, VIEWER)).json['access_token']);
  t.equal(await list(viewer), 403, "a token can do no more than its key's role");
});

t.test('revoking takes effect once', async (t) => {
  const token = await fetchToken();
  t.equal((await revokeOf({ access_token: token }, COLDBREW)).status, 404);
  t.strictSame(await race(50, () => revokeOf({ access_token: token })), { 204: 1, 404: 49 });
  t.equal(await list(token), 401);
  t.strictSame((await introspect({ access_token: token })).json, { active: false });
});

t.test('tokens die a minute after their key', async (t) => {
  const { json } = await issue({}, VIEWER);
  const token = { access_token: String(json['access_token']) };
  const manage = async (verb: string): Promise<void> => {
    const { status, text } = await send(
      `${sandbox.control}/keys/voucherify/application_key/${VIEWER['x-app-id']}/${verb}`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    );
    t.equal(status, 200, text);
  };
  const active = async (): Promise<unknown> => (await introspect(token)).json['active'];
  await manage('regenerate');
  t.equal(await active(), true, 'a regenerated key keeps its tokens');
  await manage('block');
  t.equal((await issue({}, VIEWER)).status, 401, 'no new tokens');
  sandbox.clock.advance('59s');
  t.equal(await active(), true);
  sandbox.clock.advance('1s');
  t.equal(await active(), false);
});

t.test('a project has at most 1,000 live tokens, exactly', async (t) => {
  sandbox.clock.advance('1h');
  t.strictSame(await race(1010, () => issue({}, COLDBREW)), { 200: 1000, 400: 10 });
  t.equal((await issue()).status, 200, 'another project has its own thousand');
  sandbox.clock.advance('899s');
  t.match(await issue({}, COLDBREW), { status: 400, json: { key: 'quota_exceeded' } });
  sandbox.clock.advance('1s');
  const { json } = await issue({}, COLDBREW);
  t.type(json['access_token'], 'string', 'places free themselves as tokens end');
  t.strictSame(await race(1000, () => issue({}, COLDBREW)), { 200: 999, 400: 1 });
  t.equal((await revokeOf({ access_token: String(json['access_token']) }, COLDBREW)).status, 204);
  t.strictSame(await race(3, () => issue({}, COLDBREW)), { 200: 1, 400: 2 }, 'a revoked token frees its place');
});
