/** Has one key for all writes. */
import { newInvoice } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'idempotency.new-key-for-new-write',
  async run(env) {
    for (const total of [10, 20]) await newInvoice(env, { 'x-idempotency-key': 'my-application' }, total);
  },
};
