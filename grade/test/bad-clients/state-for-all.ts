/** Has one state for everybody. */
import { random, signIn } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'state.unguessable',
  async run(env) {
    const state = random();
    for (let i = 0; i < 2; i++) await signIn(env, { state });
  },
};
