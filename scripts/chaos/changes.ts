/** Changes that meet each other: keys, quotas under a clock that moves, a reset beside requests. */
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonClient } from '../../mock/test/json-client.ts';
import { read } from '../test/workers-client.ts';
import type { Client } from '../test/workers-client.ts';
import { hold, holdAll } from './broken.ts';
import { checkHistory, checkLimit } from './check-history.ts';
import { LIGHTHOUSE, OAUTH, RECORDS } from './contracts.ts';
import { withoutQuotas } from './ground.ts';
import { createHistory } from './history.ts';
import type { History, Operation } from './history.ts';
import { askAgain, startLoad } from './load.ts';
import { PLACES } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const KEYS = `/keys/${OAUTH}`;

async function makeKey({ control }: Client, history: History): Promise<{ readonly id: string; readonly path: string }> {
  const made = await control(KEYS, { json: { credential: 'api_key_pair', tenant: 'TENANT123' } });
  hold(made.status === 201, `a key could not be made: ${made.text}`);
  const id = String(made.at('/id'));
  await history.ask('make', id, () => Promise.resolve(made));
  return { id, path: `${KEYS}/api_key_pair/${encodeURIComponent(id)}` };
}

const ROUNDS = 3;

const keyDeleted: Scenario = {
  name: 'key-deleted',
  kind: 'change',
  places: PLACES,
  done: 'a key is deleted while it is blocked and regenerated',
  holds: 'it stays deleted, and none of its secrets opens anything',
  async run({ shared, racers }) {
    const { client } = await shared();
    const history = createHistory();
    let secrets = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { id, path } = await makeKey(client, history);
      const change = (i: number) =>
        history.ask('use', id, () =>
          client.control(`${path}/${i % 2 === 0 ? 'block' : 'regenerate'}`, { method: 'POST' }),
        );
      const [first, second] = [0, 1].map(() => Array.from({ length: Math.ceil(racers / 8) }, (_, i) => i));
      const changed = await Promise.all([
        ...first!.map(change),
        history.ask(['end', 'take'], id, () => client.control(path, { method: 'DELETE' })),
        ...second!.map(change),
      ]);
      await history.ask('use', id, () => client.control(path));
      for (const reply of changed) {
        const secret = reply?.status === 200 ? reply.at('/secret') : undefined;
        if (typeof secret !== 'string') continue;
        secrets++;
        await history.ask('use', id, () => read(client, { id, secret }));
      }
    }
    holdAll(checkHistory(history.operations));
    return `${ROUNDS} keys, ${history.count('use', 'yes')} changes before the end, ${secrets} secrets tried`;
  },
};

const twoDeletes: Scenario = {
  name: 'two-deletes',
  kind: 'change',
  places: PLACES,
  done: 'keys and records are deleted twice at once',
  holds: 'one of the two finds each of them',
  async run({ shared, racers }) {
    const { running, client } = await shared();
    const vouchers = voucherClient(running.contracts[RECORDS]!);
    const history = createHistory();
    const times = Math.ceil(racers / 8);
    for (let i = 0; i < times; i++) {
      const { id, path } = await makeKey(client, history);
      const remove = () => history.ask(['end', 'take'], id, () => client.control(path, { method: 'DELETE' }));
      const code = `TWICE-${i}`;
      await history.ask('make', code, () => vouchers('/v1/vouchers', { json: { code, ...VOUCHER } }));
      const removeVoucher = () =>
        history.ask(['end', 'take'], code, () => vouchers(`/v1/vouchers/${code}`, { method: 'DELETE' }));
      await Promise.all([remove(), remove(), removeVoucher(), removeVoucher()]);
      await history.ask('use', code, () => vouchers(`/v1/vouchers/${code}`));
    }
    holdAll(checkHistory(history.operations));
    return `${2 * times} deleted, ${history.count('take', 'no')} told that there is none`;
  },
};

export const VOUCHER = { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } };

export const voucherClient = (base: string) =>
  jsonClient(base, { 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_voucherify_primary' });

/** One operation for each algorithm; callers without a credential are counted by their address. */
const QUOTAS = [
  { contract: OAUTH, quota: 'default', method: 'GET', path: '/api/1.0/invoice' },
  { contract: LIGHTHOUSE, quota: 'public', method: 'GET', path: '/berths' },
  { contract: LIGHTHOUSE, quota: 'sign_in', method: 'POST', path: '/oauth/token' },
];

const WINDOW_SECONDS = 60;

const quotaWhileTheClockMoves: Scenario = {
  name: 'quota-moving-clock',
  kind: 'change',
  places: PLACES,
  done: 'more is asked than a quota allows, while the clock moves to the next window',
  holds: 'two windows let in what two allow, no more and no less',
  async run({ shared, racers }) {
    const { running, client } = await shared();
    const limit = Math.ceil(racers / 2);
    let windows = 0;
    await client.control('/clock', { method: 'PUT', json: { frozen: true } });
    for (const { contract, quota, method, path } of QUOTAS) {
      await client.control(`/settings/${contract}`, {
        method: 'PATCH',
        json: { rate_limits: { [quota]: { limit, window_seconds: WINDOW_SECONDS } } },
      });
      const send = jsonClient(running.contracts[contract]!);
      for (let round = 0; round < 2; round++) {
        const history = createHistory();
        // What a quota lets in may be refused for other reasons.
        const count = async () => ({ status: (await send(path, { method })).status === 429 ? 429 : 200 });
        const ask = (times: number) =>
          Array.from({ length: times }, () => history.ask('count', `${quota} of ${contract}`, count));
        await client.control('/clock/advance', { json: { by: '1h' } });
        await Promise.all(ask(limit + 20));
        await Promise.all([
          history.ask('move', 'the clock', () =>
            client.control('/clock/advance', { json: { by: `${WINDOW_SECONDS}s` } }),
          ),
          ...ask(limit),
        ]);
        await Promise.all(ask(limit + 20));
        holdAll(checkLimit(history.operations, limit));
        const admitted = history.count('count', 'yes');
        hold(admitted === 2 * limit, `${quota} of ${contract} let in ${admitted} in two windows of ${limit} each`);
        windows += 2;
      }
    }
    return `${windows} windows of three algorithms, ${limit} let in within each`;
  },
};

const RESETS = 3;

const resetUnderLoad: Scenario = {
  name: 'reset-under-load',
  kind: 'change',
  places: PLACES,
  done: 'the sandbox is reset while tokens are issued, used and revoked',
  holds: 'no token from before opens anything, every one from after does',
  async run({ shared, seconds, teardown }) {
    const served = await shared();
    const { client } = served;
    const load = startLoad(client, { teardown });
    const { history } = load;
    const resets: Operation[] = [];
    for (let i = 0; i < RESETS; i++) {
      await load.enough();
      await sleep((seconds * 1_000) / RESETS);
      const reset = createHistory();
      await reset.ask('end', 'everything', () => client.control('/reset', { method: 'POST' }));
      hold(reset.operations[0]!.answer === 'yes', 'the reset failed');
      resets.push(...reset.operations);
      await withoutQuotas(served);
    }
    await load.enough();
    await load.stop();
    // Only now, when no answer is on its way: a token that met a reset may come late, and be from before or from after.
    const made = history.operations.filter(({ verb }) => verb === 'make');
    for (const { start, end } of resets)
      for (const one of made)
        if (one.start <= end)
          history.note({ verb: 'end', subject: one.subject, start, end, answer: one.end < start ? 'yes' : 'unknown' });
    await askAgain(client, load);
    holdAll(checkHistory(history.operations));
    hold(history.count('use', 'unknown') === 0, 'a request beside a reset was answered with an error');
    return `${RESETS} resets among ${history.count('make', 'yes')} tokens, each held to its own life`;
  },
};

export const CHANGES: readonly Scenario[] = [keyDeleted, twoDeletes, quotaWhileTheClockMoves, resetUnderLoad];
