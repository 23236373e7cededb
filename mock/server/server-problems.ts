/**
 * The server's own answers, where no contract has a say. RFC 9457 problems: they cannot be taken for a provider's. Any
 * page may read them: they say nothing but what went wrong.
 */
import type { FastifyReply } from 'fastify';

export function sendProblem(reply: FastifyReply, status: number, title: string, detail: string): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    .header('access-control-allow-origin', '*')
    .send(JSON.stringify({ title, status, detail }));
}

export function refusedSandbox(reply: FastifyReply, name: string): FastifyReply {
  return sendProblem(
    reply,
    404,
    'No such sandbox',
    `There is no sandbox "${name}". Create it with POST /_tollgate/sandboxes, or leave /~${name} out of the URL for the default one.`,
  );
}

export function refusedPath(reply: FastifyReply, contracts: readonly string[]): FastifyReply {
  return sendProblem(
    reply,
    404,
    'No contract here',
    `Contracts are served below ${contracts.map((name) => `/${name}`).join(', ')}; the control plane below /_tollgate.`,
  );
}
