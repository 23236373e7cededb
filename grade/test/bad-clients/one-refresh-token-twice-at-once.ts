/** Two tabs trade in one refresh token at once. */
import { redeem, refresh, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.one-refresh-at-a-time',
  machine: true,
  async run(env) {
    const { json } = await redeem(env, await signIn(env));
    await env.play({ operation: 'issueToken', latency_ms: 40 });
    await Promise.all([refresh(env, json['refresh_token']), refresh(env, json['refresh_token'])]);
  },
};
