/** Gets a new token and tries again, for as long as it is refused. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.one-retry-after-401',
  faults: [{ operation: 'listInvoices', status: 401, next: 3 }],
  async run(env) {
    let status = 401;
    while (status === 401) ({ status } = await invoices(env, await serviceToken(env)));
  },
};
