/** Puts the access token into the query. */
import { ask, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'secret.not-in-url',
  run: async (env) => ask(`${env.base}/api/1.0/invoice?access_token=${await serviceToken(env)}`),
};
