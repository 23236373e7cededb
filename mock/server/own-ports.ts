/**
 * A port of its own for each contract, which stands at the root there: one origin each. Clients that drop the path of
 * their base URL, as a leading slash does by RFC 3986 §5.2.2, reach it all the same.
 */
import { lookup } from 'node:dns/promises';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ServerOptions } from './server-options.ts';
import { limitConnections, nodeLimits, tlsOptions } from './http-limits.ts';
import { drained } from './graceful-stop.ts';
import { writeAtOnce } from './one-write.ts';
import { markOwnPort } from './sandbox-urls.ts';

export interface OwnPorts {
  /** In the order of the contracts. */
  readonly ports: readonly number[];
  readonly servers: readonly Server[];
  /** Stops listening. @returns once every request that had come is answered, or has taken too long */
  drain(): Promise<void>;
  close(): void;
}

function listening(
  server: Server,
  options: { readonly host: string; readonly port: number; readonly backlog: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Every address of `localhost`, so that a client may take any of them; any other host is one. */
async function addressesOf(host: string): Promise<readonly string[]> {
  if (host !== 'localhost') return [host];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/**
 * Listens on one port after the other: processes of a cluster that ask for free ones get the same ones in the same
 * order.
 *
 * @throws Error with code `EADDRINUSE` for a port that is taken; nothing listens then
 */
export async function openOwnPorts(
  main: Server,
  answer: FastifyInstance['routing'],
  contracts: readonly string[],
  wanted: readonly number[],
  options: ServerOptions,
  backlog: number,
): Promise<OwnPorts> {
  const { host = '127.0.0.1' } = options;
  const tls = tlsOptions(options);
  const limits = nodeLimits(options);
  const servers: Server[] = [];
  const close = (): void =>
    servers.forEach((server) => {
      server.close();
      server.closeAllConnections();
    });

  /** With the limits of the main port's server, and its answer to what is no HTTP. */
  const serverOf = (contract: string): Server => {
    const listener: RequestListener = (request, response) => {
      markOwnPort(request, contract);
      answer(request, response);
    };
    const server = tls ? createHttpsServer({ ...tls, ...limits }, listener) : createHttpServer(limits, listener);
    server.keepAliveTimeout = main.keepAliveTimeout;
    server.requestTimeout = main.requestTimeout;
    limitConnections(server, main.maxConnections);
    writeAtOnce(server, tls !== undefined);
    server.on('clientError', (error, socket) => main.emit('clientError', error, socket));
    servers.push(server);
    return server;
  };

  try {
    const [first = host, ...others] = await addressesOf(host);
    const ports: number[] = [];
    for (const [i, contract] of contracts.entries()) {
      const port = await listening(serverOf(contract), { host: first, port: wanted[i]!, backlog });
      // Another address of localhost is a help, and no harm where the system has none.
      for (const address of others)
        await listening(serverOf(contract), { host: address, port, backlog }).catch(() => undefined);
      ports.push(port);
    }
    return { ports, servers, drain: () => Promise.all(servers.map(drained)).then(() => undefined), close };
  } catch (error) {
    close();
    throw error;
  }
}
