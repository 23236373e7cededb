/** Asks for a token before each call. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.not-asked-for-needlessly',
  async run(env) {
    for (let i = 1; i < 4; i++) await invoices(env, await serviceToken(env), `?pageNumber=${i}`);
  },
};
