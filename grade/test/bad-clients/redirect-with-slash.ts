/** Adds a slash to the redirect URI. */
import { signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'redirect.exact',
  run: (env) => signIn(env, { redirect_uri: `${env.web.redirect}/` }),
};
