/** Sends no state. */
import { redeem, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'state.sent',
  run: async (env) => redeem(env, await signIn(env, { state: undefined })),
};
