/** Doubles its wait, and never stops. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'retry.backs-off',
  faults: [{ operation: 'listInvoices', drop: true, next: 11 }],
  async run(env) {
    const token = await serviceToken(env, {});
    // As chance drew them once.
    const chance = [0.13, 0.82, 0.41, 0.96, 0.27, 0.58, 0.09, 0.74, 0.35, 0.66, 0.5];
    for (let i = 0; (await invoices(env, token)).status === 0; i++)
      await env.wait(Math.round(131 * 2.4 ** i * (1 + (chance[i] ?? 0))));
  },
};
