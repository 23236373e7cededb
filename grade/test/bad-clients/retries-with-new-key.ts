/** Makes a new key for each try. */
import { newInvoice, random } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'idempotency.same-key-on-retry',
  faults: [{ operation: 'createInvoice', status: 503, after: true, next: 1 }],
  async run(env) {
    await newInvoice(env, { 'x-idempotency-key': random() });
    await env.wait(1_013);
    await newInvoice(env, { 'x-idempotency-key': random() });
  },
};
