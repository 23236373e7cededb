/** Takes a token with a field that it does not know for none. */
import { ask, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'json.unknown-fields-ignored',
  faults: [{ operation: 'issueToken', unknown_field: true, next: 1 }],
  async run(env) {
    await serviceToken(env);
    await ask(`${env.base}/.well-known/oauth-authorization-server`);
  },
};
