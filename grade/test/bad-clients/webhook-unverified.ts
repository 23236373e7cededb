/** Believes every webhook. */
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'webhook.signature-checked',
  contract: 'signed',
  async run(env) {
    await env.receive(() => 200);
    await env.redeliver('tampered');
  },
};
