/** Keeps the refresh token that it got first. */
import { redeem, refresh, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.dead-not-reused',
  settings: { token_lifetime: 60 },
  async run(env) {
    const { json } = await redeem(env, await signIn(env));
    for (let i = 0; i < 2; i++) {
      await env.wait(50_000);
      await refresh(env, json['refresh_token']);
    }
  },
};
