/** Renews a token only when the API has refused it. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.renewed-in-time',
  settings: { token_lifetime: 60 },
  async run(env) {
    const token = await serviceToken(env);
    await invoices(env, token);
    await env.wait(61_000);
    if ((await invoices(env, token)).status === 401) await invoices(env, await serviceToken(env));
  },
};
