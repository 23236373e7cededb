/** Makes a call that was refused again, with the same token. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.one-retry-after-401',
  faults: [{ operation: 'listInvoices', status: 401, next: 1 }],
  async run(env) {
    const token = await serviceToken(env);
    if ((await invoices(env, token)).status === 401) await invoices(env, token);
  },
};
