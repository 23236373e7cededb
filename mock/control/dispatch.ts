/**
 * From a request to its handler and back. Loaded with the first request to the control plane: nobody waits for it who
 * only wants the contracts.
 */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse as parseJson } from 'secure-json-parse';
import type { ControlOptions } from './control-options.ts';
import { findSandbox } from './find-or-refuse.ts';
import type { ControlCall, OperationId } from './handler.ts';
import { HANDLERS } from './handlers.ts';
import { Problem } from './control-problem.ts';
import { CONTROL_DOCUMENT, CONTROL_ROUTES } from './control-document.ts';
import { matchRoutes } from './control-routes.ts';
import type { RouteMatch } from './control-routes.ts';
import { createValidator } from './validate-request.ts';

/** One for all servers of this process: they differ in their sandboxes, not in what they may be asked. */
const validator = createValidator(CONTROL_DOCUMENT);

type AnyAnswer = { readonly status: number; readonly body: unknown };
type AnyHandler = (call: unknown) => AnyAnswer | Promise<AnyAnswer>;

export type Dispatch = (
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  closing: AbortSignal,
) => Promise<FastifyReply>;

function segmentsOf(path: string): readonly string[] {
  try {
    return path
      .replace(/^\/|\/$/g, '')
      .split('/')
      .map(decodeURIComponent);
  } catch {
    throw new Problem(400, 'The path cannot be decoded; every % must begin a percent-encoded character');
  }
}

function bodyOf({ headers, body }: FastifyRequest): unknown {
  if (typeof body !== 'string' || body === '') return undefined;
  const type = headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
  if (type !== 'application/json')
    throw new Problem(415, 'The control plane takes JSON; send "Content-Type: application/json"');
  try {
    return parseJson(body);
  } catch (error) {
    throw new Problem(400, `The body is not JSON: ${(error as Error).message}`);
  }
}

/** Programs that show a person what they get: JSON on one line is hard to read. */
const SHOWS = /^(?:curl|wget|httpie|xh)\//i;

const jsonFor = ({ headers }: FastifyRequest, body: unknown): string =>
  SHOWS.test(headers['user-agent'] ?? '') ? `${JSON.stringify(body, undefined, 2)}\n` : JSON.stringify(body);

export function createDispatch({ sandboxes, contracts, files, judge, verifier, baseUrl }: ControlOptions): Dispatch {
  const find = (request: FastifyRequest, reply: FastifyReply, path: string): RouteMatch => {
    const matches = matchRoutes(CONTROL_ROUTES, segmentsOf(path));
    if (matches.size === 0)
      throw new Problem(404, `The control plane has no ${path}; GET /_tollgate lists what it has`);
    const match = matches.get(request.method === 'HEAD' ? 'GET' : request.method);
    if (match) return match;
    const allowed = [...matches.keys()].join(', ');
    reply.header('allow', allowed);
    throw new Problem(405, `${path} takes ${allowed}, not ${request.method}`);
  };

  return async (request, reply, path, closing) => {
    const { route, path: parameters } = find(request, reply, path);
    const body = bodyOf(request);
    const query = validator.query(route, request.query as Record<string, unknown>);
    validator.body(route, body);
    const named = typeof query['sandbox'] === 'string' ? query['sandbox'] : 'default';
    const { sandbox: _, ...own } = query;
    const call: Omit<ControlCall<OperationId>, 'path' | 'query' | 'body'> & {
      readonly path: unknown;
      readonly query: unknown;
      readonly body: unknown;
    } = {
      path: parameters,
      query: own,
      body,
      sandbox: await findSandbox(sandboxes, named),
      sandboxes,
      contracts,
      files,
      judge,
      verifier,
      headers: request.headers,
      baseUrl: (world) => baseUrl(request, world.sandbox.name, world.contract.name),
      closing,
    };
    // The validator has just made sure of the types that the table promises.
    const answer = await (HANDLERS[route.id] as AnyHandler)(call);
    reply.code(answer.status);
    if (answer.body instanceof Readable) return reply.type('text/event-stream').send(answer.body);
    if (answer.body === undefined) return reply.send();
    return reply.type('application/json').send(jsonFor(request, answer.body));
  };
}
