/** Ends at the first answer that tells it to wait. */
import { invoices, revoke, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.after-refusal',
  ended: true,
  faults: [{ operation: 'listInvoices', status: 429, retry_after: 2, next: 1 }],
  async run(env) {
    const token = await serviceToken(env);
    await invoices(env, token);
    await revoke(env, token, { ...env.service, redirect: '' });
  },
};
