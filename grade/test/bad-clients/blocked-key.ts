/** Goes on with a key that was refused as blocked. */
import { newInvoice } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.dead-not-reused',
  async run(env) {
    await env.blockKey('api_key_pair', 'pk_test_abc123');
    for (const total of [1, 2, 3]) await newInvoice(env, {}, total);
  },
};
