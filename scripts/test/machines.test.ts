/** Two commands over one real Redis, as on two machines: whatever one was told, the other knows at its next request. */
import t from 'tap';
import type { Test } from 'tap';
import { hasRedis, startRedis } from '../../mock/test/redis-server.ts';
import { run, start } from './command.ts';
import { clientOf, counted, OAUTH, OTP, read, unlimit } from './workers-client.ts';
import type { Client } from './workers-client.ts';

t.setTimeout(240_000);

const RACERS = 1_000;
const ESCROW = 'e123e4567-e89b-12d3-a456-426614174000';

async function machine(t: Test, ...args: readonly string[]): Promise<Client> {
  const running = await start(...args);
  t.teardown(() => running.end('SIGKILL'));
  return clientOf(running);
}

/** Asks both in turn, all at once. */
const ofBoth = <T>(both: readonly Client[], times: number, ask: (client: Client) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, i) => ask(both[i % both.length]!)));

t.test('two machines', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  const one = await machine(t, OAUTH, OTP, '--store', url);
  const two = await machine(t, OAUTH, OTP, '--store', url);
  const both = [one, two];

  await t.test('what one issued the other takes, once', async (t) => {
    await unlimit(one);
    await two.control('/clock', { method: 'PUT', json: { frozen: true } });
    const code = await one.oauth.code();
    const redeemed = await ofBoth([two, one], RACERS, ({ oauth }) => oauth.redeem(code));
    t.strictSame(counted(redeemed), { 200: 1, 400: RACERS - 1 }, 'one redeems a code');
    const { json } = await two.oauth.redeem(await one.oauth.code());
    t.equal(await one.oauth.call(json['access_token']), 200);
    t.equal(await two.oauth.call(json['access_token']), 200);

    const asked = await one.otp('/api/auth/request-otp', {
      json: { operation: 'escrow_release', escrow_id: ESCROW, phone_number: '+256700000000' },
    });
    const message = await two.control(`/otp/wait?otp_id=${String(asked.at('/otp_id'))}`);
    t.equal(
      (await two.otp('/api/auth/verify-otp', { json: { otp_id: asked.at('/otp_id'), otp_code: message.at('/code') } }))
        .status,
      200,
      'one inbox',
    );
  });

  await t.test('limits, clock, settings and journal are one', async (t) => {
    await two.control('/reset', { method: 'POST' });
    await one.control('/clock', { method: 'PUT', json: { frozen: true } });
    await two.control(`/settings/${OAUTH}`, {
      method: 'PATCH',
      json: { rate_limits: { default: { limit: 137, window_seconds: 60 } } },
    });
    t.strictSame(counted(await ofBoth(both, 300, read)), { 200: 137, 429: 163 }, 'exact to the request');
    await two.control('/clock/advance', { json: { by: '59s' } });
    t.strictSame(counted(await ofBoth(both, 10, read)), { 429: 10 });
    await two.control('/clock/advance', { json: { by: '1s' } });
    t.equal((await read(one)).status, 200, 'a clock moved at one is obeyed by the other at its next request');
    t.equal((await one.control('/clock')).at('/now'), (await two.control('/clock')).at('/now'));
    for (const { control } of both)
      t.equal(
        ((await control(`/journal?contract=${OAUTH}&status=429&limit=1000`)).at('/entries') as unknown[]).length,
        173,
        'seen from both',
      );
  });

  await t.test('sandboxes are one', async (t) => {
    t.strictSame(counted(await ofBoth(both, 24, ({ control }) => control('/sandboxes', { json: { name: 'ci-7' } }))), {
      201: 1,
      409: 23,
    });
    t.equal((await one.control('/sandboxes/ci-7', { method: 'DELETE' })).status, 204);
    t.equal((await two.control('/clock?sandbox=ci-7')).status, 404);
  });

  await t.test('one that is started otherwise', async (t) => {
    const refused = {
      code: 2,
      stdout: '',
      stderr:
        /^tollgate: the store holds a sandbox made with the seed "1", not "2"; start with --seed 1, or with another store\n$/,
    };
    const otherwise = (...args: readonly string[]) =>
      t.resolveMatch(run('mock', OAUTH, '--port', '0', '--seed', '2', '--store', url, ...args), refused);
    await Promise.all([otherwise(), otherwise('--workers', '2')]);
    const third = await machine(t, OAUTH, 'fortis', '--store', url);
    t.equal((await read(third)).status, 200, 'with other contracts it serves its own');
    t.equal((await read(two)).headers.get('x-ratelimit-remaining'), '134', 'and shares those that others serve, too');
    t.equal(
      (
        await one.otp('/api/auth/request-otp', {
          json: { operation: 'escrow_release', escrow_id: ESCROW, phone_number: '+256700000000' },
        })
      ).status,
      200,
    );
  });
});
