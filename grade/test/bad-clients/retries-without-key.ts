/** Makes a write again that may have been done. */
import { newInvoice } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'idempotency.same-key-on-retry',
  faults: [{ operation: 'createInvoice', drop: true, after: true, next: 1 }],
  async run(env) {
    await newInvoice(env, {});
    await env.wait(1_013);
    await newInvoice(env, {});
  },
};
