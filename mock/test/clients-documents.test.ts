/** Clients that do what the documents' own samples do, with nothing changed but the base URL. */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { HttpError } from './document-http.ts';
import type { Time } from './document-http.ts';
import { merchantClient } from './document-merchant-client.ts';
import {
  revenueClient,
  revenueTokenManager,
  throttle,
  trainingClient,
  trainingRefreshClient,
} from './document-service-clients.ts';
import type { Secret } from './document-service-clients.ts';
import { jsonClient } from './json-client.ts';
import type { Reply } from './json-client.ts';

const REVENUE: Secret = {
  clientId: 'revenue-service',
  clientSecret: 'secret_sandbox_revenue_service',
  tenantCode: 'TENANT123',
};
const TRAINING: Secret = {
  clientId: 'training-service',
  clientSecret: 'secret_sandbox_training_service',
  tenantCode: 'org-12345',
};
const CALLBACK = 'https://yourapp.com/callback';
const START = Date.parse('2030-01-01T00:00:00Z');

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly base: string;
  readonly time: Time;
  /** Seconds that clients waited. */
  readonly waited: readonly number[];
}

async function bench(t: Test, contract: string): Promise<Bench> {
  const sandbox = await startSandbox({ contracts: [contract], strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set(START);
  const waited: number[] = [];
  const sleep = (seconds: number): Promise<void> => {
    waited.push(seconds);
    sandbox.clock.advance(seconds * 1000);
    return Promise.resolve();
  };
  return { sandbox, base: sandbox.url(contract), time: { now: () => sandbox.clock.now(), sleep }, waited };
}

async function failed(t: Test, promise: Promise<unknown>, wanted: object): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  t.ok(error instanceof HttpError, 'gives up');
  t.match(error, wanted);
}

/** Where approval sends the browser. */
async function approve(url: string): Promise<URLSearchParams> {
  const { headers } = await fetch(url, { redirect: 'manual' });
  return new URL(headers.get('location') ?? 'none:').searchParams;
}

t.test('Revenue: invoices, with a token renewed a minute before its end', async (t) => {
  const { base, time, sandbox } = await bench(t, 'engagifii-revenue');
  const client = revenueClient(base, time, REVENUE);
  t.match(await client.get('/api/1.0/invoice/INV-123456'), { id: 'INV-123456', totalAmount: 480 });
  const made = await client.post('/api/1.0/invoice', {
    customerName: 'Maria Delgado',
    customerEmail: 'maria.delgado@example.com',
    memo: 'Dues',
    dueDate: '2030-02-01',
    totalAmount: 12.5,
  });
  t.match(made, { id: String, invoiceNumber: String, totalAmount: 12.5, status: 'pending' });
  const page = (await client.get('/api/1.0/invoice?status=pending&limit=10')) as {
    items: readonly object[];
    totalCount: number;
  };
  t.ok(page.totalCount > 0 && page.items.length > 0);
  t.equal(client.fetched(), 1);
  sandbox.clock.advance(3_540_000 - 1);
  await client.get('/api/1.0/invoice');
  t.equal(client.fetched(), 1, 'a minute and a bit is left');
  sandbox.clock.advance(1);
  await client.get('/api/1.0/invoice');
  t.equal(client.fetched(), 2, 'a minute is left');
  t.match(
    await client.post('/api/1.0/payment', {
      invoiceId: 'INV-123456',
      amount: 480,
      paymentMethod: 'CreditCard',
      payerName: 'Maria Delgado',
    }),
    { id: String, status: 'completed' },
  );
  await failed(t, client.get('/api/1.0/invoice/INV-000000'), {
    status: 404,
    body: { error: { code: String, requestId: String } },
  });
});

t.test('Revenue: a 401 renews the token and tries once more', async (t) => {
  const { base, time, sandbox } = await bench(t, 'engagifii-revenue');
  const client = revenueClient(base, time, REVENUE);
  await client.get('/api/1.0/invoice');
  sandbox.settings.change('engagifii-revenue', { token_lifetime: 1 });
  await sandbox.reset();
  // A reset lets the clock go.
  sandbox.clock.freeze();
  sandbox.clock.set(START);
  await client.get('/api/1.0/invoice');
  t.equal(client.fetched(), 2, 'the sandbox forgot the first one');
  await failed(t, revenueClient(base, time, { ...REVENUE, tenantCode: 'TENANT456' }).get('/api/1.0/invoice'), {
    status: 403,
    body: { error: 'forbidden' },
  });
  await failed(t, revenueClient(base, time, { ...REVENUE, clientSecret: 'wrong' }).get('/api/1.0/invoice'), {
    status: 401,
    body: { error: 'invalid_client' },
  });
  const manager = revenueTokenManager(base, time, REVENUE);
  const token = await manager.get();
  sandbox.clock.advance(3_300_000 - 1);
  t.equal(await manager.get(), token);
  sandbox.clock.advance(1);
  t.not(await manager.get(), token, 'five minutes before its end');
});

t.test('Revenue: a 429 says how long to wait', async (t) => {
  const { base, time, waited } = await bench(t, 'engagifii-revenue');
  const client = revenueClient(base, time, REVENUE);
  for (let i = 0; i < 61; i++) await client.get('/api/1.0/invoice/INV-123456');
  t.strictSame(waited, [120]);
  const headers = {
    'X-API-Key': 'pk_test_abc123',
    'X-API-Secret': 'sk_sandbox_xyz789',
    'tenant-code': 'TENANT123',
    'api-version': '1.0',
  };
  t.equal(
    (await fetch(`${base}/api/1.0/invoice`, { headers })).status,
    200,
    'the curl sample with a key and its secret',
  );
});

t.test('Training: awards and registrations, with and without a token', async (t) => {
  const { base, time, sandbox, waited } = await bench(t, 'engagifii-training');
  const client = trainingClient(base, time, TRAINING);
  const awards = (await client.get('/api/v1/Awards/List')) as readonly object[];
  t.match(awards[0], { id: /^[0-9a-f-]{36}$/, name: String });
  const registration = {
    classId: '6f0a4b7d-1c2e-4d58-9a3b-8e7f5c6d1a20',
    firstName: 'Nora',
    lastName: 'Whitfield',
    email: 'nora@northfield.example',
    registrationType: 'Member',
  };
  t.match(await client.post('/api/v1/registration/ClassRegistration', registration), {
    ...registration,
    status: 'Registered',
  });
  for (let i = 0; i < 12; i++) await client.get('/api/v1/Awards/List');
  t.strictSame(waited, [1], 'ten a second');
  sandbox.clock.advance('1s');
  const list = (headers: Record<string, string>): Promise<Reply> =>
    jsonClient(base)('/api/v1/Awards/List', { headers });
  t.equal((await list({ 'tenant-code': 'org-12345' })).status, 200);
  t.equal((await list({ 'tenant-code': 'org-12345', 'x-api-key': 'key_sandbox_northfield_bridge' })).status, 200);
  t.match(await list({}), { status: 400, body: { error: 'MISSING_TENANT', statusCode: 400 } });
  t.match(await list({ 'tenant-code': 'nobody' }), { status: 404, body: { error: 'INVALID_TENANT', statusCode: 404 } });
});

t.test('Training: a client that throttles itself is never refused', async (t) => {
  const { base, time } = await bench(t, 'engagifii-training');
  const turn = throttle(time);
  for (let i = 0; i < 25; i++) {
    await turn();
    const { status } = await fetch(`${base}/api/v1/Awards/List`, { headers: { 'tenant-code': 'org-12345' } });
    if (status !== 200) t.fail(`call ${i} got ${status}`);
  }
  t.equal(time.now(), START + 2_000);
});

t.test('Training: a client that lives on its refresh token', async (t) => {
  const { base, time, sandbox } = await bench(t, 'engagifii-training');
  sandbox.settings.change('engagifii-training', { consent: 'headless' });
  const secret = { clientId: 'training-web', clientSecret: 'secret_sandbox_training_web', tenantCode: 'org-12345' };
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: secret.clientId,
    redirect_uri: CALLBACK,
    scope: 'AccreditationAPI',
    state: 'xyz',
  });
  const back = await approve(`${base}/authorize?${query.toString()}`);
  t.equal(back.get('state'), 'xyz');
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: back.get('code')!,
    client_id: secret.clientId,
    client_secret: secret.clientSecret,
    redirect_uri: CALLBACK,
  });
  const { refresh_token } = (await (await fetch(`${base}/token`, { method: 'POST', body })).json()) as {
    refresh_token: string;
  };

  const client = trainingRefreshClient(base, time, secret, refresh_token);
  const statuses = async (): Promise<readonly number[]> =>
    (await Promise.all(Array.from({ length: 8 }, () => client.call('/api/v1/Awards/List')))).map(
      ({ status }) => status,
    );
  t.strictSame(await statuses(), Array(8).fill(200), 'one refresh for all of them: a second one would be reuse');
  const first = client.refreshToken();
  t.not(first, refresh_token);
  sandbox.clock.advance(3_540_000);
  t.strictSame(await statuses(), Array(8).fill(200), 'again, with the token that came back');
  t.not(client.refreshToken(), first);
});

t.test('Voucherify: the curl sample, a GET with a body', async (t) => {
  const { base } = await bench(t, 'voucherify');
  const headers = {
    'X-Client-Application-Id': 'voucherify-client',
    'X-Client-Token': 'pk_test_voucherify_client',
    'Content-Type': 'application/json',
    origin: 'yourdomain.com',
  };
  const body = JSON.stringify({ order: { amount: 20_000 } });
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request(
      `${base}/client/v1/validate?code=BLCKFRDY`,
      { method: 'GET', headers: { ...headers, 'Content-Length': body.length } },
      (response) => {
        let received = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => (received += chunk))
          .on('end', () => resolve(received));
      },
    );
    sent.on('error', reject).end(body);
  });
  t.match(JSON.parse(text), { valid: true, code: 'BLCKFRDY' });
  const keys = { 'X-App-Id': 'voucherify-app-primary', 'X-App-Token': 'secret_sandbox_voucherify_primary' };
  t.equal((await fetch(`${base}/v1/campaigns`, { headers: keys })).status, 200);
});

t.test('Piaxis: payments by key and by token, for an hour and longer', async (t) => {
  const { base, time, sandbox } = await bench(t, 'piaxis');
  sandbox.settings.change('piaxis', { consent: 'headless' });
  const merchant = merchantClient(base, time, 'pk_test_nile_market', '096b723a-45c5-4957-94d7-747835136265');
  const payment = { amount: 5_000, currency: 'UGX', payment_method: 'mtn' };
  const paid = await merchant.post('/api/payments/create', payment, merchant.apiHeaders());
  t.match(paid, {
    data: { ...payment, status: 'pending' },
    meta: { request_id: /^req_/, timestamp: '2030-01-01T00:00:00Z' },
  });

  const scopes = ['payments:create', 'escrow:create'];
  const back = await approve(merchant.authorizationUrl(CALLBACK, scopes, 'random-state-string'));
  t.equal(back.get('state'), 'random-state-string');
  t.match(await merchant.exchange(back.get('code')!, CALLBACK), {
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'payments:create escrow:create',
  });
  t.match(
    await merchant.post(
      '/api/payments/create',
      { ...payment, payment_method: 'piaxis_external' },
      merchant.oauthHeaders(),
    ),
    { data: { payment_method: 'piaxis_external' } },
  );
  for (let hour = 0; hour < 3; hour++) {
    sandbox.clock.advance('1h');
    t.throws(() => merchant.oauthHeaders(), { message: 'no valid access token' });
    await merchant.refresh();
    await merchant.post('/api/payments/create', payment, merchant.oauthHeaders());
  }
  await failed(t, merchant.post('/api/payments/create', payment, { ...merchant.apiHeaders(), 'api-key': 'wrong' }), {
    status: 401,
    body: {
      error: { code: 'INVALID_API_KEY', message: 'The provided API key is invalid', details: { request_id: /^req_/ } },
    },
  });
  await failed(t, merchant.exchange('AUTH_CODE_HERE', CALLBACK), { status: 400, body: { error: 'invalid_grant' } });
});

t.test('Piaxis: a large escrow is released with a one-time password', async (t) => {
  const { base, time, sandbox } = await bench(t, 'piaxis');
  const merchant = merchantClient(base, time, 'pk_test_nile_market', '096b723a-45c5-4957-94d7-747835136265');
  const escrow_id = 'e123e4567-e89b-12d3-a456-426614174000';
  const release = (token?: string): Promise<unknown> =>
    merchant.post(
      '/api/escrow/release',
      { escrow_id },
      { ...merchant.apiHeaders(), ...(token !== undefined && { 'X-Verification-Token': token }) },
    );
  await failed(t, release(), { status: 403, body: { error: { code: 'OTP_REQUIRED' } } });
  const asked = await merchant.requestOtp('escrow_release', { escrow_id, phone_number: '+256700000000' });
  t.match(asked, { status: 'success', message: 'OTP sent successfully', otp_id: /^otp_\d{10}$/, expires_in: 300 });
  const { code } = (await sandbox.otp.wait({ to: '+256700000000' }))!;
  await failed(t, merchant.verifyOtp(String(asked['otp_id']), code === '000000' ? '111111' : '000000'), {
    status: 400,
    body: { error: { code: 'INVALID_OTP' } },
  });
  const verified = await merchant.verifyOtp(String(asked['otp_id']), code);
  t.match(verified, { status: 'success', verification_token: /^verify_/, expires_in: 600 });
  t.match(await release(String(verified['verification_token'])), {
    data: { id: escrow_id, status: 'released', released_at: '2030-01-01T00:00:00Z' },
  });
  await failed(t, release(String(verified['verification_token'])), { status: 403 });
});

const JOHN = '11e95f8ec39de8fbdb0a4f1a';
const KEY = 'user_api_key_sandbox_john';
const DEVELOPER = { 'developer-id': 'fortis-developer' };
const CONTACT = '/v2/contacts/123456789012345678901234';
const SEEN = { status: 200, body: { contact: { id: '123456789012345678901234', first_name: 'John' } } };

t.test('Fortis: user id and key, in headers, in the query, and by Basic', async (t) => {
  const { base } = await bench(t, 'fortis');
  const send = jsonClient(base);
  t.match(await send(CONTACT, { headers: { ...DEVELOPER, 'user-id': JOHN, 'user-api-key': KEY } }), SEEN);
  t.match(await send(`/v2/contacts?user-id=${JOHN}&user-api-key=${KEY}&developer-id=fortis-developer`), {
    status: 200,
    body: { contacts: [{ id: SEEN.body.contact.id }] },
  });
  t.match(
    await send(CONTACT, {
      headers: { ...DEVELOPER, authorization: `Basic ${Buffer.from(`${JOHN}:${KEY}`).toString('base64')}` },
    }),
    SEEN,
  );
  t.equal(
    (await send(CONTACT, { headers: { ...DEVELOPER, user_id: JOHN, user_api_key: KEY } })).status,
    401,
    'underscores are not dashes',
  );
  t.equal((await send(CONTACT, { headers: { 'user-id': JOHN, 'user-api-key': KEY } })).status, 401, 'no developer-id');
});

t.test('Fortis: a token lives as long as it is used', async (t) => {
  const { base, sandbox } = await bench(t, 'fortis');
  const send = jsonClient(base, DEVELOPER);
  const login = { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' };
  const open = async (): Promise<string> => {
    const { status, body } = await send('/v2/token', { json: login });
    t.match(
      { status, body },
      {
        status: 201,
        body: {
          token: {
            id: /^[0-9a-f]{24}$/,
            expire: 15,
            first_name: 'John',
            last_name: 'Doe',
            time: START / 1000,
            username: 'myusername',
            timezone: 'America/New_York',
            user_type_id: 200,
          },
        },
      },
    );
    return (body as { token: { token: string } }).token.token;
  };
  const token = await open();
  for (let i = 0; i < 4; i++) {
    sandbox.clock.advance('14m59s');
    t.match(await send(CONTACT, { headers: { 'access-token': token } }), SEEN, 'each use is a new quarter of an hour');
  }
  t.equal((await send(`/v2/contacts?access-token=${token}`)).status, 200);
  sandbox.clock.advance('15m');
  t.equal((await send(CONTACT, { headers: { 'access-token': token } })).status, 401);
  sandbox.clock.set(START);
  const second = await open();
  const bye = async (): Promise<readonly unknown[]> => {
    const { status, text } = await send(`/v2/token/${second}`, { method: 'DELETE' });
    return [status, text];
  };
  t.strictSame(await bye(), [204, '']);
  t.strictSame(await bye(), [404, '']);
  t.equal((await send('/v2/token', { json: { ...login, password: 'wrong' } })).status, 401);
});

t.test('Fortis: signed, where signatures are taken', async (t) => {
  const { base, time } = await bench(t, 'fortis');
  const send = jsonClient(base);
  const timestamp = String(Math.round(time.now() / 1000));
  const signed = {
    'user-id': JOHN,
    timestamp,
    'hash-key': createHmac('sha256', 'my_user_hash_key')
      .update(JOHN + timestamp)
      .digest('hex'),
  };
  t.equal((await send('/v2/transactions', { headers: { ...DEVELOPER, ...signed } })).status, 200);
  t.equal((await send(`/v2/accountvaults?${new URLSearchParams({ ...DEVELOPER, ...signed }).toString()}`)).status, 200);
  t.equal(
    (await send(CONTACT, { headers: { ...DEVELOPER, ...signed } })).status,
    401,
    'the sample calls contacts, the list of endpoints does not have it',
  );
});

t.test('Fortis: a bearer token', async (t) => {
  const { base, sandbox } = await bench(t, 'fortis');
  sandbox.settings.change('fortis', { consent: 'headless' });
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'fortis-app',
    redirect_uri: CALLBACK,
    scope: 'v2.contacts.get',
  });
  const code = (await approve(`${base}/oauth/authorize?${query.toString()}`)).get('code')!;
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    client_id: 'fortis-app',
    client_secret: 'secret_sandbox_fortis_app',
  });
  const { access_token } = (await (await fetch(`${base}/oauth/token`, { method: 'POST', body })).json()) as {
    access_token: string;
  };
  t.match(
    await jsonClient(base)(CONTACT, { headers: { ...DEVELOPER, authorization: `Bearer ${access_token}` } }),
    SEEN,
  );
});
