/** Signs once at start, and sends that for an hour. */
import { createHmac } from 'node:crypto';
import { ask } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

const USER = '11e95f8ec39de8fbdb0a4f1a';

export const client: BadClient = {
  breaks: 'signature.fresh',
  contract: 'fortis',
  async run({ base, now, wait }) {
    const timestamp = String(Math.floor(now() / 1_000));
    const key = createHmac('sha256', 'my_user_hash_key')
      .update(USER + timestamp)
      .digest('hex');
    const headers = { 'developer-id': 'fortis-developer', 'user-id': USER, timestamp, 'hash-key': key };
    await ask(`${base}/v2/transactions`, { headers });
    await wait(3_600_000);
    await ask(`${base}/v2/transactions`, { headers });
  },
};
