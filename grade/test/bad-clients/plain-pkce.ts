/** Sends the verifier as its challenge. */
import { random, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'pkce.s256',
  run: (env) => signIn(env, { code_challenge: random(), code_challenge_method: 'plain' }),
};
