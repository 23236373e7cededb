/** The Fastify instance that contracts and control plane are mounted on. */
import Fastify from '#fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, preParsingHookHandler } from 'fastify';
import { isOutOfFiles } from '../contract/file-error-words.ts';
import { basePaths } from '../contract/server-paths.ts';
import type { LoadedContract } from '../contract/load-contract.ts';
import { BoundReached } from '../state/bound-reached.ts';
import { timeLimits } from './http-limits.ts';
import { sendFull } from './no-room-reply.ts';
import type { ServerOptions } from './server-options.ts';
import { sendProblem } from './server-problems.ts';
import { readPublicUrl } from '../request/public-url.ts';
import { urlRewriter } from './sandbox-urls.ts';

/** The largest body taken, in bytes. */
export const BODY_LIMIT = 1_048_576;

/**
 * Seconds. Short, since a browser heeds it for every port of `localhost`, whatever else runs there. @see RFC 6797 §7.1
 */
const HSTS = 'max-age=60';

/** Tokens stand in paths (session deletion), and JWTs are long. */
const LONGEST_PATH_PARAMETER = 4_096;

/** Fastify's own validator and serializer, never asked for: the guards validate and the contracts render. */
function unused(): never {
  throw new Error('no route of the sandbox has a Fastify schema');
}

/** Fastify would load Ajv and a serializer's compiler for routes with schemas, which the bundle does not even have. */
const WITHOUT_SCHEMAS = {
  schemaController: { compilersFactory: { buildValidator: () => unused, buildSerializer: () => unused } },
};

/** Answers a request that has no route. */
export type Fallback = (request: FastifyRequest, reply: FastifyReply) => void;

/** Passes every request on as it came, to what may be another app each time. */
export function createFront(given: ServerOptions, answer: () => FastifyInstance['routing']): FastifyInstance {
  const passOn = (request: FastifyRequest, reply: FastifyReply): void => {
    reply.hijack();
    answer()(request.raw, reply.raw);
  };
  const options = {
    forceCloseConnections: true,
    ...timeLimits(given),
    ...WITHOUT_SCHEMAS,
    exposeHeadRoutes: false,
    frameworkErrors: (_error: unknown, request: unknown, reply: unknown) =>
      passOn(request as FastifyRequest, reply as FastifyReply),
  };
  const app = Fastify(options) as FastifyInstance;
  // Before the body is read, and for every method and path: no route is there. It goes no further in this app.
  app.addHook('onRequest', (request, reply, _done) => passOn(request, reply));
  return app;
}

/** What proxies may leave on; empty where that is how paths of the contract at the root begin themselves. */
function publicPath(publicUrl: string | undefined, root: LoadedContract | undefined): string {
  const { path } = publicUrl === undefined ? { path: '' } : readPublicUrl(publicUrl);
  return Object.keys(root?.document.paths ?? {}).some((own) => own === path || own.startsWith(`${path}/`)) ? '' : path;
}

export function createApp(given: ServerOptions, fallback: Fallback, bodies: preParsingHookHandler): FastifyInstance {
  const { contracts, root, publicUrl, tls } = given;
  const options = {
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    ...timeLimits(given),
    ...WITHOUT_SCHEMAS,
    // Clients do put a slash behind a collection's path, and servers take it.
    routerOptions: { maxParamLength: LONGEST_PATH_PARAMETER, ignoreTrailingSlash: true },
    exposeHeadRoutes: false,
    rewriteUrl: urlRewriter(
      new Map(contracts.map(({ name, document }) => [name, basePaths(document)])),
      root,
      publicPath(
        publicUrl,
        contracts.find(({ name }) => name === root),
      ),
    ),
    // A URL that cannot be decoded has no route either.
    frameworkErrors: (_error: unknown, request: unknown, reply: unknown) =>
      fallback(request as FastifyRequest, reply as FastifyReply),
  };
  const app = Fastify(options) as FastifyInstance;
  // Guards come before the body: it is kept as bytes, which HMAC signs, and parsed when it is its turn.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('preParsing', bodies);
  if (tls) {
    app.addHook('onRequest', (_request, reply, done) => {
      // Kept by the response itself, whoever sends it.
      reply.raw.setHeader('strict-transport-security', HSTS);
      done();
    });
  }
  app.setNotFoundHandler(fallback);
  app.setErrorHandler((error: FastifyError | BoundReached, request, reply) => {
    if (error instanceof BoundReached) {
      // What has no route is told so, whatever is wrong with its body.
      if (request.is404) fallback(request, reply);
      else sendFull(reply, error);
      return;
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      // What has no route is told so, whatever is wrong with its body.
      if (request.is404) return fallback(request, reply);
      sendProblem(reply, error.statusCode, 'The request cannot be read', error.message);
      return;
    }
    if (isOutOfFiles(error)) {
      sendProblem(
        reply,
        503,
        'No more files can be opened',
        'Connections count as files: close some, or raise the limit of the server (ulimit -n).',
      );
      return;
    }
    // Nothing a client sends may come here: if it does, it is the sandbox's bug, and is told as one.
    console.error(error);
    sendProblem(
      reply,
      500,
      'The sandbox failed',
      'This is a bug of the sandbox. Its error is on the standard error output of the server.',
    );
  });
  return app;
}
