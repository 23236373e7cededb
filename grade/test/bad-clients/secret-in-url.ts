/** Sends the client's secret in the query of the token request. */
import { ask } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'secret.not-in-url',
  run: ({ base, service }) =>
    ask(`${base}/oauth/token?client_id=${service.id}&client_secret=${service.secret}`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    }),
};
