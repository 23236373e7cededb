/** Links that sign people in, from the request to the session: over HTTP, with the inbox read as a person reads mail. */
import t from 'tap';
import { controlClient } from './control-client.ts';
import { rawClient } from './raw-client.ts';
import type { Headers, RawReply } from './raw-client.ts';
import { startSandbox } from '../index.ts';

const CONTRACT = 'mock/test/fixtures/lantern.yaml';
const START = Date.parse('2030-01-01T00:00:00Z');
const IDA = 'ida.holm@lantern.example';

const sandbox = await startSandbox({ contracts: [CONTRACT], strict: true });
t.teardown(() => sandbox.close());
const base = sandbox.url('lantern');
const send = rawClient(base);
const control = controlClient(sandbox.control);

t.beforeEach(async () => {
  await sandbox.reset();
  sandbox.clock.freeze();
  sandbox.clock.set(START);
});

const cookieOf = ({ headers }: RawReply): string =>
  (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');

const ask = (email = IDA, headers: Headers = {}): Promise<RawReply> => send('/sign-in', { json: { email }, headers });

/** A guest's link as it stands in the mail, below the contract's base URL, and the cookie of the browser. */
async function guest(email = IDA): Promise<{ readonly path: string; readonly cookie: string }> {
  const cookie = cookieOf(await ask(email));
  const { link } = sandbox.otp.latest()!;
  t.match(link, new RegExp(`^${base}/sign-in/go\\?token=[\\w-]{43}&lang=en$`));
  return { path: link!.slice(base.length), cookie };
}

const follow = (path: string, cookie: string, method = 'GET'): Promise<RawReply> =>
  send(path, { method, headers: { cookie } });

async function keeper(phone = '+4520000001'): Promise<string> {
  t.equal((await send('/keepers/sign-in', { json: { phone } })).status, 204);
  const { link, code } = sandbox.otp.latest({ to: phone })!;
  t.equal(link, `lantern://sign-in#${code}`);
  t.match(code, /^lt_[0-9A-Za-z]{32}$/);
  return code;
}

const redeem = (token: string): Promise<RawReply> => send('/keepers/session', { json: { token } });

t.test('a guest follows the link, and the cookie signs in', async (t) => {
  const { path, cookie } = await guest();
  t.match(cookie, /^lantern_browser=[\w-]{43}$/);
  const reply = await follow(path, cookie);
  t.equal(reply.status, 303);
  t.equal(reply.headers.location, '/lantern/me', 'the token is not in it');
  t.match(reply.headers['set-cookie']![0], /^lantern_guest=guest_\w{24}; Path=\/lantern; HttpOnly; SameSite=Lax$/);
  const me = await send('/me', { headers: { cookie: cookieOf(reply) } });
  t.equal(me.at('/name'), 'Ida Holm');
  const again = await follow(path, cookie);
  t.equal(again.status, 401);
  t.equal(again.at('/problem'), 'used-link');
  t.match(again.at('/detail'), /was used at 2030-01-01T00:00:00\.000Z, 0 s ago\.$/, 'and not by whose client');
});

t.test('a keeper hands the token over, and older links live beside newer ones', async (t) => {
  const [first, second] = [await keeper(), await keeper()];
  const reply = await redeem(second);
  t.equal(reply.status, 201);
  t.equal(reply.at('/minutes'), 30);
  t.equal(reply.at('/id'), 'ida');
  const me = await send('/keepers/me', { headers: { 'keeper-session': String(reply.at('/session')) } });
  t.equal(me.at('/phone'), '+4520000001');
  t.equal((await redeem(first)).status, 201);
  t.equal((await redeem(first)).at('/problem'), 'used-link');
  t.equal((await send('/keepers/sign-in', { json: { phone: '+4599999999' } })).at('/problem'), 'no-such-keeper');
});

t.test('an app hands the token over, and gets an access token and one to refresh it with', async (t) => {
  const issue = (token: string, app: string): Promise<RawReply> => send('/keepers/token', { json: { token, app } });
  const code = await keeper();
  for (const [app, detail] of [
    ['no-such-app', /an id that no client has/],
    ['north-desk', /client north-desk, which has one/],
    ['south-app', /a client of another tenant/],
  ] as const) {
    const refused = await issue(code, app);
    t.equal(refused.status, 403, app);
    t.match(refused.at('/detail'), detail);
  }
  const reply = await issue(code, 'north-app');
  t.equal(reply.status, 200);
  t.equal(reply.headers['cache-control'], 'no-store');
  const told = ['/token_type', '/expires_in', '/scope', '/id', '/name'].map((at) => reply.at(at));
  t.strictSame(told, ['Bearer', 600, 'berths duty', 'ida', 'Ida Holm']);
  const me = (token: unknown): Promise<RawReply> =>
    send('/keepers/me', { headers: { authorization: `Bearer ${String(token)}` } });
  t.equal((await me(reply.at('/access_token'))).at('/id'), 'ida');
  const refresh = (token: unknown, client_id = 'north-app'): Promise<RawReply> =>
    send('/oauth/token', { form: { grant_type: 'refresh_token', refresh_token: String(token), client_id } });
  t.equal((await refresh(reply.at('/refresh_token'), 'south-app')).at('/error'), 'invalid_grant');
  const second = await refresh(reply.at('/refresh_token'));
  t.equal((await me(second.at('/access_token'))).at('/id'), 'ida');
  t.equal((await refresh(reply.at('/refresh_token'))).at('/error'), 'invalid_grant', 'each works once');
  sandbox.clock.advance(600_000);
  t.equal((await me(reply.at('/access_token'))).at('/problem'), 'session-over');
  t.equal((await issue(code, 'north-app')).at('/problem'), 'used-link');
});

t.test('of two apps that come with one token at once one gets an access token', async (t) => {
  const code = await keeper();
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => send('/keepers/token', { json: { token: code, app: 'north-app' } })),
  );
  t.equal(replies.filter(({ status }) => status === 200).length, 1);
});

t.test('one address is sent so many links, whoever asks and however it is written, and no more', async (t) => {
  for (const email of [IDA, IDA.toUpperCase(), IDA, 'Ida.Holm@Lantern.example', IDA])
    t.equal((await ask(email, { 'x-forwarded-for': `192.0.2.${email.length}` })).status, 202);
  const over = await ask();
  t.equal(over.status, 429);
  t.equal(over.headers['retry-after'], '600');
  t.match(over.at('/detail'), /At most 5 requests for one address per 600 s|at most 5 requests for one address/);
  t.equal(sandbox.otp.list().length, 5, 'nothing is sent');
  t.equal((await ask('timo.saar@lantern.example')).status, 202);
  for (let i = 0; i < 5; i++) t.equal((await ask('nobody@lantern.example')).status, 202);
  t.equal((await ask('nobody@lantern.example')).status, 429, 'nobody is counted like anybody');
  sandbox.clock.advance(599_999);
  t.equal((await ask()).headers['retry-after'], '1');
  sandbox.clock.advance(1);
  t.equal((await ask()).status, 202);
  const { body } = await control('GET', '/quotas/lantern');
  t.match(JSON.stringify(body), /"class":"mailbox"/);
  await control('PATCH', '/settings/lantern', { rate_limits: { mailbox: { limit: null } } });
  for (let i = 0; i < 10; i++) t.equal((await ask()).status, 202);
});

t.test('a link works until its end, and not at it', async (t) => {
  const early = await guest();
  sandbox.clock.set(START + 15 * 60_000 - 1);
  t.equal((await follow(early.path, early.cookie)).status, 303);
  sandbox.clock.set(START);
  const late = await guest();
  sandbox.clock.set(START + 15 * 60_000);
  t.equal((await follow(late.path, late.cookie)).at('/problem'), 'old-link');
});

t.test('HEAD leaves a link as it is, and gives nothing away', async (t) => {
  const { path, cookie } = await guest();
  for (let i = 0; i < 3; i++) {
    const head = await follow(path, cookie, 'HEAD');
    t.equal(head.status, 303);
    t.equal(head.headers['set-cookie'], undefined);
  }
  t.equal((await follow(path, cookie)).status, 303);
  t.equal((await follow(path, cookie, 'HEAD')).status, 401);
});

t.test('of two who follow it at once one is signed in', async (t) => {
  const { path, cookie } = await guest();
  const replies = await Promise.all(Array.from({ length: 10 }, () => follow(path, cookie)));
  t.equal(replies.filter(({ status }) => status === 303).length, 1);
});

t.test('a newer link ends the older one of the same person alone', async (t) => {
  const [first, timo] = [await guest(), await guest('timo.saar@lantern.example')];
  const second = await guest();
  t.equal((await follow(first.path, first.cookie)).at('/problem'), 'bad-link');
  t.equal((await follow(second.path, second.cookie)).status, 303);
  t.equal((await follow(timo.path, timo.cookie)).status, 303);
});

t.test('another browser signs nobody in, and does the link no harm', async (t) => {
  const [ida, timo] = [await guest(), await guest('timo.saar@lantern.example')];
  for (const cookie of ['', timo.cookie, 'lantern_browser=x'])
    t.equal((await follow(ida.path, cookie)).at('/problem'), 'bad-link', cookie);
  t.equal((await follow(ida.path, `${timo.cookie}; ${ida.cookie}`)).status, 303, 'one of several cookies is right');
});

t.test('nobody learns who has an address, and no look-alike gets a link', async (t) => {
  const known = await ask();
  const looks = ({ status, text, headers }: RawReply) => ({
    status,
    text,
    cookie: headers['set-cookie']?.[0]?.replace(/=[^;]+/, '='),
  });
  for (const email of ['nobody@lantern.example', '', ' ', 'ıda.holm@lantern.example', 'ida.holm@lantern.example\0']) {
    const reply = await ask(email);
    if (email === '') t.equal(reply.status, 400);
    else t.strictSame(looks(reply), looks(known), JSON.stringify(email));
  }
  t.equal(sandbox.otp.list().length, 1);
  await ask('IDA.Holm@LANTERN.example');
  t.equal(sandbox.otp.latest()?.to, IDA, 'the address on file');
  t.equal(sandbox.otp.list().length, 2);
});

t.test('what is no token of a link signs nobody in', async (t) => {
  const { path, cookie } = await guest();
  const token = /token=([^&]+)/.exec(path)![1]!;
  for (const query of ['', '?token=', `?token=${token}&token=${token}`, `?token=${token}x`, `?token=%00`, `?token[]=a`])
    t.equal((await follow(`/sign-in/go${query}`, cookie)).status, 401, query);
  t.equal((await follow(path, cookie)).status, 303, 'none of it did the link any harm');
});

t.test('the user who is deleted, and the reset, end a link', async (t) => {
  const ida = await guest();
  t.equal((await control('DELETE', '/users/lantern/ida')).status, 204);
  t.equal((await follow(ida.path, ida.cookie)).at('/problem'), 'bad-link');
  await sandbox.reset();
  const again = await guest();
  await sandbox.reset();
  t.equal((await follow(again.path, again.cookie)).at('/problem'), 'bad-link');
});

t.test('a user whom the control plane makes is sent links, and the journal keeps no token', async (t) => {
  const made = await control('POST', '/users/lantern', {
    id: 'new',
    tenant: 'north-pier',
    username: 'new@lantern.example',
  });
  t.equal(made.status, 201, JSON.stringify(made.body));
  const { path, cookie } = await guest('new@lantern.example');
  t.equal((await follow(path, cookie)).status, 303);
  const token = await keeper();
  await redeem(token);
  const { body } = await control('GET', '/journal/har');
  const kept = JSON.stringify(body);
  for (const secret of [/token=([^&]+)/.exec(path)![1]!, token, cookie.split('=')[1]!])
    t.notOk(kept.includes(secret), 'a secret in the journal');
});

t.test('links are rate limited by the words of the contract', async (t) => {
  const statuses: number[] = [];
  for (let i = 0; i < 42; i++) statuses.push((await ask(`nobody${i}@lantern.example`)).status);
  t.strictSame(
    statuses.filter((status) => status !== 202),
    [429, 429],
  );
});
