/** Is told to wait five seconds, and waits one. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.waits-as-told',
  faults: [{ operation: 'listInvoices', status: 429, retry_after: 5, next: 1 }],
  async run(env) {
    const token = await serviceToken(env);
    await invoices(env, token);
    await env.wait(1_017);
    await invoices(env, token);
  },
};
