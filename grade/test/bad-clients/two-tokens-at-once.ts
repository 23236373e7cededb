/** Lets each of two calls ask for a token of its own. */
import { invoices, serviceToken } from '../client-tools.ts';
import type { BadClient } from '../client-tools.ts';

export const client: BadClient = {
  breaks: 'token.one-refresh-at-a-time',
  machine: true,
  faults: [{ operation: 'issueToken', latency_ms: 40 }],
  run: (env) => Promise.all(['', '?pageSize=5'].map(async (query) => invoices(env, await serviceToken(env), query))),
};
