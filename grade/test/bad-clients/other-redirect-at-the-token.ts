/** Redeems the code with another redirect URI than it asked with. */
import { redeem, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'redirect.exact',
  run: async (env) => redeem(env, await signIn(env), { redirect_uri: `${env.web.redirect}?a=1` }),
};
