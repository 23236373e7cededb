/** Webhooks, sent to a real receiver on this machine. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle, StartOptions } from '../index.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply, Send } from './json-client.ts';
import { hasRedis, startRedis } from './redis-server.ts';
import { pause, soon, startReceiver, status } from './webhook-receiver.ts';

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly send: Send;
  readonly control: Send;
  readonly pay: (fields?: object) => Promise<string>;
  readonly deliveries: (query?: string) => Promise<readonly Record<string, unknown>[]>;
  readonly escrow: (fields?: object) => Promise<string>;
  readonly move: (what: 'release' | 'reverse', id: string) => Promise<Reply>;
}

const START = '2030-01-01T00:00:00Z';

async function bench(options: StartOptions = {}, given?: SandboxHandle): Promise<Bench & AsyncDisposable> {
  const sandbox = given ?? (await startSandbox({ contracts: ['piaxis'], seed: 'webhooks', strict: true, ...options }));
  await sandbox.clock.freeze();
  await sandbox.clock.set(START);
  const send = jsonClient(sandbox.url('piaxis'), { 'api-key': 'pk_test_nile_market' });
  const control = jsonClient(sandbox.control);
  const made = async (path: string, json: object): Promise<string> => {
    const reply = await send(path, { json });
    t.equal(reply.status, 201, reply.text);
    return String(reply.at('/data/id'));
  };
  return {
    sandbox,
    send,
    control,
    pay: (fields = {}) =>
      made('/api/payments/create', { amount: 5000, currency: 'UGX', payment_method: 'mtn', ...fields }),
    escrow: (fields = {}) =>
      made('/api/escrow/create', { amount: 5000, currency: 'UGX', payment_method: 'mtn', ...fields }),
    move: (what, id) => send(`/api/escrow/${what}`, { json: { escrow_id: id } }),
    async deliveries(query = '') {
      return (await control(`/webhooks?${query}`)).at('/deliveries') as Record<string, unknown>[];
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

const standing = async ({ deliveries }: Bench, wanted: string): Promise<boolean> =>
  (await deliveries()).every((delivery) => delivery['status'] === wanted);

t.test('a payment tells that it was made, and that it was completed, each once and with its own time', async (t) => {
  await using receiver = await startReceiver();
  await using b = await bench();
  const id = await b.pay({ webhook_url: receiver.url });
  const [made] = await receiver.got(1);
  t.match(made, { method: 'POST', path: '/hooks', headers: { 'content-type': 'application/json' } });
  t.match(made?.body, { event: 'payment.pending', created_at: START, data: { id, status: 'pending', amount: 5000 } });

  await b.sandbox.clock.advance('29s');
  t.equal((await b.send(`/api/payments/${id}`)).at('/data/status'), 'pending');
  await pause(50);
  t.equal(receiver.received.length, 1, 'nothing before its time');
  await b.sandbox.clock.advance('1s');
  t.match((await b.send(`/api/payments/${id}`)).at('/data'), {
    status: 'completed',
    updated_at: '2030-01-01T00:00:30Z',
  });
  await receiver.got(2);
  t.match(receiver.received[1]?.body, {
    event: 'payment.completed',
    created_at: '2030-01-01T00:00:30Z',
    data: { id, status: 'completed' },
  });
  t.not(receiver.received[0]?.body['id'], receiver.received[1]?.body['id']);
  await soon(() => standing(b, 'delivered'), 'both delivered');
  t.match(await b.deliveries('event=payment.completed'), [
    {
      id: receiver.received[1]?.body['id'],
      contract: 'piaxis',
      url: receiver.url,
      body: receiver.received[1]?.text,
      record: id,
      attempts: [{ status: 200 }],
    },
  ]);
  t.equal((await b.deliveries('event=payment.failed')).length, 0);
});

t.test('test values decide a payment at once; the clock alone moves it, without anybody reading', async (t) => {
  await using receiver = await startReceiver();
  await using b = await bench();
  for (const [fields, end] of [
    [{ amount: 4001 }, 'failed'],
    [{ customer_phone_number: '+256700000402' }, 'failed'],
    [{ amount: 2001 }, 'completed'],
    [{ customer_phone_number: '+256700000200' }, 'completed'],
  ] as const) {
    const id = await b.pay({ ...fields, webhook_url: receiver.url });
    t.equal((await b.send(`/api/payments/${id}`)).at('/data/status'), end);
  }
  await receiver.got(8);
  t.strictSame(
    receiver.received
      .map(({ body }) => body['event'])
      .filter((event) => event !== 'payment.pending')
      .sort(),
    ['payment.completed', 'payment.completed', 'payment.failed', 'payment.failed'],
  );
  await b.sandbox.clock.freeze(false);
  await b.sandbox.clock.set('2030-01-01T01:00:00Z');
  await b.pay({ webhook_url: receiver.url });
  await b.sandbox.clock.advance('29.5s');
  await receiver.got(10);
  t.equal(receiver.received[9]?.body['event'], 'payment.completed', 'a clock that goes comes to it by itself');
});

t.test(
  'an escrow tells each step in order, to the merchant where it names nobody itself; what is illegal is refused and not told',
  async (t) => {
    await using receiver = await startReceiver();
    await using b = await bench();
    const asked = await b.send('/api/auth/request-otp', {
      json: { operation: 'account_settings', phone_number: '+256700000000' },
    });
    const token = await b.send('/api/auth/verify-otp', {
      json: { otp_id: asked.at('/otp_id'), otp_code: b.sandbox.otp.latest()!.code },
    });
    await b.send('/api/account/settings', {
      method: 'PATCH',
      json: { webhook_url: receiver.url },
      headers: { 'x-verification-token': String(token.at('/verification_token')) },
    });
    let slow = true;
    receiver.answer = (response) => {
      setTimeout(() => response.end(), slow ? 100 : 0);
      slow = false;
    };
    const id = await b.escrow();
    t.equal((await b.move('release', id)).status, 200);
    t.equal((await b.move('reverse', id)).status, 409);
    const other = await b.escrow();
    t.equal((await b.move('reverse', other)).status, 200);
    await receiver.got(4);
    await pause(50);
    const events = (escrow: string): unknown[] =>
      receiver.received
        .filter(({ body }) => (body['data'] as { id: string }).id === escrow)
        .map(({ body }) => body['event']);
    t.strictSame(events(id), ['escrow.held', 'escrow.released']);
    t.strictSame(events(other), ['escrow.held', 'escrow.reversed']);
  },
);

t.test(
  'after a 500 it is sent again when the clock comes to it, with the same id and body, until it is taken or given up',
  async (t) => {
    await using receiver = await startReceiver();
    await using b = await bench();
    receiver.answer = status(500);
    await b.escrow({ webhook_url: receiver.url });
    await receiver.got(1);
    await soon(async () => ((await b.deliveries())[0]!['attempts'] as unknown[]).length === 1, 'the attempt is noted');
    t.match(await b.deliveries(), [
      {
        status: 'pending',
        next_attempt_at: '2030-01-01T00:01:00Z',
        attempts: [{ status: 500, error: 'answered 500' }],
      },
    ]);
    await b.sandbox.clock.advance('59s');
    await pause(50);
    t.equal(receiver.received.length, 1);
    receiver.answer = status(204);
    await b.sandbox.clock.advance('1s');
    await receiver.got(2);
    t.equal(receiver.received[1]?.text, receiver.received[0]?.text);
    await soon(() => standing(b, 'delivered'), 'delivered');

    receiver.answer = status(503);
    await b.escrow({ webhook_url: receiver.url });
    for (let attempt = 1; attempt <= 6; attempt++) {
      await receiver.got(2 + attempt);
      await soon(async () => ((await b.deliveries('status=pending')).length === 0) === (attempt === 6), 'noted');
      await soon(async () => ((await b.deliveries())[1]!['attempts'] as unknown[]).length === attempt, 'noted');
      await b.sandbox.clock.advance('1d');
    }
    await pause(50);
    t.equal(receiver.received.length, 8, 'five retries, and no more');
    const failed = (await b.deliveries('status=failed'))[0]!;
    t.equal((failed['attempts'] as unknown[]).length, 6);

    receiver.answer = status(200);
    t.equal((await b.control(`/webhooks/piaxis/${String(failed['id'])}/redeliver`, { json: {} })).status, 200);
    await receiver.got(9);
    t.equal(receiver.received[8]?.text, receiver.received[7]?.text);
    await soon(() => standing(b, 'delivered'), 'delivered');
    t.equal((await b.control('/webhooks/piaxis/evt_none/redeliver', { json: {} })).status, 404);
    t.equal((await b.control('/webhooks?status=gone')).status, 400);
  },
);

t.test('receivers that refuse, redirect, hang or answer at length hold nobody up', async (t) => {
  await using receiver = await startReceiver();
  await using elsewhere = await startReceiver();
  await using b = await bench();
  const closed = createServer();
  await new Promise<void>((resolve) => void closed.listen(0, '127.0.0.1', () => resolve()));
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await b.escrow({ webhook_url: `http://127.0.0.1:${port}/` });
  await soon(async () => ((await b.deliveries())[0]!['attempts'] as unknown[]).length === 1, 'noted');
  t.match(await b.deliveries(), [{ status: 'pending', attempts: [{ error: 'nobody listens there' }] }]);

  receiver.answer = (response) => void response.writeHead(302, { location: elsewhere.url }).end();
  await b.escrow({ webhook_url: receiver.url });
  await soon(async () => ((await b.deliveries())[1]!['attempts'] as unknown[]).length === 1, 'noted');
  t.match((await b.deliveries())[1], {
    status: 'pending',
    attempts: [{ status: 302, error: 'answered 302; redirects are not followed' }],
  });
  t.equal(elsewhere.received.length, 0);

  const before = process.memoryUsage().rss;
  receiver.answer = (response) => {
    response.writeHead(200);
    const block = Buffer.alloc(1_048_576);
    const fill = (left: number): void => {
      if (left === 0 || response.destroyed) response.end();
      else response.write(block, () => fill(left - 1));
    };
    fill(500);
  };
  await b.escrow({ webhook_url: receiver.url });
  await soon(async () => (await b.deliveries('status=delivered')).length === 1, 'its status is enough');
  t.ok(process.memoryUsage().rss - before < 200_000_000, 'the rest is not read');

  receiver.answer = () => undefined;
  const begin = performance.now();
  await b.escrow({ webhook_url: receiver.url });
  t.ok(performance.now() - begin < 2_000, 'the answer does not wait for a receiver that hangs');
  t.equal(
    (await b.control(`/webhooks/piaxis/${String((await b.deliveries()).at(-1)?.['id'])}/redeliver`, { json: {} }))
      .status,
    409,
    'one that is being sent is left alone',
  );
});

t.test('a receiver has ten seconds', { timeout: 20_000 }, async (t) => {
  await using receiver = await startReceiver();
  receiver.answer = () => undefined;
  await using b = await bench();
  await b.escrow({ webhook_url: receiver.url });
  await pause(10_200);
  t.match(await b.deliveries(), [{ status: 'pending', attempts: [{ error: 'no answer within 10 s' }] }]);
});

t.test('only this machine and private networks are sent to, unless told', async (t) => {
  await using receiver = await startReceiver();
  await using b = await bench();
  const refusals: readonly (readonly [url: string, why: RegExp])[] = [
    ['http://203.0.113.9/hooks', /neither on this machine/],
    ['https://[2001:db8::1]/', /neither on this machine/],
    ['http://169.254.169.254/latest', /neither on this machine/],
    ['http://0.0.0.0:1/', /neither on this machine/],
    ['http://[::ffff:203.0.113.9]/', /neither on this machine/],
    ['https://shop.example/hooks', /nobody has/],
    ['ftp://127.0.0.1/', /not HTTP/],
    [receiver.url.replace('http://', 'http://me:secret@'), /user name/],
  ];
  for (const [url] of refusals) await b.escrow({ webhook_url: url });
  await b.escrow();
  await soon(async () => (await b.deliveries('status=refused')).length === refusals.length + 1, 'all refused');
  const listed = await b.deliveries();
  refusals.forEach(([url, why], i) => t.match(listed[i], { url, status: 'refused', refusal: why, attempts: [] }));
  t.match(
    listed.at(-1),
    { url: 'https://nile-market.example/hooks/piaxis', refusal: /nobody has/ },
    'the seeded merchant has a name of nobody',
  );

  await b.escrow({ webhook_url: receiver.url.replace('127.0.0.1', 'localhost') });
  await receiver.got(1);
  await t.rejects(startSandbox({ contracts: ['piaxis'], webhookHosts: ['http://a/b'] }), {
    message: /no host that webhooks could be sent to/,
  });
  await using open = await bench({ webhookHosts: ['203.0.113.0/24'] });
  await open.escrow({ webhook_url: 'http://203.0.114.9/' });
  await soon(async () => (await open.deliveries('status=refused')).length === 1, 'beside the range');
});

t.test('sandboxes, reset and the end of the server', async (t) => {
  await using receiver = await startReceiver();
  await using b = await bench();
  const other = await bench({}, await b.sandbox.open('other'));
  const control = jsonClient(b.sandbox.control);
  await other.pay({ webhook_url: receiver.url });
  await receiver.got(1);
  t.equal((await b.deliveries()).length, 0);
  t.equal(((await control('/webhooks?sandbox=other')).at('/deliveries') as unknown[]).length, 1);
  await b.sandbox.clock.advance('1h');
  await pause(50);
  t.equal(receiver.received.length, 1, "another sandbox's clock is not this one's");

  await other.sandbox.reset();
  t.equal(((await control('/webhooks?sandbox=other')).at('/deliveries') as unknown[]).length, 0);
  await other.sandbox.clock.advance('1h');
  await pause(50);
  t.equal(receiver.received.length, 1, 'what was awaited is forgotten');

  receiver.answer = () => undefined;
  await b.pay({ webhook_url: receiver.url });
  await receiver.got(2);
  const begin = performance.now();
  await b.sandbox.close();
  t.ok(performance.now() - begin < 4_000, 'a receiver that hangs does not keep the server');
});

t.test('many changes at once: each told once, bounded in number', async (t) => {
  await using receiver = await startReceiver();
  await using b = await bench();
  await b.sandbox.settings.change('piaxis', {
    rate_limits: { escrow: { limit: null, window_seconds: 60 }, payment_creation: { limit: null, window_seconds: 60 } },
  });
  const ids = await atOnce(100, () => b.escrow({ webhook_url: receiver.url }));
  const answers = await Promise.all(ids.flatMap((id) => [b.move('release', id), b.move('reverse', id)]));
  t.equal(answers.filter((answer) => answer.status === 200).length, 100, 'of two that race one moves it');
  await receiver.got(200);
  await pause(100);
  t.equal(receiver.received.length, 200);
  t.equal(new Set(receiver.received.map(({ body }) => body['id'])).size, 200);
  await atOnce(1_050, () => b.pay({ webhook_url: 'http://203.0.113.9/' }));
  t.equal((await b.deliveries('limit=1000')).length, 1_000);
});

/** Two sandboxes over one store stand for two processes: they share nothing else. */
async function survives(t: Test, store: string): Promise<void> {
  await using receiver = await startReceiver();
  const first = await bench({ store });
  receiver.answer = status(500);
  const id = await first.pay({ webhook_url: receiver.url });
  await receiver.got(1);
  await soon(async () => ((await first.deliveries())[0]!['attempts'] as unknown[]).length === 1, 'noted');
  await first.sandbox.close();

  receiver.answer = status(200);
  await using second = await startSandbox({ contracts: ['piaxis'], seed: 'webhooks', store });
  await using third = await startSandbox({ contracts: ['piaxis'], seed: 'webhooks', store });
  const control = jsonClient(third.control);
  await pause(1_200);
  t.equal(receiver.received.length, 1, 'the clock they share stands still');
  await second.clock.advance('61s');
  await receiver.got(3);
  await pause(2_500);
  t.equal(receiver.received.length, 3, 'the retry and the move, each by one process');
  t.strictSame(
    receiver.received
      .slice(1)
      .map(({ body }) => body['event'])
      .sort(),
    ['payment.completed', 'payment.pending'],
  );
  t.equal(receiver.received[2]?.body && (receiver.received[2].body['data'] as { id: string }).id, id);
  const listed = (await control('/webhooks')).at('/deliveries') as Record<string, unknown>[];
  t.strictSame(
    listed.map((delivery) => delivery['status']),
    ['delivered', 'delivered'],
  );
}

t.test('a file: what was left is sent by the process that comes after, and by one of two', (t) =>
  survives(t, `file:${t.testdir({})}`),
);

t.test('Redis: the same', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await survives(t, url);
});
