/** Ends with its token still alive. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.revoked-at-the-end',
  ended: true,
  run: async (env) => invoices(env, await serviceToken(env)),
};
