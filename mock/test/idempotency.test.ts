/** Idempotency keys: one record for each, no matter who retries however often. */
import t from 'tap';
import { clientOf, GUARDED, lastFailure, START, startFrozen, tally, unlimit } from './guarded.ts';
import { atOnce } from './json-client.ts';
import type { Headers, RawReply } from './raw-client.ts';
import type { SandboxHandle } from '../index.ts';

const DAY_MS = 24 * 3_600_000;

interface Provider {
  readonly contract: 'engagifii-revenue' | 'piaxis';
  readonly header: string;
  /** Where the new record's id stands in the answer. */
  readonly id: string;
  /** The class of quotas that creating counts in. */
  readonly quota: string;
  /** A body that is refused at first for what it says. */
  readonly bad: unknown;
}

const PROVIDERS: readonly Provider[] = [
  { contract: 'engagifii-revenue', header: 'X-Idempotency-Key', id: '/id', quota: 'default', bad: { totalAmount: -1 } },
  { contract: 'piaxis', header: 'Idempotency-Key', id: '/data/id', quota: 'payment_creation', bad: { amount: 'much' } },
];

async function start(contract: Provider['contract']): Promise<SandboxHandle> {
  const sandbox = await startFrozen([contract]);
  unlimit(sandbox, contract);
  sandbox.settings.change(contract, { consent: 'headless' });
  return sandbox;
}

for (const { contract, header, id, quota, bad } of PROVIDERS) {
  const { read, write, other } = GUARDED[contract];
  const json = write.json as Readonly<Record<string, unknown>>;
  t.test(`${contract}: the first answer again`, async (t) => {
    await using sandbox = await start(contract);
    const send = clientOf(sandbox, contract);
    const create = (key: string, body: unknown = json, headers: Headers = {}): Promise<RawReply> =>
      send(write.path, { json: body, headers: { [header]: key, ...headers } });
    const first = await create('order-1');
    t.equal(first.status, write.created);
    t.ok(first.at(id));
    sandbox.clock.advance('1h');
    const again = await create('order-1');
    t.equal(again.status, first.status);
    t.equal(again.text, first.text, 'byte for byte');
    t.equal(again.headers.location, first.headers.location);
    t.equal(again.headers['content-type'], first.headers['content-type']);

    const different = await create('order-1', { ...json, amount: 5001, totalAmount: 481 });
    t.match(
      { status: different.status, code: different.at('/error/code') },
      { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' },
    );
    t.equal(lastFailure(sandbox), 'idempotency_mismatch');
    t.equal(
      (
        await send(write.path, {
          body: JSON.stringify(json, undefined, 1),
          headers: { [header]: 'order-1', 'content-type': 'application/json' },
        })
      ).status,
      422,
      'the bytes are compared',
    );
    t.equal((await create('order-1')).text, first.text, 'and the first answer stands');
    for (const key of ['order-2', 'ORDER-1', 'order-1 x', 'k'.repeat(200)])
      t.not((await create(key)).at(id), first.at(id), `${key.slice(0, 20)} is another key`);
    t.not((await create('')).at(id), (await create('')).at(id), 'an empty key is none');

    const stranger = await create('order-1', json, other);
    t.equal(stranger.status, write.created);
    t.not(stranger.at(id), first.at(id), 'another tenant has its own keys');
    t.equal(
      (
        await create('order-1', json, {
          ...Object.fromEntries(
            Object.keys(GUARDED[contract].good)
              .filter((name) => /key|secret/.test(name))
              .map((name) => [name, 'wrong']),
          ),
        })
      ).status,
      401,
      'a replay needs a good credential',
    );

    sandbox.clock.set(START + DAY_MS - 1);
    t.equal((await create('order-1')).text, first.text, 'remembered for a day');
    sandbox.clock.set(START + DAY_MS);
    const fresh = await create('order-1');
    t.equal(fresh.status, write.created);
    t.not(fresh.at(id), first.at(id), 'and not longer');
  });

  t.test(`${contract}: at once, one record is made`, async (t) => {
    await using sandbox = await start(contract);
    const send = clientOf(sandbox, contract);
    const count = async (): Promise<number> => Number((await send(read)).at('/totalCount') ?? 0);
    const before = await count();
    const replies = await atOnce(200, () => send(write.path, { json, headers: { [header]: 'rush' } }));
    const made = replies.filter(({ status }) => status === write.created);
    t.strictSame(
      Object.keys(tally(replies.map(({ status }) => status))).filter(
        (status) => status !== String(write.created) && status !== '409',
      ),
      [],
      'answered, or told that it is under way',
    );
    t.ok(made.length > 0);
    t.equal(new Set(made.map(({ text }) => text)).size, 1);
    t.equal((await send(write.path, { json, headers: { [header]: 'rush' } })).text, made[0]?.text);
    if (before > 0) t.equal(await count(), before + 1, 'the list has one more');
  });

  t.test(`${contract}: a refusal is not remembered`, async (t) => {
    await using sandbox = await start(contract);
    const send = clientOf(sandbox, contract);
    const attempt = (body: unknown, headers: Headers = {}): Promise<RawReply> =>
      send(write.path, { json: body, headers: { [header]: 'retry', ...headers } });
    t.equal((await attempt({ ...json, ...(bad as object) })).status, 400);
    t.equal(
      (await send(write.path, { body: '{', headers: { [header]: 'retry', 'content-type': 'application/json' } }))
        .status,
      400,
    );
    t.equal(
      (await send(write.path, { body: 'x', headers: { [header]: 'retry', 'content-type': 'text/plain' } })).status,
      415,
    );
    sandbox.settings.change(contract, { rate_limits: { [quota]: { limit: 0, window_seconds: 60 } } });
    t.equal((await attempt(json)).status, 429);
    unlimit(sandbox, contract);
    const reply = await attempt(json);
    t.equal(reply.status, write.created, 'the mended request goes through with the same key');
    t.equal((await attempt(json)).text, reply.text);
  });
}

t.test('Revenue: each credential of a tenant has its own keys; each operation too', async (t) => {
  await using sandbox = await start('engagifii-revenue');
  const { write, good } = GUARDED['engagifii-revenue'];
  const send = clientOf(sandbox, 'engagifii-revenue', {
    'tenant-code': 'TENANT123',
    'api-version': '1.0',
    'X-Idempotency-Key': 'same',
  });
  const token = await send('/oauth/token', {
    form: {
      grant_type: 'client_credentials',
      client_id: 'revenue-service',
      client_secret: 'secret_sandbox_revenue_service',
    },
  });
  const byToken = { authorization: `Bearer ${String(token.at('/access_token'))}` };
  const replies = [
    await send(write.path, { json: write.json, headers: good }),
    await send(write.path, { json: write.json, headers: byToken }),
  ];
  t.strictSame(
    replies.map(({ status }) => status),
    [201, 201],
  );
  t.not(replies[0]?.at('/id'), replies[1]?.at('/id'));
  const payment = {
    invoiceId: replies[0]?.at('/id'),
    amount: 480,
    paymentMethod: 'CreditCard',
    payerName: 'Maria Delgado',
  };
  t.equal(
    (await send('/api/1.0/payment', { json: payment, headers: good })).status,
    201,
    'the same key at another operation',
  );
  const list = await send('/api/1.0/payment?pageSize=100', { headers: good });
  const count = Number(list.at('/totalCount'));
  t.equal((await send('/api/1.0/payment', { json: payment, headers: good })).status, 201);
  t.equal(
    (await send('/api/1.0/payment?pageSize=100', { headers: good })).at('/totalCount'),
    count,
    'no second payment was made',
  );
  t.equal(
    (await send('/api/1.0/payment?page=1', { json: payment, headers: good })).status,
    422,
    'the query is of the request',
  );
});

t.test('Piaxis: a retry gets its answer though the verification token is used up', async (t) => {
  await using sandbox = await start('piaxis');
  const send = clientOf(sandbox, 'piaxis');
  const json = { amount: 2_000_000, currency: 'UGX', payment_method: 'mtn' };
  const verification = async (): Promise<string> => {
    const asked = await send('/api/auth/request-otp', {
      json: { operation: 'high_value_payment', phone_number: '+256700000000' },
    });
    const otp_id = String(asked.at('/otp_id'));
    const verified = await send('/api/auth/verify-otp', {
      json: { otp_id, otp_code: sandbox.otp.latest({ otp_id })?.code },
    });
    return String(verified.at('/verification_token'));
  };
  const pay = (token: string, key: string, body: unknown = json): Promise<RawReply> =>
    send('/api/payments/create', { json: body, headers: { 'X-Verification-Token': token, 'Idempotency-Key': key } });
  t.equal((await pay('', 'big-1')).status, 403, 'refused without a token');
  const token = await verification();
  const first = await pay(token, 'big-1');
  t.equal(first.status, 201, 'the refusal did not take the key');
  const again = await pay(token, 'big-1');
  t.match({ status: again.status, text: again.text }, { status: 201, text: first.text });
  t.equal((await pay('', 'big-1')).text, first.text, 'without the token too');
  t.equal((await pay(token, 'big-2')).status, 403, 'a new key needs a new token');
  t.equal(lastFailure(sandbox), 'otp_required');

  const another = await verification();
  const replies = await atOnce(100, () => pay(another, 'big-3'));
  const made = replies.filter(({ status }) => status === 201);
  t.equal(new Set(made.map(({ text }) => text)).size, 1, 'one payment');
  t.strictSame(
    Object.keys(tally(replies.map(({ status }) => status))).filter((status) => status !== '201' && status !== '409'),
    [],
  );
  t.equal((await pay(another, 'big-4')).status, 403);
});
