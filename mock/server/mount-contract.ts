/** Mounts a contract: one Fastify route for each of its operations. */
import type { FastifyError, FastifyInstance, HTTPMethods } from 'fastify';
import { refuse } from '../request/call.ts';
import type { ParsedBody } from '../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { createRedactor } from '../journal/journal-redaction.ts';
import type { Sandboxes } from '../sandboxes/sandbox.ts';
import type { ServerOptions } from './server-options.ts';
import { createResponder } from './responder.ts';
import type { Responder } from './responder.ts';
import { BODY_LIMIT } from './fastify-app.ts';
import { compilePreflight, isPreflight, preflightPipeline } from './preflight.ts';
import { compileUnmatched } from './unmatched-requests.ts';
import { routePath } from './sandbox-urls.ts';

/** What Fastify could not read of a body, in the contract's words. */
function unreadable(error: FastifyError, operation: CompiledOperation): ParsedBody | undefined {
  const pointer = `${operation.pointer}/requestBody`;
  if (error.statusCode === 413)
    return {
      state: 'refused',
      refusal: refuse('payload_too_large', `a body may have at most ${BODY_LIMIT} bytes`, pointer),
    };
  if (error.statusCode === 415)
    return {
      state: 'refused',
      refusal: refuse('unsupported_media_type', 'the Content-Type header must be readable', pointer),
    };
  if (error.statusCode === 400)
    return {
      state: 'refused',
      refusal: refuse('malformed_body', 'the body must be as long as Content-Length says', pointer),
    };
  return undefined;
}

function lacksParameter(params: unknown): boolean {
  for (const name in params as Record<string, string>) if ((params as Record<string, string>)[name] === '') return true;
  return false;
}

/**
 * A GET answers HEAD too, unless the contract has an operation for it: in one route, since each takes its time at
 * start.
 */
function methodsOf({ method, path }: CompiledOperation, { operations }: CompiledContract): HTTPMethods[] {
  const own = operations.some((other) => other.method === 'HEAD' && other.path === path);
  return method === 'GET' && !own ? ['GET', 'HEAD'] : [method];
}

/** @returns what answers requests below the contract's prefix that match no operation */
export function mount(
  app: FastifyInstance,
  contract: CompiledContract,
  sandboxes: Sandboxes,
  { strict = false, log, seams }: ServerOptions,
): Responder {
  const options = { contract, sandboxes, redact: createRedactor(contract), strict, log };
  const { operation: none, refusal } = compileUnmatched(contract);
  const notFound = createResponder(
    options,
    none,
    createPipeline(contract, none, (call) => ({ refusal: refusal(call) }), seams),
  );
  const preflightOperation = compilePreflight(none);
  const preflight = createResponder(options, preflightOperation, preflightPipeline(contract, seams));
  const unmatched: Responder = (request, reply, parsedBody) =>
    (isPreflight(request) ? preflight : notFound)(request, reply, parsedBody);
  for (const operation of contract.operations) {
    const responder = createResponder(options, operation, createPipeline(contract, operation, undefined, seams));
    app.route({
      method: methodsOf(operation, contract),
      url: `/${contract.name}${routePath(operation.path)}`,
      // `/codes//use` is not `/codes/{code}/use` with an empty code: a path parameter has at least one character.
      handler: (request, reply) => (lacksParameter(request.params) ? unmatched : responder)(request, reply),
      errorHandler: (error, request, reply) => {
        const body = unreadable(error, operation);
        if (body === undefined) throw error;
        responder(request, reply, body);
      },
    });
  }
  return unmatched;
}
