/** Asks for every scope, and reads. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.least-scope',
  run: async (env) => invoices(env, await serviceToken(env, { scope: 'revenue.api.read revenue.api.write' })),
};
