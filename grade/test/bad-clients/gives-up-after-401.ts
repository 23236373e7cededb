/** Takes a token that ended early for the end of the world. */
import { invoices, revoke, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.one-retry-after-401',
  ended: true,
  faults: [{ operation: 'listInvoices', status: 401, next: 1 }],
  async run(env) {
    const token = await serviceToken(env);
    await invoices(env, token);
    await revoke(env, token, { ...env.service, redirect: '' });
  },
};
