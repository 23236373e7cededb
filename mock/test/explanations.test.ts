/** What the journal and the answers say of a credential that came too late, twice, or from somebody else. */
import { createHmac } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { JournalEntry, SandboxHandle } from '../index.ts';
import { controlClient } from './control-client.ts';
import { clockNote, instant, pastEnd, span } from '../state/instant-texts.ts';
import { jsonClient } from './json-client.ts';
import type { Reply } from './json-client.ts';
import { basic, postForm } from './oauth-client.ts';
import { OTHER, revenue } from './oauth-revenue.ts';
import type { Clock } from '../state/clock.ts';

const START = Date.parse('2030-01-01T00:00:00.700Z');
const NO_LIMIT = { limit: null, window_seconds: 3_600 };
const LARGE = 'e123e4567-e89b-12d3-a456-426614174000';
const NILE = { 'api-key': 'pk_test_nile_market' };
const KAMPALA = { 'api-key': 'pk_test_kampala_motors' };
const FORTIS = { 'developer-id': 'fortis-developer' };
const PERSON = '11e95f8ec39de8fbdb0a4f1a';

async function started(t: Test): Promise<SandboxHandle> {
  const sandbox = await startSandbox({
    contracts: ['engagifii-revenue', 'piaxis', 'fortis', 'voucherify'],
    seed: 'explanations',
    strict: true,
  });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set(START);
  sandbox.settings.change('engagifii-revenue', { consent: 'headless', rate_limits: { default: NO_LIMIT } });
  sandbox.settings.change('piaxis', {
    rate_limits: { authentication: NO_LIMIT, escrow: NO_LIMIT, payment_creation: NO_LIMIT, retrieval: NO_LIMIT },
  });
  return sandbox;
}

/** What the journal says of the last refusal. */
function last(sandbox: SandboxHandle): NonNullable<JournalEntry['refusal']> {
  const [entry] = sandbox.journal.list({ limit: 1 });
  return entry!.refusal!;
}

t.test('spans and instants in words', (t) => {
  for (const [ms, text] of [
    [0, '0 s'],
    [1, '0.001 s'],
    [300, '0.3 s'],
    [-1_500, '1.5 s'],
    [119_999, '119.999 s'],
    [120_000, '2 min'],
    [125_400, '2 min 5 s'],
    [3_660_000, '1 h 1 min'],
    [3_600_000, '1 h'],
    [93_600_000, '1 d 2 h'],
  ] as const)
    t.equal(span(ms), text);
  t.equal(instant(START), '2030-01-01T00:00:00.700Z');
  t.equal(instant(8.7e15), '8700000000000 s since 1970');
  t.strictSame(pastEnd('the code', START, START), {
    expected: 'a use before 2030-01-01T00:00:00.700Z',
    got: 'a use at 2030-01-01T00:00:00.700Z; the code expired at this very instant',
  });
  const note = (frozen: boolean, moved: Clock['moved']): string => clockNote({ frozen, moved } as Clock);
  t.equal(note(false, undefined), '');
  t.equal(note(false, { at: START, by: 400 }), '', "it shows the machine's time");
  t.equal(
    note(false, { at: START, by: -3_600_000 }),
    "; the sandbox's clock was moved at 2030-01-01T00:00:00.700Z (machine's time) and is 1 h behind the machine's",
  );
  t.equal(
    note(true, { at: START, by: 90_000 }),
    "; the sandbox's clock was stopped at 2030-01-01T00:00:00.700Z (machine's time) and is 90 s ahead of the machine's",
  );
  t.equal(
    note(true, { at: START, by: 10 }),
    "; the sandbox's clock was stopped at 2030-01-01T00:00:00.700Z (machine's time) and shows the machine's time",
  );
  t.end();
});

t.test('what came too late: the end, the use, and what lies between, to the millisecond', async (t) => {
  const sandbox = await started(t);
  const oauth = revenue(sandbox);
  const merchant = jsonClient(sandbox.url('piaxis'), NILE);
  const fortis = jsonClient(sandbox.url('fortis'), FORTIS);
  const otp = async (): Promise<string> =>
    String(
      (
        await merchant('/api/auth/request-otp', {
          json: { operation: 'escrow_release', escrow_id: LARGE, phone_number: '+256700000000' },
        })
      ).at('/otp_id'),
    );
  const cases: Readonly<
    Record<
      string,
      readonly [
        what: string,
        lifeMs: number,
        get: () => Promise<string>,
        use: (value: string) => Promise<unknown>,
        wholeSeconds?: boolean,
      ]
    >
  > = {
    'access token': [
      'the token',
      3_600_000,
      async () => String((await oauth.redeem(await oauth.code())).json['access_token']),
      (token) => oauth.call(token),
      true,
    ],
    'refresh token': [
      'the refresh token',
      30 * 86_400_000,
      async () => String((await oauth.redeem(await oauth.code())).json['refresh_token']),
      (token) => oauth.refresh(token),
      true,
    ],
    'authorization code': ['the code', 60_000, () => oauth.code(), (code) => oauth.redeem(code)],
    'one-time password': [
      'the password',
      300_000,
      otp,
      (id) =>
        merchant('/api/auth/verify-otp', { json: { otp_id: id, otp_code: sandbox.otp.latest({ otp_id: id })!.code } }),
    ],
    'verification token': [
      'the verification token',
      600_000,
      async () => {
        const id = await otp();
        return String(
          (await merchant('/api/auth/verify-otp', { json: { otp_id: id, otp_code: sandbox.otp.latest()!.code } })).at(
            '/verification_token',
          ),
        );
      },
      (token) =>
        merchant('/api/escrow/release', { json: { escrow_id: LARGE }, headers: { 'x-verification-token': token } }),
    ],
    session: [
      'the session',
      900_000,
      async () =>
        String(
          (
            await fortis('/v2/token', {
              json: { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' },
            })
          ).at('/token/token'),
        ),
      (token) => fortis('/v2/contacts', { headers: { 'access-token': token } }),
    ],
  };
  for (const [name, [what, lifeMs, get, use, wholeSeconds = false]] of Object.entries(cases)) {
    sandbox.clock.set(START);
    const value = await get();
    const end = (wholeSeconds ? Math.floor(START / 1000) * 1000 : START) + lifeMs;
    sandbox.clock.set(end + 299);
    await use(value);
    t.match(
      last(sandbox),
      { expected: `a use before ${instant(end)}`, got: `a use at ${instant(end + 299)}; ${what} expired 0.299 s ago` },
      name,
    );
    const { body } = await controlClient(sandbox.control)('GET', '/journal?limit=1');
    t.equal(
      (body['entries'] as readonly { time: string }[])[0]!.time,
      instant(end + 299),
      `${name}: and so the entry's time`,
    );
  }
});

t.test('a consent page that was answered, is too old, or was never shown', async (t) => {
  const sandbox = await started(t);
  sandbox.settings.change('engagifii-revenue', { consent: 'page' });
  const oauth = revenue(sandbox);
  const page = async (): Promise<string> =>
    /name="transaction" value="([^"]+)"/.exec((await oauth.authorize()).text)?.[1] ?? '';
  const decide = async (transaction: string): Promise<number> =>
    (await postForm(`${oauth.base}/oauth/authorize`, { transaction, decision: 'deny' })).status;
  const answered = await page();
  t.equal(await decide(answered), 303);
  sandbox.clock.advance(2_500);
  t.not(await decide(answered), 303);
  t.match(last(sandbox), {
    failure: 'invalid_consent',
    got: `a page that was answered at ${instant(START)}, 2.5 s ago`,
  });
  await decide('made-up');
  t.equal(last(sandbox).got, 'a page that was never shown');
  const late = await page();
  sandbox.clock.advance(600_001);
  t.not(await decide(late), 303);
  t.match(last(sandbox), {
    failure: 'invalid_consent',
    expected: /^a use before /,
    got: /; the page expired 0\.001 s ago$/,
  });
});

t.test('a code or refresh token that is used, unknown, or of another client', async (t) => {
  const sandbox = await started(t);
  const oauth = revenue(sandbox);
  const code = await oauth.code();
  const refused = async (reply: Promise<{ status: number }>, got: RegExp | string): Promise<void> => {
    t.equal((await reply).status, 400);
    t.match(last(sandbox), { failure: 'invalid_grant', got });
  };
  await refused(oauth.redeem(code, OTHER), OTHER.client_id);
  const refresh = (await oauth.redeem(code)).json['refresh_token'];
  await refused(oauth.refresh(refresh, OTHER), OTHER.client_id);
  await refused(oauth.refresh('made-up'), 'an unknown refresh token');
  await refused(oauth.redeem('made-up'), 'an unknown code');
  const next = (await oauth.refresh(refresh)).json['refresh_token'];
  await refused(oauth.refresh(refresh), /used before; its whole family is revoked/);
  await refused(oauth.refresh(next), 'a refresh token that was revoked, or whose authorization was');
  await refused(oauth.redeem(code), /used before; the tokens it gave are revoked/);
});

t.test('one-time passwords: wrong, used, superseded, dead, unknown, of another tenant', async (t) => {
  const sandbox = await started(t);
  const merchant = jsonClient(sandbox.url('piaxis'), NILE);
  const other = jsonClient(sandbox.url('piaxis'), KAMPALA);
  const ask = async (): Promise<string> =>
    String(
      (
        await merchant('/api/auth/request-otp', {
          json: { operation: 'account_settings', phone_number: '+256700000000' },
        })
      ).at('/otp_id'),
    );
  const code = (id: string): string => sandbox.otp.latest({ otp_id: id })!.code;
  const verify = (id: string, otp: string, client = merchant): Promise<Reply> =>
    client('/api/auth/verify-otp', { json: { otp_id: id, otp_code: otp } });
  const refused = async (reply: Promise<Reply>, got: string, reason = got): Promise<void> => {
    const answer = await reply;
    t.ok(answer.status >= 400);
    t.equal(last(sandbox).got, got);
    t.match(String(answer.at('/error/details/reason')), reason, 'and the answer has room for it');
  };
  const [old, id] = [await ask(), await ask()];
  const wrong = code(id) === '000000' ? '000001' : '000000';
  await refused(verify(old, code(old)), 'a password that a newer one replaced');
  await refused(verify('otp_made_up', '123456'), 'an unknown password');
  await refused(
    verify(id, code(id), other),
    'a password of 096b723a-45c5-4957-94d7-747835136265',
    'an unknown password',
  );
  await refused(verify(id, wrong), 'a wrong code; 4 tries are left');
  await refused(verify(id, wrong), 'a wrong code; 3 tries are left');
  t.equal((await verify(id, code(id))).status, 200);
  await refused(verify(id, code(id)), 'a code that was used before');
  const dead = await ask();
  for (let i = 0; i < 5; i++) await verify(dead, code(dead) === '000000' ? '000001' : '000000');
  await refused(verify(dead, code(dead)), 'a password that no longer works, after 5 wrong tries');
});

t.test('verification tokens: used, unknown, of another tenant', async (t) => {
  const sandbox = await started(t);
  const merchant = jsonClient(sandbox.url('piaxis'), NILE);
  const id = String(
    (
      await merchant('/api/auth/request-otp', {
        json: { operation: 'escrow_release', escrow_id: LARGE, phone_number: '+256700000000' },
      })
    ).at('/otp_id'),
  );
  const token = String(
    (await merchant('/api/auth/verify-otp', { json: { otp_id: id, otp_code: sandbox.otp.latest()!.code } })).at(
      '/verification_token',
    ),
  );
  const release = (value: string | undefined, headers = NILE): Promise<Reply> =>
    jsonClient(sandbox.url('piaxis'), headers)('/api/escrow/release', {
      json: { escrow_id: LARGE },
      headers: value === undefined ? {} : { 'x-verification-token': value },
    });
  await release(undefined);
  t.equal(last(sandbox).got, 'no such header');
  await release('made-up');
  t.equal(last(sandbox).got, 'an unknown token');
  await release(token, KAMPALA);
  // The other tenant has no such escrow; where it is asked for a verification at all, it is not told whose the token
  // is.
  t.notMatch((await release(token, KAMPALA)).text, /096b723a/);
  t.equal((await release(token)).status, 200);
  sandbox.clock.advance(1_250);
  const again = await release(token);
  t.match(last(sandbox), { failure: 'otp_required', got: `a token that was used at ${instant(START)}, 1.25 s ago` });
  t.match(again.body, { error: { code: 'OTP_REQUIRED', details: { reason: /that was used at/ } } });
});

t.test('a session that was closed', async (t) => {
  const sandbox = await started(t);
  const fortis = jsonClient(sandbox.url('fortis'), FORTIS);
  const token = String(
    (
      await fortis('/v2/token', {
        json: { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' },
      })
    ).at('/token/token'),
  );
  t.ok((await fortis(`/v2/token/${token}`, { method: 'DELETE', headers: { 'access-token': token } })).status < 300);
  sandbox.clock.advance(500);
  await fortis('/v2/contacts', { headers: { 'access-token': token } });
  t.match(last(sandbox), {
    failure: 'invalid_session',
    got: `the token of a session that was closed at ${instant(START)}, 0.5 s ago`,
  });
  await fortis('/v2/contacts', { headers: { 'access-token': 'x'.repeat(16) } });
  t.equal(last(sandbox).got, 'an unknown token');
});

t.test('a stale signature or link says that the clock was moved, when, and how far', async (t) => {
  const sandbox = await started(t);
  sandbox.clock.freeze(false);
  const signed = async (timestamp: number): Promise<number> =>
    (
      await jsonClient(sandbox.url('fortis'))('/v2/transactions?page_size=1', {
        headers: {
          ...FORTIS,
          'user-id': PERSON,
          timestamp: String(timestamp),
          'hash-key': createHmac('sha256', 'my_user_hash_key').update(`${PERSON}${timestamp}`).digest('hex'),
        },
      })
    ).status;
  const machine = Math.floor(Date.now() / 1000);
  t.equal(await signed(machine), 401);
  t.match(last(sandbox), {
    failure: 'stale_timestamp',
    got: /^\d+, \d+ s old, which is \d+ d( \d+ h)? too old; the sandbox's clock was moved at \d{4}-\S+Z \(machine's time\) and is \d+ d( \d+ h)? ahead of the machine's$/,
  });
  await controlClient(sandbox.control)('DELETE', '/clock');
  t.equal(await signed(machine - 10_000), 401);
  t.match(last(sandbox).got, /^\d+, \d+ s old, which is [^;]+ too old$/, 'nothing of a clock that nobody moved');

  const link = (timestamp: number): Promise<Reply> =>
    jsonClient(sandbox.url('fortis'))(
      `/v2/contactsso?developer-id=fortis-developer&data=${Buffer.from(
        JSON.stringify({
          timestamp,
          user_id: PERSON,
          user_api_key: 'user_api_key_sandbox_john',
          location_id: '11e8aaaa0000000000000001',
          contact_api_id: 'crm-1',
        }),
      ).toString('hex')}`,
    );
  sandbox.clock.set('2031-01-01T00:00:00Z');
  t.ok((await link(machine)).status >= 400);
  t.match(last(sandbox), {
    failure: 'expired_link',
    expected: /^a link of at most \d+ s$/,
    got: /^a link of \d+ s, which expired .+ ago; the sandbox's clock was moved at /,
  });
});

t.test('a quota and an idempotency key say when', async (t) => {
  const sandbox = await started(t);
  sandbox.settings.change('piaxis', {
    rate_limits: { retrieval: { limit: 1, window_seconds: 60 }, payment_creation: NO_LIMIT },
  });
  const merchant = jsonClient(sandbox.url('piaxis'), NILE);
  await merchant('/api/profile');
  sandbox.clock.advance(1_500);
  t.equal((await merchant('/api/profile')).status, 429);
  t.match(last(sandbox), {
    failure: 'rate_limited',
    expected: 'at most 1 request per 60 s',
    got: `one more; the next is free at ${instant(START + 60_000)}, in 58.5 s`,
  });
  const pay = (amount: number): Promise<Reply> =>
    merchant('/api/payments/create', {
      json: { amount, currency: 'UGX', payment_method: 'mtn' },
      headers: { 'idempotency-key': 'one' },
    });
  t.equal((await pay(5_000)).status, 201);
  sandbox.clock.advance(250);
  t.ok((await pay(6_000)).status >= 400);
  t.match(last(sandbox), {
    failure: 'idempotency_mismatch',
    expected: `the request that used the key first, at ${instant(START + 1_500)}`,
    got: 'another request, 0.25 s later',
  });
});

t.test('an OAuth request that is sent in another way than the endpoint takes it', async (t) => {
  const sandbox = await startSandbox({
    contracts: ['oauth2', 'piaxis', 'mock/test/fixtures/lighthouse.yaml'],
    seed: 'explanations',
    strict: true,
  });
  t.teardown(() => sandbox.close());
  const SERVICE = { client_id: 'service', client_secret: 'secret_sandbox_service' };
  const GRANT = { grant_type: 'client_credentials' };
  const byBasic = basic('harbour-desk', 'secret_sandbox_harbour_desk');
  const token = `${sandbox.url('oauth2')}/token`;
  const cases: Readonly<
    Record<string, readonly [url: string, form: Record<string, string>, headers: Record<string, string>, got: RegExp]>
  > = {
    'Basic where it is not taken': [
      `${sandbox.url('piaxis')}/api/oauth/token`,
      { grant_type: 'authorization_code', code: 'x' },
      basic('service', 'hush'),
      /^HTTP Basic \(client_secret_basic\)$/,
    ],
    'a secret in the body where only Basic is taken': [
      `${sandbox.url('lighthouse')}/oauth/token`,
      { ...GRANT, client_id: 'harbour-desk', client_secret: 'hush' },
      {},
      /^client_secret in the body \(client_secret_post\)$/,
    ],
    'two ways at once': [
      token,
      { ...GRANT, ...SERVICE },
      basic('service', 'hush'),
      /^HTTP Basic \(client_secret_basic\) and client_secret in the body \(client_secret_post\)$/,
    ],
    'an assertion where none is taken': [
      `${sandbox.url('piaxis')}/api/oauth/token`,
      { grant_type: 'authorization_code', code: 'x', client_id: 'nobody', client_assertion: 'hush' },
      {},
      /^client_assertion \(private_key_jwt or client_secret_jwt\)$/,
    ],
    'a token in the header': [
      token,
      GRANT,
      { authorization: 'Bearer hush' },
      /^an Authorization header of the scheme Bearer$/,
    ],
    'a secret without a scheme': [
      token,
      GRANT,
      { authorization: 'hush' },
      /^an Authorization header of another scheme$/,
    ],
    'Basic that cannot be read': [
      token,
      GRANT,
      { authorization: 'Basic hush' },
      /^HTTP Basic that is not well-formed$/,
    ],
    'a secret of a client that has none': [
      token,
      { ...GRANT, client_id: 'app', client_secret: 'hush' },
      {},
      /^client app, which has no secret$/,
    ],
    'a grant of another endpoint': [
      `${sandbox.url('piaxis')}/api/oauth/token`,
      { grant_type: 'refresh_token', client_id: 'x', refresh_token: 'hush' },
      {},
      /^refresh_token, which is taken at POST \/api\/oauth\/refresh$/,
    ],
    'a grant that only an endpoint for other tokens takes': [
      `${sandbox.url('lighthouse')}/partner/token`,
      GRANT,
      {},
      /^client_credentials, which is taken at POST \/oauth\/token$/,
    ],
    'the grant in the URL': [
      `${token}?grant_type=client_credentials`,
      SERVICE,
      {},
      /^grant_type in the URL's query, and none in/,
    ],
    'the code in the URL': [
      `${token}?code=hush`,
      { grant_type: 'authorization_code', client_id: 'app' },
      {},
      /^code in the URL's query, and none in the body$/,
    ],
    'the client in the URL': [
      `${sandbox.url('piaxis')}/api/oauth/token?client_id=x`,
      { grant_type: 'authorization_code', code: 'x' },
      {},
      /^client_id in the URL's query, and none in the body$/,
    ],
    'the token in the URL': [
      `${sandbox.url('oauth2')}/revoke?token=hush`,
      SERVICE,
      {},
      /^token in the URL's query, and none/,
    ],
    'the secret in the URL': [
      `${token}?client_secret=hush`,
      { ...GRANT, client_id: 'service' },
      {},
      /^client_secret in the URL's query$/,
    ],
    'a parameter that is nowhere': [`${sandbox.url('lighthouse')}/oauth/introspect`, {}, byBasic, /^no token$/],
  };
  for (const [title, [url, form, headers, got]] of Object.entries(cases)) {
    const reply = await postForm(url, form, headers);
    t.match([400, 401].includes(reply.status), true, title);
    t.match(last(sandbox).got, got, title);
    t.notMatch(JSON.stringify([last(sandbox), reply.text]), /hush/, `${title}: no secret is told`);
  }

  const described = async (form: Record<string, string>, headers?: Record<string, string>): Promise<string> =>
    String((await postForm(token, form, headers)).json['error_description']);
  t.equal(
    await described({ ...GRANT, ...SERVICE }, basic('service', 'hush')),
    'The request is missing a parameter, repeats one, or is otherwise malformed. Expected one of the two, got HTTP Basic (client_secret_basic) and client_secret in the body (client_secret_post).',
    'the contract without a provider says the same on the wire',
  );
  t.equal(
    await described({ grant_type: 'p"\\ä' }),
    'The token endpoint does not know this grant type. Expected client_credentials or authorization_code or refresh_token or urn:ietf:params:oauth:grant-type:device_code or urn:ietf:params:oauth:grant-type:token-exchange, got p???.',
    'in the characters of RFC 6749 §5.2',
  );
  t.equal(
    await described({ ...GRANT, ...SERVICE, client_secret: 'x' }),
    await described({ ...GRANT, ...SERVICE, client_id: 'nobody' }),
    'an answer does not tell whether there is such a client',
  );
  t.match(await described({ grant_type: 'authorization_code', client_id: 'app', code: 'x' }), /Got an unknown code\.$/);
});
