/** Has one verifier for every sign-in. */
import { random, s256, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'pkce.s256',
  async run(env) {
    const challenge = s256(random());
    for (let i = 0; i < 2; i++) await signIn(env, { code_challenge: challenge });
  },
};
