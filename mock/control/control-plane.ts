/** The control plane as a Fastify plugin, to be registered at its prefix (`/_tollgate`). */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { isOutOfFiles } from '../contract/file-error-words.ts';
import { InputError } from '../contract/input-error.ts';
import { roomFor } from '../state/bounds.ts';
import { BoundReached } from '../state/bound-reached.ts';
import { StoreUnavailable } from '../state/stores/store-unavailable.ts';
import type { ControlOptions } from './control-options.ts';
import type { Dispatch } from './dispatch.ts';
import { Problem, problemText } from './control-problem.ts';
import { checkAccess } from './control-access.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Bytes of a body at most. */
const BODY_LIMIT = 65_536;

function problemOf(error: Error & Partial<Pick<FastifyError, 'statusCode'>>): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable)
    return new Problem(503, 'The store does not answer now; try again in a second');
  if (error instanceof BoundReached) {
    const { bound, most, resource } = error;
    return new Problem(507, `The sandbox takes ${roomFor(bound, most, resource)}`);
  }
  if (isOutOfFiles(error))
    return new Problem(503, 'No more files can be opened: close connections, or raise the limit (ulimit -n)');
  const { statusCode = 500 } = error;
  if (statusCode === 413) return new Problem(413, `The body is larger than ${BODY_LIMIT} bytes`);
  if (statusCode < 500) return new Problem(statusCode, error.message);
  return new Problem(500, 'The control plane failed at this request; that is a bug in Tollgate, please report it');
}

export function controlPlane(app: FastifyInstance, options: ControlOptions): void {
  if (options.token === '') throw new InputError('the control token must not be empty');
  const pathOf = ({ url }: FastifyRequest): string => url.slice(app.prefix.length).split('?', 1)[0]!;
  const closing = new AbortController();
  let dispatch: Promise<Dispatch> | undefined;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('preClose', (done) => {
    closing.abort();
    done();
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('cache-control', 'no-store');
    // The console's page tells nothing by itself. What it asks for is refused where the browser may not have it, which the
    // page then says, or asks for the token.
    if (['', '/'].includes(pathOf(request)) && options.welcome(request, reply)) return;
    checkAccess(request, options.token);
    done();
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, message } = problemOf(error);
    if (status === 503) reply.header('retry-after', 1);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(status).type('application/problem+json').send(problemText(status, message));
  });
  // One route for all: those of the document are looked up once somebody asks, which keeps them out of the start-up
  // time.
  for (const url of ['/', '/*'])
    app.route({
      method: METHODS,
      url,
      bodyLimit: BODY_LIMIT,
      exposeHeadRoute: false,
      async handler(request, reply) {
        const path = pathOf(request);
        dispatch ??= import('./dispatch.ts').then(({ createDispatch }) => createDispatch(options));
        return (await dispatch)(request, reply, path, closing.signal);
      },
    });
}
