/** Does without PKCE. */
import { signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'pkce.s256',
  run: (env) => signIn(env, { code_challenge: undefined, code_challenge_method: undefined }),
};
