/** Takes half an answer for the end of the world. */
import { invoices, revoke, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.after-lost-answer',
  ended: true,
  faults: [{ operation: 'listInvoices', cut_body: true, after: true, next: 1 }],
  async run(env) {
    const token = await serviceToken(env);
    await invoices(env, token);
    await revoke(env, token, { ...env.service, redirect: '' });
  },
};
