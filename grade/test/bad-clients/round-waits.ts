/** Waits 100, 200 and 400 ms, as every other copy of it does. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.jitter',
  faults: [{ operation: 'listInvoices', status: 503, next: 3 }],
  async run(env) {
    const token = await serviceToken(env);
    for (let ms = 100; (await invoices(env, token)).status === 503; ms *= 2) await env.wait(ms);
  },
};
