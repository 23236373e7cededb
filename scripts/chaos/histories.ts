/** Lives that are watched from all sides at once: whoever answers must know what was answered before. */
import { hold, holdAll } from './broken.ts';
import { VOUCHER, voucherClient } from './changes.ts';
import { checkHistory } from './check-history.ts';
import { RECORDS } from './contracts.ts';
import { createHistory, instant } from './history.ts';
import { askAgain, startLoad } from './load.ts';
import { PLACES } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { setTimeout as sleep } from 'node:timers/promises';

const tokens: Scenario = {
  name: 'tokens',
  kind: 'history',
  places: PLACES,
  done: 'tokens are issued, used, and revoked while they are used',
  holds: 'none is accepted after its revocation was answered, none of the others is lost',
  async run({ shared, seconds, teardown }) {
    const { client } = await shared();
    const load = startLoad(client, { teardown });
    await load.enough();
    await sleep(seconds * 1_000);
    await load.stop();
    await askAgain(client, load);
    const { history } = load;
    holdAll(checkHistory(history.operations));
    hold(
      history.operations.every(({ answer }) => answer !== 'unknown'),
      'a request was answered with an error',
    );
    return `${history.count('make', 'yes')} tokens, ${history.count('end', 'yes')} revoked, ${history.count('use', 'yes') + history.count('use', 'no')} uses`;
  },
};

const LANES = 8;

const records: Scenario = {
  name: 'records',
  kind: 'history',
  places: PLACES,
  done: 'records are made, read, and deleted while they are read',
  holds: 'none comes back after its deletion was answered, one deletion finds it',
  async run({ shared, seconds }) {
    const { running } = await shared();
    const send = voucherClient(running.contracts[RECORDS]!);
    const history = createHistory();
    const until = instant() + seconds * 1_000;
    let made = 0;
    const lane = async (): Promise<void> => {
      do {
        const code = `LIFE-${made++}`;
        const path = `/v1/vouchers/${code}`;
        const look = () => history.ask('use', code, () => send(path));
        const remove = () => history.ask(['end', 'take'], code, () => send(path, { method: 'DELETE' }));
        await history.ask('make', code, () => send('/v1/vouchers', { json: { code, ...VOUCHER } }));
        await look();
        await Promise.all([
          look(),
          remove(),
          history.ask('use', code, () => send(path, { method: 'PUT', json: { active: false } })),
          remove(),
          look(),
        ]);
        await look();
      } while (instant() < until);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    holdAll(checkHistory(history.operations));
    hold(
      history.operations.every(({ answer }) => answer !== 'unknown'),
      'a request was answered with an error',
    );
    return `${made} records, ${history.operations.length} operations`;
  },
};

export const HISTORIES: readonly Scenario[] = [tokens, records];
