/** Acts on a webhook each time that it comes. */
import { createHmac } from 'node:crypto';
import { ask } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'webhook.handled-once',
  contract: 'piaxis',
  async run(env) {
    await env.receive(async (body) => {
      const { id } = JSON.parse(body) as { id: string };
      const { status } = await ask(`${env.base}/api/escrow/reverse`, {
        method: 'POST',
        headers: { 'api-key': 'pk_test_nile_market', 'content-type': 'application/json' },
        body: JSON.stringify({ escrow_id: createHmac('sha256', id).digest('hex'), reason: 'buyer asked' }),
      });
      return status < 500 ? 200 : 500;
    });
    await env.redeliver();
  },
};
