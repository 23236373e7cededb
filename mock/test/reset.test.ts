/** What was given out before a reset, or by a sandbox that was deleted, is never good again; on every store. */
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { jsonClient } from './json-client.ts';
import { basic, claims, postForm, send } from './oauth-client.ts';
import { revenue } from './oauth-revenue.ts';
import { hasRedis, startRedis } from './redis-server.ts';

t.setTimeout(120_000);

const CONTRACTS = ['engagifii-revenue', 'voucherify', 'piaxis', 'fortis', 'mock/test/fixtures/lighthouse.yaml'];
const ROUNDS = 3;
const NO_LIMIT = { limit: null, window_seconds: 3_600 };
const ESCROW = 'e123e4567-e89b-12d3-a456-426614174000';
const NILE = '096b723a-45c5-4957-94d7-747835136265';
const JOHN = { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' };
const LINK = {
  timestamp: Date.UTC(2030, 0, 1) / 1000,
  user_id: '11e95f8ec39de8fbdb0a4f1a',
  user_api_key: 'user_api_key_sandbox_john',
  location_id: '11e8aaaa0000000000000001',
  contact_api_id: 'crm-1',
};

interface Kind {
  /** Gets a new one from the sandbox. */
  readonly issue: () => Promise<string>;
  /** Whether the sandbox takes it; absent for what is no credential. */
  readonly accepts?: (value: string) => Promise<boolean>;
}

/**
 * Stops the clock where every sandbox of these tests has it, so that nothing but the source of randomness makes a
 * difference.
 */
async function settle(sandbox: SandboxHandle): Promise<void> {
  await sandbox.clock.freeze();
  await sandbox.clock.set('2030-01-01T00:00:00Z');
  await sandbox.settings.change('engagifii-revenue', { consent: 'headless', rate_limits: { default: NO_LIMIT } });
  await sandbox.settings.change('voucherify', { rate_limits: { api_calls: NO_LIMIT } });
  await sandbox.settings.change('lighthouse', {
    consent: 'page',
    rate_limits: { default: NO_LIMIT, sign_in: NO_LIMIT, gate: NO_LIMIT },
  });
  await sandbox.settings.change('piaxis', {
    rate_limits: { authentication: NO_LIMIT, escrow: NO_LIMIT, payment_creation: NO_LIMIT, retrieval: NO_LIMIT },
  });
}

function kindsOf(sandbox: SandboxHandle): Readonly<Record<string, Kind>> {
  const oauth = revenue(sandbox);
  const merchant = jsonClient(sandbox.url('piaxis'), { 'api-key': 'pk_test_nile_market' });
  const fortis = jsonClient(sandbox.url('fortis'), { 'developer-id': 'fortis-developer' });
  const voucherify = jsonClient(sandbox.url('voucherify'), {
    'x-app-id': 'voucherify-app-primary',
    'x-app-token': 'secret_sandbox_voucherify_primary',
  });
  const harbour = sandbox.url('lighthouse');
  const office = jsonClient(harbour, { 'lighthouse-harbour': 'port-haven' });
  const desk = (form: Readonly<Record<string, string>>) =>
    postForm(`${harbour}/oauth/token`, form, basic('harbour-desk', 'secret_sandbox_harbour_desk'));
  const control = jsonClient(sandbox.control);
  const name = /~([^/]+)/.exec(sandbox.url('piaxis'))?.[1] ?? 'default';
  const redeemed = async (): Promise<Readonly<Record<string, unknown>>> =>
    (await oauth.redeem(await oauth.code({ scope: 'revenue.api.read' }))).json;
  const accessToken = async (): Promise<string> => String((await redeemed())['access_token']);
  const otp = async (about: object): Promise<string> => {
    const reply = await merchant('/api/auth/request-otp', { json: { ...about, phone_number: '+256700000000' } });
    return String(reply.at('/otp_id'));
  };
  const verify = (id: string, code: string) =>
    merchant('/api/auth/verify-otp', { json: { otp_id: id, otp_code: code } });
  const opaque = (form: string) =>
    voucherify('/v1/oauth/token', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form });
  const key = (kind: string) =>
    control(`/keys/piaxis?sandbox=${name}`, { json: { credential: 'merchant_key', tenant: NILE, name: kind } });
  return {
    'authorization code': {
      issue: () => oauth.code(),
      accepts: async (code) => (await oauth.redeem(code)).status === 200,
    },
    'access token': { issue: accessToken, accepts: async (token) => (await oauth.call(token)) === 200 },
    'token id': { issue: async () => String(claims(await accessToken())['jti']) },
    'refresh token': {
      issue: async () => String((await redeemed())['refresh_token']),
      accepts: async (token) => (await oauth.refresh(token)).status === 200,
    },
    'opaque token': {
      issue: async () => String((await opaque('grant_type=client_credentials&scope=api')).at('/access_token')),
      accepts: async (token) =>
        (
          await voucherify('/v1/vouchers', {
            headers: {
              'x-app-id': '',
              'x-app-token': '',
              'x-voucherify-oauth': `Bearer ${token}`,
              authorization: `Bearer ${token}`,
            },
          })
        ).status === 200,
    },
    // Verified with the code that it had, read from the inbox while it was there.
    'one-time password': {
      async issue() {
        const id = await otp({ operation: 'account_settings' });
        return `${id} ${(await sandbox.otp.wait({ otp_id: id }))?.code ?? ''}`;
      },
      accepts: async (pair) => (await verify(...(pair.split(' ') as [string, string]))).status === 200,
    },
    'verification token': {
      async issue() {
        const id = await otp({ operation: 'escrow_release', escrow_id: ESCROW });
        return String(
          (await verify(id, (await sandbox.otp.wait({ otp_id: id }))?.code ?? '')).at('/verification_token'),
        );
      },
      accepts: async (token) =>
        (
          await merchant('/api/escrow/release', {
            json: { escrow_id: ESCROW },
            headers: { 'x-verification-token': token },
          })
        ).status === 200,
    },
    'session token': {
      issue: async () => String((await fortis('/v2/token', { json: JOHN })).at('/token/token')),
      accepts: async (token) => (await fortis('/v2/contacts', { headers: { 'access-token': token } })).status === 200,
    },
    'session of a sign-on link': {
      async issue() {
        const entered = await fortis(
          `/v2/contactsso?developer-id=fortis-developer&data=${Buffer.from(JSON.stringify(LINK)).toString('hex')}`,
        );
        return entered.headers.get('set-cookie')?.split(';')[0] ?? '';
      },
      accepts: async (cookie) => (await fortis('/v2/portal', { headers: { cookie } })).status === 200,
    },
    'secret of a new key': {
      issue: async () => String((await key('made')).at('/secret')),
      accepts: async (secret) => (await merchant('/api/profile', { headers: { 'api-key': secret } })).status === 200,
    },
    'secret of a key that was made anew': {
      issue: async () =>
        String(
          (
            await office('/office-keys/office-clerk/secret', {
              method: 'POST',
              headers: basic('office-haven', 'sk_sandbox_office_haven'),
            })
          ).at('/secret'),
        ),
      accepts: async (secret) => (await office('/bookings', { headers: basic('office-clerk', secret) })).status === 200,
    },
    'secret of a new client': {
      async issue() {
        const made = await control(`/clients/lighthouse?sandbox=${name}`, {
          json: { tenant: 'port-haven', grants: ['client_credentials'] },
        });
        return `${String(made.at('/client_id'))} ${String(made.at('/client_secret'))}`;
      },
      accepts: async (pair) => {
        const [id, secret] = pair.split(' ') as [string, string];
        const form = { grant_type: 'client_credentials' };
        return (await postForm(`${harbour}/oauth/token`, form, basic(id, secret))).status === 200;
      },
    },
    'refresh token that is a JWT': {
      issue: async () => String((await desk({ grant_type: 'client_credentials' })).json['refresh_token']),
      accepts: async (refresh_token) => (await desk({ grant_type: 'refresh_token', refresh_token })).status === 200,
    },
    'session of fixed length': {
      issue: async () =>
        String(
          (
            await office('/sessions', {
              json: { username: 'astrid', password: 'harbour-lights', domain: 'port-haven.example' },
            })
          ).at('/token'),
        ),
      accepts: async (token) => (await office('/me', { headers: { 'crew-session': token } })).status === 200,
    },
    'device code': {
      async issue() {
        const codes = await postForm(`${harbour}/oauth/device`, { client_id: 'chart-plotter' });
        const { device_code, user_code } = codes.json as { device_code: string; user_code: string };
        return `${device_code} ${user_code}`;
      },
      accepts: async (codes) => {
        const [device_code, user_code] = codes.split(' ') as [string, string];
        await postForm(`${harbour}/oauth/plotter`, { user_code, decision: 'approve' });
        const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
        const form = { grant_type, device_code, client_id: 'chart-plotter' };
        return (await postForm(`${harbour}/oauth/token`, form)).status === 200;
      },
    },
    'consent page': {
      async issue() {
        const query = 'agency=sail-away&response_type=code&redirect_uri=http://localhost:3000/callback';
        return (
          /name="transaction" value="([^"]+)"/.exec((await send(`${harbour}/partner/authorize?${query}`)).text)?.[1] ??
          ''
        );
      },
      accepts: async (transaction) =>
        (await postForm(`${harbour}/partner/authorize`, { transaction, decision: 'approve' })).status === 303,
    },
    'id of a new record': {
      issue: async () =>
        String(
          (
            await merchant('/api/payments/create', { json: { amount: 5000, currency: 'UGX', payment_method: 'mtn' } })
          ).at('/data/id'),
        ),
      accepts: async (id) => (await merchant(`/api/payments/${id}`)).status === 200,
    },
    'request id': {
      issue: async () =>
        (await merchant('/api/profile')).headers.get('x-request-id') ??
        String((await merchant('/api/profile')).at('/meta/request_id')),
    },
  };
}

type Issued = Readonly<Record<string, readonly string[]>>;

async function issueAll(t: Test, sandbox: SandboxHandle, rounds: number): Promise<Issued> {
  const all: Record<string, string[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [kind, { issue }] of Object.entries(kindsOf(sandbox))) {
      const value = await issue();
      if (!/^(?!undefined).{6}/.test(value)) t.fail(`${kind}: ${value}`);
      (all[kind] ??= []).push(value);
    }
  }
  return all;
}

/** None of the old is given out again, and none is taken. */
async function refusedForGood(t: Test, sandbox: SandboxHandle, old: Issued): Promise<void> {
  const fresh = await issueAll(t, sandbox, ROUNDS + 2);
  for (const [kind, { accepts }] of Object.entries(kindsOf(sandbox))) {
    t.strictSame(
      old[kind]!.filter((value) => fresh[kind]!.includes(value)),
      [],
      `${kind}: none comes again`,
    );
    if (!accepts) continue;
    t.strictSame(
      await Promise.all(old[kind]!.map(accepts)),
      old[kind]!.map(() => false),
      `${kind}: those from before`,
    );
    t.ok(await accepts(fresh[kind]!.at(-1)!), `${kind}: the newest, so that the question is a good one`);
  }
}

const SEEDED = ['/v1/vouchers', '/v1/campaigns'];

const seeded = (sandbox: SandboxHandle): Promise<readonly string[]> =>
  Promise.all(
    SEEDED.map(
      async (path) =>
        (
          await jsonClient(sandbox.url('voucherify'), {
            'x-app-id': 'voucherify-app-primary',
            'x-app-token': 'secret_sandbox_voucherify_primary',
          })(path)
        ).text,
    ),
  );

async function lives(t: Test, store: string): Promise<void> {
  const options = { contracts: CONTRACTS, store };
  let sandbox = await startSandbox(options);
  t.teardown(() => sandbox.close());
  await settle(sandbox);
  const records = await seeded(sandbox);
  const first = await issueAll(t, sandbox, ROUNDS);

  await t.test('after a reset', async (t) => {
    await sandbox.reset();
    await settle(sandbox);
    t.strictSame(await seeded(sandbox), records, 'the seeded records are the same');
    await refusedForGood(t, sandbox, first);
  });

  await t.test('after another reset', async (t) => {
    await sandbox.reset();
    await settle(sandbox);
    await refusedForGood(t, sandbox, first);
  });

  await t.test('after a sandbox of the same name was deleted', async (t) => {
    const old = await sandbox.open('twin');
    await settle(old);
    const before = await issueAll(t, old, ROUNDS);
    await old.close();
    const again = await sandbox.open('twin');
    await settle(again);
    t.strictSame(await seeded(again), records, 'the seeded records are the same');
    await refusedForGood(t, again, before);
    await again.close();
  });

  if (store === 'memory') return;
  await t.test('after a reset and a start of the process', async (t) => {
    await sandbox.reset();
    await sandbox.close();
    sandbox = await startSandbox(options);
    await settle(sandbox);
    await refusedForGood(t, sandbox, first);
  });

  await t.test('after a reset, and a deletion, by another process', async (t) => {
    await using other = await startSandbox(options);
    const before = await issueAll(t, sandbox, ROUNDS);
    await other.reset();
    await settle(other);
    await refusedForGood(t, sandbox, before);

    const old = await sandbox.open('twin');
    await settle(old);
    const gone = await issueAll(t, old, ROUNDS);
    const control = jsonClient(other.control);
    t.equal((await control('/sandboxes/twin', { method: 'DELETE' })).status, 204);
    t.equal((await control('/sandboxes', { json: { name: 'twin' } })).status, 201);
    // The handle is that of the sandbox which was deleted; what it asks over HTTP, its process answers for the new one.
    await jsonClient(sandbox.control)('/clock?sandbox=twin', {
      method: 'PUT',
      json: { now: '2030-01-01T00:00:00Z', frozen: true },
    });
    await jsonClient(sandbox.control)('/settings/engagifii-revenue?sandbox=twin', {
      method: 'PATCH',
      json: { consent: 'headless' },
    });
    await jsonClient(sandbox.control)('/settings/lighthouse?sandbox=twin', {
      method: 'PATCH',
      json: { rate_limits: { default: NO_LIMIT, sign_in: NO_LIMIT } },
    });
    await refusedForGood(t, old, gone);
  });
}

t.test('memory', (t) => lives(t, 'memory'));

t.test('file', (t) => lives(t, `file:${t.testdir({})}/state`));

t.test('Redis', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await lives(t, url);
});

t.test('a fresh start gives out what a fresh start gave out', async (t) => {
  const issued = async (): Promise<Issued> => {
    await using sandbox = await startSandbox({ contracts: CONTRACTS });
    await settle(sandbox);
    await sandbox.reset();
    await settle(sandbox);
    // A JWT names its issuer, and so the port, or has a signature that is another each time; its id is compared.
    const { 'access token': _, 'refresh token that is a JWT': __, ...all } = await issueAll(t, sandbox, 1);
    return all;
  };
  t.strictSame(await issued(), await issued(), 'and so does a reset of it');
});
