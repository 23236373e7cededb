/** Counts its sign-ins, and sends the number. */
import { redeem, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'state.unguessable',
  run: async (env) => redeem(env, await signIn(env, { state: '1' })),
};
