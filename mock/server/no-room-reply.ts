/** What a client hears when there is as much of something as there may be: the provider's own "come back later". */
import type { FastifyReply } from 'fastify';
import type { Call } from '../request/call.ts';
import { noRoom } from '../request/no-room.ts';
import { refusalReply } from '../pipeline/reply.ts';
import type { Reply } from '../pipeline/reply.ts';
import { roomFor } from '../state/bounds.ts';
import type { BoundReached } from '../state/bound-reached.ts';
import { sendProblem } from './server-problems.ts';

/** @returns undefined where the contract has no wording for it */
export const fullReply = (call: Call, full: BoundReached): Reply | undefined =>
  call.operation.refusals.has('unavailable') ? refusalReply(call, noRoom('unavailable', full)) : undefined;

/** Where the contract has no say. */
export const sendFull = (reply: FastifyReply, { bound, most, resource }: BoundReached): FastifyReply =>
  sendProblem(reply, 507, 'The sandbox is full', `The sandbox takes ${roomFor(bound, most, resource)}`);
