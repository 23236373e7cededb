/** One-time passwords and step-up, through the front door of a contract that has them. */
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply, Send } from './json-client.ts';

const LARGE = 'e123e4567-e89b-12d3-a456-426614174000'; // 2,500,000
const AT_THRESHOLD = 'e123e456-7e89-4b2d-83a4-564266141740'; // 1,000,000
const BELOW = 'e523e456-7e89-4b2d-83a4-564266141740'; // 999,999
const RELEASED = 'e323e456-7e89-4b2d-83a4-564266141740';
const RACERS = 1_000;

const NO_LIMIT = { limit: null, window_seconds: 3_600 };

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly nile: Send;
  readonly kampala: Send;
  readonly ask: (body?: object, send?: Send) => Promise<string>;
  readonly verify: (id: string, code: string, send?: Send) => Promise<Reply>;
  readonly token: (body?: object) => Promise<string>;
  readonly release: (escrow: string, token?: string, send?: Send) => Promise<Reply>;
  readonly code: (id: string) => string;
}

async function bench(t: Test): Promise<Bench> {
  const sandbox = await startSandbox({ contracts: ['piaxis'], seed: 7, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.settings.change('piaxis', {
    rate_limits: { authentication: NO_LIMIT, escrow: NO_LIMIT, payment_creation: NO_LIMIT, retrieval: NO_LIMIT },
  });
  const client = (key: string): Send => jsonClient(sandbox.url('piaxis'), { 'api-key': key });
  const nile = client('pk_test_nile_market');
  const code = (id: string): string => sandbox.otp.latest({ otp_id: id })!.code;
  const ask: Bench['ask'] = async (body = {}, send = nile) => {
    const reply = await send('/api/auth/request-otp', {
      json: { operation: 'escrow_release', escrow_id: LARGE, phone_number: '+256700000000', ...body },
    });
    t.equal(reply.status, 200, reply.text);
    return String(reply.at('/otp_id'));
  };
  const verify: Bench['verify'] = (id, otp, send = nile) =>
    send('/api/auth/verify-otp', { json: { otp_id: id, otp_code: otp } });
  return {
    sandbox,
    nile,
    kampala: client('pk_test_kampala_motors'),
    ask,
    verify,
    code,
    async token(body) {
      const id = await ask(body);
      const reply = await verify(id, code(id));
      t.equal(reply.status, 200, reply.text);
      return String(reply.at('/verification_token'));
    },
    release: (escrow, token, send = nile) =>
      send('/api/escrow/release', {
        json: { escrow_id: escrow },
        headers: token === undefined ? {} : { 'x-verification-token': token },
      }),
  };
}

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');
const errorCode = (reply: Reply): unknown => reply.at('/error/code');
const refusedAs = (sandbox: SandboxHandle): string | undefined =>
  sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal?.failure;

t.test('a large release wants a code, a code gives a token, a token releases once', async (t) => {
  const { sandbox, ask, verify, code, release, nile } = await bench(t);
  const refused = await release(LARGE);
  t.equal(refused.status, 403);
  t.equal(errorCode(refused), 'OTP_REQUIRED');

  const id = await ask();
  t.match(sandbox.otp.latest(), {
    to: '+256700000000',
    code: /^\d{6}$/,
    otp_id: id,
    operation: 'escrow_release',
    resource: LARGE,
  });
  const verified = await verify(id, code(id));
  t.match(verified.body, { status: 'success', verification_token: /^verify_/, expires_in: 600 });
  const token = String(verified.at('/verification_token'));

  const released = await release(LARGE, token);
  t.equal(released.status, 200, released.text);
  t.equal(released.at('/data/status'), 'released');
  t.type(released.at('/data/released_at'), 'string');
  t.equal((await nile(`/api/escrow/${LARGE}`)).at('/data/status'), 'released', 'the change stays');
  t.equal((await release(LARGE, token)).status, 403, 'a token works once');
});

t.test('the threshold decides who needs a token: at it, below it, and where the settings put it', async (t) => {
  const { sandbox, release, nile } = await bench(t);
  t.equal((await release(AT_THRESHOLD)).status, 403, 'an amount at the threshold needs one');
  const pay = (amount: unknown): Promise<Reply> =>
    nile('/api/payments/create', { json: { amount, currency: 'UGX', payment_method: 'mtn' } });
  t.equal((await pay(999_999)).status, 201);
  t.equal((await pay(1_000_000)).status, 403);
  t.equal((await pay('1000000')).status, 400, 'an amount that is no number is left to validation');
  t.equal((await release('no-such-escrow')).status, 404, 'a record that does not exist is left to the action');
  sandbox.settings.change('piaxis', { otp_threshold: 999_999 });
  t.equal((await release(BELOW)).status, 403);
  sandbox.settings.change('piaxis', { otp_threshold: 3_000_000 });
  t.equal((await release(LARGE)).status, 200);
});

t.test('each currency has its threshold, in a body and in a record; the settings move one or all', async (t) => {
  const { sandbox, release, nile } = await bench(t);
  const pay = async (amount: number, currency: string): Promise<number> =>
    (await nile('/api/payments/create', { json: { amount, currency, payment_method: 'mtn' } })).status;
  for (const [currency, threshold] of Object.entries({ UGX: 1_000_000, KES: 35_000, USD: 270, JPY: 1_000_000 })) {
    t.equal(await pay(threshold - 1, currency), 201, `below in ${currency}`);
    t.equal(await pay(threshold, currency), 403, `at it in ${currency}`);
  }
  const hold = async (amount: number, currency: string): Promise<string> =>
    String((await nile('/api/escrow/create', { json: { amount, currency, payment_method: 'mtn' } })).at('/data/id'));
  t.equal((await release(await hold(34_999, 'KES'))).status, 200);
  t.equal((await release(await hold(35_000, 'KES'))).status, 403);

  await sandbox.settings.change('piaxis', { otp_threshold: { KES: 50_000 } });
  t.strictSame(
    [await pay(49_999, 'KES'), await pay(50_000, 'KES'), await pay(270, 'USD')],
    [201, 403, 403],
    'what is not listed stays',
  );
  await sandbox.settings.change('piaxis', { otp_threshold: 10 });
  t.strictSame(
    [await pay(10, 'KES'), await pay(10, 'USD'), await pay(9, 'UGX')],
    [403, 403, 201],
    'one figure for all',
  );
});

t.test(
  'an operation that the document does not list is verified, and the verification is good for nothing else',
  async (t) => {
    const { token, release, sandbox } = await bench(t);
    const verification = await token({ operation: 'close the shop' });
    t.equal(sandbox.otp.latest()?.operation, 'close the shop');
    t.equal((await release(LARGE, verification)).status, 403);
    t.equal((await release(LARGE, await token())).status, 200);
  },
);

t.test('the body of a release is as short as it may be: its escrow decides', async (t) => {
  const { nile, release } = await bench(t);
  t.equal((await release(LARGE)).status, 403, 'one field, and a large escrow');
  const smaller = await nile('/api/escrow/release', { json: { escrow_id: LARGE, amount: 1, currency: 'UGX' } });
  t.not(smaller.status, 200, "an amount in the body is not the escrow's");
  t.equal(
    (await nile('/api/escrow/release', { json: {} })).status,
    400,
    'without the one field that is required, nothing is released',
  );
});

t.test('a code lives five minutes: good the second before its end, expired at it', async (t) => {
  const { sandbox, ask, verify, code } = await bench(t);
  const first = await ask();
  sandbox.clock.advance('4m59s');
  t.equal((await verify(first, code(first))).status, 200);
  const second = await ask();
  sandbox.clock.advance('5m');
  const late = await verify(second, code(second));
  t.equal(late.status, 400);
  t.equal(errorCode(late), 'INVALID_OTP');
  t.equal(refusedAs(sandbox), 'expired_otp');
});

t.test('a verification lives ten minutes: good the second before its end, expired at it', async (t) => {
  const { sandbox, token, release } = await bench(t);
  const first = await token();
  sandbox.clock.advance('9m59s');
  t.equal((await release(LARGE, first)).status, 200);
  const second = await token({ escrow_id: AT_THRESHOLD });
  sandbox.clock.advance('10m');
  t.equal((await release(AT_THRESHOLD, second)).status, 403);
});

t.test('a code works once, five wrong tries kill it, the newest supersedes', async (t) => {
  const { sandbox, ask, verify, code } = await bench(t);
  const used = await ask();
  t.equal((await verify(used, code(used))).status, 200);
  t.equal((await verify(used, code(used))).status, 400, 'used');

  const four = await ask();
  for (let i = 0; i < 4; i++) t.equal((await verify(four, wrong(code(four)))).status, 400);
  t.equal((await verify(four, code(four))).status, 200, 'the fifth try may still be right');

  const five = await ask();
  for (let i = 0; i < 5; i++) t.equal((await verify(five, wrong(code(five)))).status, 400);
  t.equal((await verify(five, code(five))).status, 400, 'dead after five wrong ones');
  t.equal(refusedAs(sandbox), 'otp_locked');

  const old = await ask();
  const elsewhere = await ask({ escrow_id: AT_THRESHOLD });
  const newest = await ask();
  t.equal((await verify(old, code(old))).status, 400, 'superseded');
  t.equal((await verify(newest, code(newest))).status, 200);
  t.equal((await verify(elsewhere, code(elsewhere))).status, 200, 'a code for another resource is not superseded');
  t.equal((await verify('otp_unknown', '123456')).status, 400);
});

t.test('codes and tokens belong to a tenant, an operation and a resource', async (t) => {
  const { ask, verify, code, token, release, kampala, nile } = await bench(t);
  const id = await ask();
  t.equal((await verify(id, code(id), kampala)).status, 400, "another tenant's code is no code");
  t.equal((await verify(id, code(id))).status, 200, 'and was not used up by that');

  const forLarge = await token();
  t.equal((await release(AT_THRESHOLD, forLarge)).status, 403, 'another resource');
  t.equal((await release(LARGE, forLarge, kampala)).status, 403, 'another tenant');
  const settings = await nile('/api/account/settings', {
    method: 'PATCH',
    json: { settlement_schedule: 'weekly' },
    headers: { 'x-verification-token': forLarge },
  });
  t.equal(settings.status, 403, 'another operation');
  t.equal((await release(LARGE, forLarge)).status, 200, 'none of the refused calls used it up');
});

t.test('a request that is refused later on leaves the token alone', async (t) => {
  const { token, nile, release } = await bench(t);
  const held = await token({ operation: 'account_settings', escrow_id: undefined });
  const patch = (json: object): Promise<Reply> =>
    nile('/api/account/settings', { method: 'PATCH', json, headers: { 'x-verification-token': held } });
  t.equal((await patch({ settlement_schedule: 'hourly' })).status, 400);
  t.equal((await patch({ settlement_schedule: 'weekly' })).status, 200);
  t.equal((await nile('/api/account/settings')).at('/data/settlement_schedule'), 'weekly', 'the setting stays');
  t.equal((await patch({ settlement_schedule: 'daily' })).status, 403);
  t.equal((await release(RELEASED)).status, 409, 'a small one that is released already is a conflict');
});

t.test('1,000 right verifications at once: exactly one wins', async (t) => {
  const { ask, verify, code } = await bench(t);
  const id = await ask();
  const otp = code(id);
  const replies = await atOnce(RACERS, () => verify(id, otp));
  t.equal(replies.filter(({ status }) => status === 200).length, 1);
  t.equal(replies.filter(({ status }) => status === 400).length, RACERS - 1);
});

t.test('1,000 guesses at once get no more tries than five in turn', async (t) => {
  const { sandbox, ask, verify, code } = await bench(t);
  const id = await ask();
  sandbox.journal.clear();
  const guess = wrong(code(id));
  await atOnce(RACERS, () => verify(id, guess));
  const failures = sandbox.journal.list({ refused: true }).map(({ refusal }) => refusal?.failure);
  t.equal(failures.filter((failure) => failure === 'invalid_otp').length, 5);
  t.equal(failures.filter((failure) => failure === 'otp_locked').length, RACERS - 5);
  t.equal((await verify(id, code(id))).status, 400);
});

t.test('1,000 calls with one verification token at once: exactly one acts', async (t) => {
  const { token, nile } = await bench(t);
  const held = await token({ operation: 'bulk_disbursement', escrow_id: undefined });
  const json = { currency: 'UGX', total_amount: 5_000, recipients: [{ phone_number: '+256772000001', amount: 5_000 }] };
  const replies = await atOnce(RACERS, () =>
    nile('/api/disbursements/create', { json, headers: { 'x-verification-token': held } }),
  );
  t.equal(replies.filter(({ status }) => status === 201).length, 1);
  t.equal(replies.filter((reply) => errorCode(reply) === 'OTP_REQUIRED').length, RACERS - 1);
});

t.test('no code and no token stands in the journal', async (t) => {
  const { sandbox, ask, code, verify, token, release } = await bench(t);
  const id = await ask();
  await verify(id, wrong(code(id)));
  const held = await token();
  await release(AT_THRESHOLD, held);
  const journal = JSON.stringify(sandbox.journal.list());
  t.notMatch(journal, code(id));
  t.notMatch(journal, held);
});
