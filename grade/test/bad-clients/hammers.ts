/** Tries again at once, and again. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.backs-off',
  faults: [{ operation: 'listInvoices', status: 503, next: 2 }],
  async run(env) {
    const token = await serviceToken(env);
    while ((await invoices(env, token)).status === 503);
  },
};
