/** Redeems whatever code comes. */
import { redeem, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'state.compared',
  faults: [{ operation: 'authorize', wrong_state: true, next: 1 }],
  run: async (env) => redeem(env, await signIn(env)),
};
