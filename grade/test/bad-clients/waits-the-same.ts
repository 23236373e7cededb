/** Waits as long after the third failure as after the first. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.backs-off',
  faults: [{ operation: 'listInvoices', status: 503, next: 3 }],
  async run(env) {
    const token = await serviceToken(env);
    for (const jitter of [37, 29, 33]) {
      await invoices(env, token);
      await env.wait(1_000 + jitter);
    }
    await invoices(env, token);
  },
};
