/** The sandbox's server: one Fastify route per operation of every contract, and the control plane. */
import Fastify from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { refuse } from './call.ts';
import type { ParsedBody } from './call.ts';
import { compilePlan } from './contract/compile.ts';
import type { OperationPlan, Plan } from './contract/plan.ts';
import { controlPlane } from './control/plane.ts';
import { FastifyIncoming } from './http/incoming.ts';
import { createPipeline } from './pipeline.ts';
import { createRedactor } from './redact.ts';
import { createSandboxes } from './sandboxes.ts';
import type { Sandboxes } from './sandbox.ts';
import { createResponder } from './server/answer.ts';
import type { Responder } from './server/answer.ts';
import { refusedPath, sendProblem } from './server/problems.ts';
import { compileUnmatched } from './server/unmatched.ts';
import { CONTROL_PREFIX, routePath, urlRewriter } from './server/urls.ts';
import type { RunningServer, ServerOptions } from './server-options.ts';
import { memoryBackend } from './store/memory.ts';

/** The largest body taken, in bytes. */
const BODY_LIMIT = 1_048_576;

/** A request that is not whole by then is given up (Node answers 408), so that no half request holds a connection for ever. */
const SLOWEST_REQUEST_MS = 60_000;

/** Tokens stand in paths (session deletion), and JWTs are long. */
const LONGEST_PATH_PARAMETER = 4_096;

/** What Fastify could not read of a body, in the contract's words. */
function unreadable(error: FastifyError, operation: OperationPlan): ParsedBody | undefined {
  const pointer = `${operation.pointer}/requestBody`;
  if (error.statusCode === 413) return { state: 'refused', refusal: refuse('payload_too_large', `a body may have at most ${BODY_LIMIT} bytes`, pointer) };
  if (error.statusCode === 415) return { state: 'refused', refusal: refuse('unsupported_media_type', 'the Content-Type header must be readable', pointer) };
  if (error.statusCode === 400) return { state: 'refused', refusal: refuse('malformed_body', 'the body must be as long as Content-Length says', pointer) };
  return undefined;
}

/** Fastify's own validator and serializer, never asked for: the guards validate and the contracts render. */
function unused(): never {
  throw new Error('no route of the sandbox has a Fastify schema');
}

/** Answers a request that has no route. */
type Fallback = (request: FastifyRequest, reply: FastifyReply) => void;

function createApp({ contracts, root, tls }: ServerOptions, fallback: Fallback): FastifyInstance {
  const options = {
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    requestTimeout: SLOWEST_REQUEST_MS,
    // Fastify would load Ajv and a serializer's compiler for routes with schemas: a sixth of the whole start-up.
    schemaController: { compilersFactory: { buildValidator: () => unused, buildSerializer: () => unused } },
    // Clients do put a slash behind a collection's path, and servers take it.
    routerOptions: { maxParamLength: LONGEST_PATH_PARAMETER, ignoreTrailingSlash: true },
    rewriteUrl: urlRewriter(contracts.map(({ name }) => name), root),
    // A URL that cannot be decoded has no route either.
    frameworkErrors: (_error: unknown, request: unknown, reply: unknown) => fallback(request as FastifyRequest, reply as FastifyReply),
  };
  const app: FastifyInstance = tls ? (Fastify({ ...options, https: { ...tls } }) as unknown as FastifyInstance) : Fastify(options);
  // Guards come before the body: it is kept as bytes, which HMAC signs, and parsed when it is its turn.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler(fallback);
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500) {
      sendProblem(reply, error.statusCode, 'The request cannot be read', error.message);
      return;
    }
    // Nothing a client sends may come here: if it does, it is the sandbox's bug, and is told as one.
    console.error(error);
    sendProblem(reply, 500, 'The sandbox failed', 'This is a bug of the sandbox. Its error is on the standard error output of the server.');
  });
  return app;
}

function lacksParameter(params: unknown): boolean {
  for (const name in params as Record<string, string>) if ((params as Record<string, string>)[name] === '') return true;
  return false;
}

/** @returns what answers requests below the contract's prefix that match no operation */
function mount(app: FastifyInstance, plan: Plan, sandboxes: Sandboxes, { strict = false, log, seams }: ServerOptions): Responder {
  const options = { plan, sandboxes, redact: createRedactor(plan), strict, log };
  const { operation: none, refusal } = compileUnmatched(plan);
  const unmatched = createResponder(options, none, createPipeline(plan, none, (call) => ({ refusal: refusal(call) }), seams));
  for (const operation of plan.operations) {
    const responder = createResponder(options, operation, createPipeline(plan, operation, undefined, seams));
    app.route({
      method: operation.method as HTTPMethods,
      url: `/${plan.name}${routePath(operation.path)}`,
      // `/codes//use` is not `/codes/{code}/use` with an empty code: a path parameter has at least one character.
      handler: (request, reply) => (lacksParameter(request.params) ? unmatched : responder)(request, reply),
      errorHandler: (error, request, reply) => {
        const body = unreadable(error as FastifyError, operation);
        if (body === undefined) throw error;
        responder(request, reply, body);
      },
    });
  }
  return unmatched;
}

/**
 * @throws ContractError for a contract that cannot be served
 * @throws Error with code `EADDRINUSE` for a port that is taken
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { contracts, host = '127.0.0.1', port = 0, root, seed = '1', control = true, controlToken, seams } = options;
  const plans = new Map(contracts.map(({ name, document }) => [name, compilePlan(name, seams?.document?.(document) ?? document)]));
  const backend = memoryBackend();
  const sandboxes = await createSandboxes({ plans, backend, seed, root, seams });
  const unmatched = new Map<string, Responder>();
  const app = createApp(options, (request, reply) => {
    const name = (request.raw.url ?? '/').slice(1).split(/[/?]/, 1)[0]!;
    const responder = unmatched.get(name);
    if (responder) responder(request, reply);
    else refusedPath(reply, [...plans.keys()]);
  });
  for (const plan of plans.values()) unmatched.set(plan.name, mount(app, plan, sandboxes, options));
  if (control) {
    await app.register(async (scope) => {
      await controlPlane(scope, { sandboxes, plans, token: controlToken, baseUrl: (request) => new FastifyIncoming(request, '').origin });
    }, { prefix: CONTROL_PREFIX });
  }
  const address = await app.listen({ host, port });
  const url = new URL(address);
  const base = url.origin;
  return {
    url: base,
    port: Number(url.port),
    contractUrl: (name, sandbox = 'default') => {
      const world = sandboxes.get(sandbox)?.worlds.get(name);
      if (world === undefined) throw new Error(`no contract ${name} in sandbox ${sandbox}; there are ${[...plans.keys()].join(', ')}`);
      return base + world.mount;
    },
    controlUrl: base + CONTROL_PREFIX,
    plans,
    sandboxes,
    async close() {
      await app.close();
      await backend.close();
    },
  };
}
