/** What one client may take of the server: time, connections, and memory for bodies. */
import { constants } from 'node:crypto';
import type { FastifyRequest, preParsingHookHandler } from 'fastify';
import type { Server } from 'node:http';
import { BoundReached } from '../state/bound-reached.ts';
import { optionOf } from '../state/bounds.ts';
import { usesCertificates } from '../contract/uses-certificates.ts';
import type { ServerOptions } from './server-options.ts';

/**
 * A request that is not whole by then is given up (Node answers 408), so that no half request holds a connection for
 * ever.
 */
export const SLOWEST_REQUEST_MS = 60_000;

/** Node looks for slow requests so many times in the time that they have. */
const LOOKS = 4;

/** Options of Node's server, which cannot be set later. */
export const nodeLimits = ({ requestTimeoutMs = SLOWEST_REQUEST_MS }: ServerOptions) => ({
  headersTimeout: requestTimeoutMs,
  connectionsCheckingInterval: Math.ceil(requestTimeoutMs / LOOKS),
});

/**
 * The server's certificate, and whether clients are asked for one: every certificate is let in, since the contract's rules
 * judge it. Where no contract looks at one, nobody is asked: a browser would let a person choose among theirs.
 */
export const tlsOptions = ({ tls, tlsClientCa, contracts, reloads }: ServerOptions) =>
  tls && {
    ...tls,
    ...((reloads === true || contracts.some(({ document }) => usesCertificates(document))) && {
      requestCert: true,
      rejectUnauthorized: false,
      // A session that is resumed has forgotten the intermediate certificates that the client sent.
      ...(tlsClientCa !== undefined && { secureOptions: constants.SSL_OP_NO_TICKET }),
    }),
  };

/** The same for Fastify. */
export const timeLimits = (options: ServerOptions) => ({
  requestTimeout: options.requestTimeoutMs ?? SLOWEST_REQUEST_MS,
  ...(options.tls ? { https: { ...tlsOptions(options), ...nodeLimits(options) } } : { http: nodeLimits(options) }),
});

/** Connections beyond the bound are closed as they come; the first of them is told. */
export function limitConnections(server: Server, most: number): void {
  server.maxConnections = most;
  server.once('drop', () =>
    process.emitWarning(
      `connections are turned away, since ${most} are open; ${optionOf('maxConnections')} allows more`,
      'TollgateBound',
    ),
  );
}

/** A body that is not longer comes in one or two reads, and is bounded by the number of connections. */
const SMALL = 16_384;

/** Bodies that come without a length say so only at their end. */
function declaredLength({ headers }: FastifyRequest): number {
  const length = headers['content-length'];
  return length === undefined ? (headers['transfer-encoding'] === undefined ? 0 : Infinity) : Number(length);
}

/** A hook that counts what is read of larger bodies, until their requests are answered, and refuses what is too much. */
export function limitBodies(most: number): preParsingHookHandler {
  let held = 0;
  return (request, reply, payload, done) => {
    if (declaredLength(request) <= SMALL) {
      done(null, payload);
      return;
    }
    let own = 0;
    const count = (chunk: Buffer): void => {
      own += chunk.length;
      held += chunk.length;
      if (held <= most) return;
      payload.off('data', count);
      // The one who reads the body hears of it as of any other error of the connection.
      payload.emit('error', new BoundReached('maxBodyBytes', most));
    };
    payload.on('data', count);
    reply.raw.once('close', () => {
      payload.off('data', count);
      held -= own;
    });
    done(null, payload);
  };
}
