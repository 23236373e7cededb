/** Signs out, and goes on with the token. */
import { invoices, redeem, revoke, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.dead-not-reused',
  async run(env) {
    const { json } = await redeem(env, await signIn(env));
    await revoke(env, json['access_token']);
    await invoices(env, String(json['access_token']));
  },
};
