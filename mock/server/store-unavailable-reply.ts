/** What a client hears while the store cannot be reached: the provider's own "come back later", at once. */
import type { FastifyReply } from 'fastify';
import { refuse } from '../request/call.ts';
import type { Call } from '../request/call.ts';
import { refusalReply } from '../pipeline/reply.ts';
import type { Reply } from '../pipeline/reply.ts';
import { sendProblem } from './server-problems.ts';

/** Seconds after which a client may try again: outages end at any time. */
export const RETRY_AFTER = 1;

const NAME = 'retry-after';

/** @returns undefined where the contract has no wording for it */
export function unavailableReply(call: Call): Reply | undefined {
  if (!call.operation.refusals.has('unavailable')) return undefined;
  const reply = refusalReply(
    call,
    refuse('unavailable', 'the store must be reachable', '#', { facts: { 'rate.retry_after': RETRY_AFTER } }),
  );
  if (reply.headers.some(({ name }) => name === NAME)) return reply;
  return { ...reply, headers: [...reply.headers, { name: NAME, value: String(RETRY_AFTER) }] };
}

/** Where no contract has a say. */
export function sendUnavailable(reply: FastifyReply): FastifyReply {
  return sendProblem(
    reply.header(NAME, RETRY_AFTER),
    503,
    'The store cannot be reached',
    'The sandbox keeps its state in a store that does not answer now. It goes on by itself once the store is back.',
  );
}
