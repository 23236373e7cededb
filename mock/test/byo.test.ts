/**
 * Bring your own: one YAML file in a folder of its own, served by the command, with no TypeScript. Everything over
 * HTTP.
 */
import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import t from 'tap';
import type { Test } from 'tap';
import { start as startCommand } from '../../scripts/test/command.ts';
import { controlClient } from './control-client.ts';
import type { ControlClient } from './control-client.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply } from './json-client.ts';
import { CHALLENGE, VERIFIER, basic, claims, postForm, send } from './oauth-client.ts';

const NOON = '2030-06-01T12:00:00Z';
const EPOCH = Date.parse(NOON) / 1000;
const HARBOUR = { 'lighthouse-harbour': 'port-haven' };
const OFFICE = { ...basic('office-haven', 'sk_sandbox_office_haven'), ...HARBOUR };
const CLERK = { ...basic('office-clerk', 'sk_sandbox_office_clerk'), ...HARBOUR };
const DESK = basic('harbour-desk', 'secret_sandbox_harbour_desk');
const CALLBACK = 'http://localhost:3000/callback';
const BOOKING = {
  berth_id: 'berth_0042',
  vessel: 'Havsglimt',
  skipper: 'Åsa Öberg',
  email: 'asa@example.com',
  arrives_on: '2030-07-01',
  nights: 2,
  guests: 3,
  total: 640,
  currency: 'SEK',
  payment: 'card',
};

const dir = t.testdir({ 'seaside.yaml': await readFile('mock/test/fixtures/lighthouse.yaml', 'utf8') });
const command = await startCommand(join(dir, 'seaside.yaml'), '--strict');
const url = command.contracts['seaside']!;
const control: ControlClient = controlClient(command.control);
t.teardown(() => command.end());

const api = jsonClient(url);
const advance = (by: string): Promise<unknown> => control('POST', '/clock/advance', { by });
const failure = async (): Promise<unknown> => {
  const { body } = await control('GET', '/journal?refused=true&limit=1');
  return (body['entries'] as { refusal: { failure: string } }[])[0]?.refusal.failure;
};

/** Each test starts from the seed, at noon, with the clock stopped. */
function test(name: string, run: (t: Test) => Promise<void>): void {
  t.test(name, async (t) => {
    await control('POST', '/reset');
    await control('PUT', '/clock', { now: NOON, frozen: true });
    await run(t);
  });
}

const unlimited = (...classes: readonly string[]): Promise<unknown> =>
  control('PATCH', '/settings/seaside', {
    rate_limits: Object.fromEntries(classes.map((name) => [name, { limit: null, window_seconds: 60 }])),
  });

const count = (replies: readonly { readonly status: number }[], status: number): number =>
  replies.filter((reply) => reply.status === status).length;

let nonces = 0;

interface Signed {
  readonly nonce?: string;
  readonly timestamp?: number;
  readonly sent?: string;
}

function gateCheck({
  nonce = `nonce-${nonces++}`,
  timestamp = EPOCH,
  sent = '{"gate_code":"418263"}',
}: Signed = {}): Promise<Reply> {
  const digest = createHash('sha256').update('{"gate_code":"418263"}').digest('hex');
  const message = ['POST', '/gate-checks', 'from=north', digest, timestamp, nonce].join('\n');
  return api('/gate-checks?from=north', {
    body: sent,
    headers: {
      ...HARBOUR,
      'content-type': 'application/json',
      'terminal-id': 'gate-north',
      'terminal-timestamp': String(timestamp),
      'terminal-nonce': nonce,
      'terminal-signature': createHmac('sha512', 'secret_sandbox_gate_north').update(message).digest('base64'),
    },
  });
}

test('signatures over the whole request, each nonce once', async (t) => {
  await unlimited('gate');
  t.match((await gateCheck({ nonce: 'first' })).body, { open: false, reason: 'not checked in' });
  t.equal((await gateCheck({ nonce: 'first' })).status, 401);
  t.equal(await failure(), 'replayed_signature');
  t.equal((await gateCheck({ sent: '{"gate_code":"418264"}' })).status, 401, 'another body');
  t.equal(await failure(), 'invalid_signature');
  t.equal((await gateCheck({ timestamp: EPOCH - 300 })).status, 200, 'as old as the window');
  t.equal((await gateCheck({ timestamp: EPOCH - 301 })).status, 401);
  t.equal(count(await atOnce(300, () => gateCheck({ nonce: 'raced' })), 200), 1, 'one of 300 with one nonce');
});

test('Basic client authentication, and ES256 tokens that others can verify', async (t) => {
  const token = (headers: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) =>
    postForm(`${url}/oauth/token`, { grant_type: 'client_credentials', scope: 'bookings.read', ...more }, headers);
  const { status, json } = await token(DESK);
  t.match(
    { status, json },
    { status: 200, json: { token_type: 'Bearer', expires_in: 600, scope: 'bookings.read', refresh_token: String } },
  );
  const metadata = (await send(`${url}/.well-known/oauth-authorization-server`)).json;
  const expected = {
    issuer: url,
    audience: 'https://api.lighthouse.example',
    algorithms: ['ES256'],
    currentDate: new Date(NOON),
  };
  const { payload } = await jwtVerify(
    String(json['access_token']),
    createRemoteJWKSet(new URL(String(metadata['jwks_uri']))),
    expected,
  );
  t.match(payload, {
    sub: 'harbour-desk',
    client_id: 'harbour-desk',
    scope: 'bookings.read',
    tenant: 'port-haven',
    iat: EPOCH,
    exp: EPOCH + 600,
    jti: String,
  });
  t.match(
    await token({}, { client_id: 'harbour-desk', client_secret: 'secret_sandbox_harbour_desk' }),
    { status: 401, json: { error: 'invalid_client' } },
    'not in the form',
  );
  const wrong = await token(basic('harbour-desk', 'wrong'));
  t.equal(wrong.status, 401);
  t.match(wrong.headers.get('www-authenticate'), /^Basic /);
  const bookings = (bearer: unknown): Promise<Reply> =>
    api('/bookings', { headers: { ...HARBOUR, authorization: `Bearer ${String(bearer)}` } });
  t.equal((await bookings(json['access_token'])).status, 200);
  const [head, body, signature = ''] = String(json['access_token']).split('.');
  t.equal(
    (await bookings([head, body, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.'))).status,
    401,
    'another signature',
  );
  t.equal(
    (await bookings(`${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${body ?? ''}.`)).status,
    401,
    'no signature',
  );
  await advance('9m59s');
  t.equal((await bookings(json['access_token'])).status, 200);
  await advance('1s');
  t.match(await bookings(json['access_token']), { status: 401, body: { expired_at: '2030-06-01T12:10:00Z' } });
});

test('PKCE with S256 and nothing else, and iss in the answer', async (t) => {
  await unlimited('sign_in');
  const authorize = (query: Readonly<Record<string, string>>) =>
    send(
      `${url}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: 'skipper-app', redirect_uri: CALLBACK, scope: 'profile', state: 'é %&', ...query }).toString()}`,
    );
  const refused = async (query: Readonly<Record<string, string>>) =>
    Object.fromEntries((await authorize(query)).location);
  const invalid = { error: 'invalid_request', state: 'é %&', iss: url };
  t.match(await refused({}), invalid, 'no challenge');
  t.match(await refused({ code_challenge: VERIFIER, code_challenge_method: 'plain' }), invalid, 'plain');
  t.match(await refused({ code_challenge: VERIFIER }), invalid, 'plain by default');
  const challenge = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
  const { location } = await authorize(challenge);
  t.match(Object.fromEntries(location), {
    code: /^code_[0-9A-Za-z]{32}$/,
    state: 'é %&',
    iss: url,
  });
  const redeem = (code: string | null, code_verifier: string) =>
    postForm(`${url}/oauth/token`, {
      grant_type: 'authorization_code',
      code: String(code),
      redirect_uri: CALLBACK,
      client_id: 'skipper-app',
      code_verifier,
    });
  const replies = await atOnce(200, () => redeem(location.get('code'), VERIFIER));
  t.equal(count(replies, 200), 1, 'one of 200 gets the token');
  const other = (await authorize(challenge)).location.get('code');
  t.match(await redeem(other, `${VERIFIER}x`), { status: 400, json: { error: 'invalid_grant' } });
  const late = (await authorize(challenge)).location.get('code');
  await advance('30s');
  t.match(await redeem(late, VERIFIER), { status: 400, json: { error: 'invalid_grant' } });

  const last = await redeem((await authorize(challenge)).location.get('code'), VERIFIER);
  t.match(claims(last.json['access_token']), { sub: 'crew-astrid', client_id: 'skipper-app' });
  const me = await api('/me', { headers: { authorization: `Bearer ${String(last.json['access_token'])}` } });
  t.match(me.body, { id: 'crew-astrid', name: 'Astrid Lund', boat: 'Havsglimt' });
});

test('a sliding window: as many as the limit in any minute', async (t) => {
  const list = (headers: Readonly<Record<string, string>> = OFFICE): Promise<Reply> => api('/bookings', { headers });
  const first = await atOnce(30, () => list());
  t.equal(count(first, 200), 30);
  t.strictSame(
    first.map(({ headers }) => Number(headers.get('ratelimit-remaining'))).sort((a, b) => a - b),
    Array.from({ length: 30 }, (_, i) => i + 30),
  );
  await advance('30s');
  const second = await atOnce(50, () => list());
  t.equal(count(second, 200), 30, 'thirty of sixty were left');
  const refused = second.find(({ status }) => status === 429)!;
  for (const [name, value] of [
    ['ratelimit-class', 'standard'],
    ['ratelimit-limit', '60'],
    ['ratelimit-remaining', '0'],
    ['ratelimit-reset', '30'],
    ['retry-after', '30'],
  ] as const)
    t.equal(refused.headers.get(name), value, name);
  t.equal((await list(CLERK)).status, 200, 'another key has its own');
  await advance('29s');
  t.equal((await list()).status, 429, 'the second before');
  await advance('1s');
  t.equal(count(await atOnce(40, () => list()), 200), 30, 'the first thirty left the window, the others did not');
  t.equal(
    (await list({ ...OFFICE, authorization: 'Basic d3Jvbmc6d3Jvbmc=' })).status,
    401,
    'who is nobody is refused before anything is counted',
  );
});

test('a token bucket: a burst, then one a second', async (t) => {
  const replies = await atOnce(25, () => gateCheck());
  t.equal(count(replies, 200), 10);
  t.equal(replies.find(({ status }) => status === 429)!.headers.get('retry-after'), '1');
  t.equal((await gateCheck()).status, 429);
  await advance('1s');
  t.equal(count(await atOnce(5, () => gateCheck()), 200), 1);
  await advance('3s');
  t.equal(count(await atOnce(5, () => gateCheck()), 200), 3);
  await advance('10m');
  t.equal(count(await atOnce(15, () => gateCheck({ timestamp: EPOCH + 604 })), 200), 10, 'it does not overflow');
});

test('price plans: more in summer', async (t) => {
  await control('PATCH', '/settings/seaside', { plan: 'summer' });
  t.equal(count(await atOnce(250, () => api('/bookings', { headers: OFFICE })), 200), 240);
});

test('the same key gets the same answer for two days', async (t) => {
  await unlimited('default');
  const book = (key: string, more: object = {}, headers = OFFICE): Promise<Reply> =>
    api('/bookings', { json: { booking: { ...BOOKING, ...more } }, headers: { ...headers, 'idempotency-key': key } });
  const total = async (): Promise<unknown> => (await api('/bookings', { headers: OFFICE })).at('/page/total');
  const before = Number(await total());
  const replies = await atOnce(50, () => book('summer-trip-1'));
  t.equal(count(replies, 201) + count(replies, 409), 50);
  t.equal(new Set(replies.filter(({ status }) => status === 201).map(({ text }) => text)).size, 1, 'byte for byte');
  t.equal(await total(), before + 1);
  t.match(await book('summer-trip-1', { guests: 4 }), { status: 409, body: { type: '/problems/idempotency' } });
  t.equal((await book('summer-trip-1', {}, CLERK)).status, 201, "somebody else's key is another");
  t.equal(await total(), before + 2);
  await advance('47h59m59s');
  t.equal((await book('summer-trip-1')).text, replies.find(({ status }) => status === 201)!.text);
  await advance('1s');
  t.equal((await book('summer-trip-1')).status, 201);
  t.equal(await total(), before + 3);
});

test('money goes back after a code from the phone', async (t) => {
  const refund = (booking_id: string, pass?: string): Promise<Reply> =>
    api('/refunds', {
      json: { booking_id },
      headers: { ...OFFICE, ...(pass !== undefined && { 'lighthouse-verification': pass }) },
    });
  t.match(await refund('bk_SummerRegatta'), { status: 403, body: { type: '/problems/verification' } });
  t.equal((await refund('bk_OneNight')).status, 200, 'a small one needs none');
  const asked = await api('/verifications', {
    json: { action: 'refund', booking_id: 'bk_SummerRegatta', phone: '+4670000101' },
    headers: OFFICE,
  });
  t.match(asked, { status: 201, body: { expires_in: 180 } });
  const { body: message } = await control('GET', '/otp/wait?to=%2B4670000101');
  const confirmed = await api('/verifications/confirm', {
    json: { verification_id: asked.at('/verification_id'), code: message['code'] },
    headers: OFFICE,
  });
  t.match(confirmed, { status: 200, body: { pass: /^pass_/, expires_in: 300 } });
  const pass = String(confirmed.at('/pass'));
  const replies = await atOnce(50, () => refund('bk_SummerRegatta', pass));
  t.equal(count(replies, 200), 1);
  t.match((await api('/bookings/bk_SummerRegatta', { headers: OFFICE })).at('/booking'), {
    status: 'refunded',
    refunded_at: NOON,
  });
  t.equal(
    (await api('/refunds', { json: { booking_id: 'bk_SummerRegatta' }, headers: CLERK })).status,
    403,
    'a clerk may not',
  );
});

test('a session ends when it ends, and a profile can be changed', async (t) => {
  const opened = await api('/sessions', {
    json: { username: 'astrid', domain: 'port-haven.example', password: 'harbour-lights' },
  });
  t.match(opened, { status: 201, body: { token: /^crew_/, minutes: 30, opened_at: EPOCH, name: 'Astrid Lund' } });
  const headers = { ...HARBOUR, 'crew-session': String(opened.at('/token')) };
  t.match((await api('/me', { method: 'PATCH', json: { boat: 'Stormsvala' }, headers })).body, {
    name: 'Astrid Lund',
    boat: 'Stormsvala',
  });
  t.match((await api('/me', { headers })).body, { boat: 'Stormsvala' });
  t.equal((await api('/me', { method: 'PATCH', json: { name: 'Somebody' }, headers })).status, 400, 'not a name');
  for (let minute = 0; minute < 29; minute++) {
    await advance('1m');
    t.equal((await api('/bookings', { headers })).status, 200);
  }
  await advance('59s');
  t.equal((await api('/me', { headers })).status, 200);
  await advance('1s');
  t.equal((await api('/me', { headers })).status, 401, 'however busy');
  t.equal(await failure(), 'expired_session');
});

test('a booking goes one way only', async (t) => {
  await unlimited('gate');
  const checkIn = (): Promise<Reply> => {
    const nonce = `nonce-${nonces++}`;
    const message = [
      'POST',
      '/bookings/bk_SummerRegatta/check-in',
      '',
      createHash('sha256').update('').digest('hex'),
      EPOCH,
      nonce,
    ].join('\n');
    const signature = createHmac('sha512', 'secret_sandbox_gate_north').update(message).digest('base64');
    return api('/bookings/bk_SummerRegatta/check-in', {
      method: 'POST',
      headers: {
        ...HARBOUR,
        'terminal-id': 'gate-north',
        'terminal-timestamp': String(EPOCH),
        'terminal-nonce': nonce,
        'terminal-signature': signature,
      },
    });
  };
  const replies = await atOnce(50, checkIn);
  t.equal(count(replies, 200), 1);
  t.equal(count(replies, 409), 49);
  t.match((await gateCheck()).body, { open: true });
});

t.test('it ends when told to, and had nothing to complain of', async (t) => {
  const { code, stderr } = await command.end();
  t.strictSame({ code, stderr }, { code: 0, stderr: '' });
});
