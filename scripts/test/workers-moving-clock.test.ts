/**
 * A quota while the clock moves under load, over four processes that share a file or a Redis: what two windows allow and
 * no more, whichever process has heard of the new time.
 */
import t from 'tap';
import type { Test } from 'tap';
import { jsonClient } from '../../mock/test/json-client.ts';
import { hasRedis, startRedis } from '../../mock/test/redis-server.ts';
import { start } from './command.ts';
import { counted, OAUTH } from './workers-client.ts';

t.setTimeout(240_000);

const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';
const LIMIT = 200;
/** What is asked before the clock is told to move, and what is asked while it does. */
const BEFORE = 250;
const MEANWHILE = 250;
const AFTER = 450;
const ROUNDS = 4;

/** One operation for each algorithm; callers without a credential are counted by their address. */
const KINDS = [
  { contract: OAUTH, quota: 'default', method: 'GET', path: '/api/1.0/invoice' },
  { contract: 'lighthouse', quota: 'public', method: 'GET', path: '/berths' },
  { contract: 'lighthouse', quota: 'sign_in', method: 'POST', path: '/oauth/token' },
];

async function movesUnderLoad(t: Test, store: string): Promise<void> {
  const running = await start(OAUTH, LIGHTHOUSE, '--store', store, '--workers', '4');
  t.teardown(() => running.end('SIGKILL'));
  const control = jsonClient(running.control);
  await control('/clock', { method: 'PUT', json: { frozen: true } });
  for (const { contract, quota, method, path } of KINDS) {
    await control(`/settings/${contract}`, {
      method: 'PATCH',
      json: { rate_limits: { [quota]: { limit: LIMIT, window_seconds: 60 } } },
    });
    const send = jsonClient(running.contracts[contract]!);
    const ask = (times: number) => Array.from({ length: times }, () => send(path, { method }));
    for (let round = 1; round <= ROUNDS; round++) {
      await control('/clock/advance', { json: { by: '1h' } });
      const first = await Promise.all(ask(BEFORE));
      const [moved, ...meanwhile] = await Promise.all([
        control('/clock/advance', { json: { by: '60s' } }),
        ...ask(MEANWHILE),
      ]);
      t.equal(moved.status, 200);
      const all = counted([...first, ...meanwhile, ...(await Promise.all(ask(AFTER)))]);
      const refused = all[429] ?? 0;
      t.equal(BEFORE + MEANWHILE + AFTER - refused, 2 * LIMIT, `${quota} of ${contract}, round ${round}`);
    }
  }
}

t.test('file', (t) => movesUnderLoad(t, `file:${t.testdir({})}/state`));

t.test('Redis', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await movesUnderLoad(t, url);
});
