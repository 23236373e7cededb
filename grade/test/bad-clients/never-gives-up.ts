/** Doubles its wait, and never stops. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.backs-off',
  faults: [{ operation: 'listInvoices', drop: true, next: 11 }],
  async run(env) {
    const token = await serviceToken(env, {});
    for (let ms = 131; (await invoices(env, token)).status === 0; ms *= 1.7) await env.wait(Math.round(ms));
  },
};
