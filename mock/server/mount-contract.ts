/** Mounts a contract: one Fastify route for each of its paths and methods. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../request/call.ts';
import type { ParsedBody } from '../request/call.ts';
import { noRoom } from '../request/no-room.ts';
import { BoundReached } from '../state/bound-reached.ts';
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
import { pathParameters, routesOf } from './contract-routes.ts';
import { pathTemplate } from '../contract/path-template.ts';

/** What Fastify could not read of a body, in the contract's words. */
function unreadable(error: FastifyError | BoundReached, operation: CompiledOperation): ParsedBody | undefined {
  const pointer = `${operation.pointer}/requestBody`;
  if (error instanceof BoundReached)
    return operation.refusals.has('unavailable')
      ? { state: 'refused', refusal: noRoom('unavailable', error) }
      : undefined;
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

/** Made with the first request: of the operations of all contracts a run asks for a few. */
function whenAsked(make: () => Responder): Responder {
  let made: Responder | undefined;
  return (request, reply, parsedBody) => (made ??= make())(request, reply, parsedBody);
}

/** @returns what answers requests below the contract's prefix that match no operation */
export function mount(
  app: FastifyInstance,
  contract: CompiledContract,
  sandboxes: Sandboxes,
  { strict = false, explainHeader = true, waitForJournal = false, log, seams }: ServerOptions,
): Responder {
  const options = { contract, sandboxes, redact: createRedactor(contract), strict, explainHeader, waitForJournal, log };
  const notFound = whenAsked(() => {
    const { operation, refusal } = compileUnmatched(contract);
    return createResponder(
      options,
      operation,
      createPipeline(contract, operation, (call) => ({ refusal: refusal(call) }), seams),
    );
  });
  const preflight = whenAsked(() =>
    createResponder(
      options,
      compilePreflight(compileUnmatched(contract).operation),
      preflightPipeline(contract, seams),
    ),
  );
  const unmatched: Responder = (request, reply, parsedBody) =>
    (isPreflight(request) ? preflight : notFound)(request, reply, parsedBody);
  for (const { methods, url, operations } of routesOf(contract.operations)) {
    const choices = operations.map((operation) => ({
      operation,
      template: pathTemplate(operation.path),
      responder: whenAsked(() =>
        createResponder(options, operation, createPipeline(contract, operation, undefined, seams)),
      ),
    }));
    const respond = (request: FastifyRequest, reply: FastifyReply, error?: FastifyError | BoundReached): void => {
      const values = request.params as Record<string, string>;
      for (const { operation, template, responder } of choices) {
        const params = pathParameters(template, values);
        if (params === undefined) continue;
        const body = error && unreadable(error, operation);
        if (error !== undefined && body === undefined) throw error;
        request.params = params;
        return responder(request, reply, body);
      }
      unmatched(request, reply);
    };
    app.route({
      method: methods,
      url: `/${contract.name}${url}`,
      handler: (request, reply) => respond(request, reply),
      errorHandler: (error, request, reply) => respond(request, reply, error),
    });
  }
  return unmatched;
}
