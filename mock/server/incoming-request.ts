/** A request as the behaviours see it, over Fastify's. */
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import type { Incoming } from '../request/call.ts';
import { baseOf } from './sandbox-urls.ts';
import { parseQuery } from '../request/form-fields.ts';
import { addressAllowed, clientAddress } from '../request/ip-allow-list.ts';

const LOOPBACK = ['127.0.0.0/8', '::1'];

/** What can stand between `http://` and the path: a name or an address, and perhaps a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

const isHost = (host: string | undefined): boolean => host !== undefined && HOST.test(host);

/** Read once for each connection. */
const certificates = new WeakMap<Socket, { readonly certificate: X509Certificate | undefined }>();

function certificateOf(socket: Socket): X509Certificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let read = certificates.get(socket);
  if (read === undefined) certificates.set(socket, (read = { certificate: socket.getPeerX509Certificate() }));
  return read.certificate;
}

/**
 * A class for its getters' sake: most requests never ask for most of this, and an object made for each would cost them.
 */
export class FastifyIncoming implements Incoming {
  readonly method: string;
  readonly path: string;
  readonly base: string | undefined;
  readonly queryString: string;
  readonly params: Readonly<Record<string, string>>;
  readonly rawBody: Buffer | undefined;
  readonly #request: FastifyRequest;
  readonly #fixed: string | undefined;
  #address: string | undefined;

  /**
   * @param prefix what stands before the contract's own path in the URL
   * @param origin of every request, where that is fixed
   */
  constructor(request: FastifyRequest, prefix: string, origin?: string) {
    const url = request.raw.url!;
    const mark = url.indexOf('?');
    this.#request = request;
    this.#fixed = origin;
    this.method = request.method;
    this.path = mark === -1 ? url.slice(prefix.length) : url.slice(prefix.length, mark);
    this.base = baseOf(request.raw);
    this.queryString = mark === -1 ? '' : url.slice(mark + 1);
    // Fastify reads nothing of a request whose path has broken escapes.
    this.params = (request.params ?? {}) as Record<string, string>;
    this.rawBody = request.body as Buffer | undefined;
  }

  get headers(): Incoming['headers'] {
    return this.#request.headers;
  }

  get rawHeaders(): readonly string[] {
    return this.#request.raw.rawHeaders;
  }

  get query(): Incoming['query'] {
    return (this.#request.query as Incoming['query'] | null) ?? parseQuery(this.queryString);
  }

  get address(): string {
    return (this.#address ??= clientAddress(
      this.#request.socket.remoteAddress,
      this.#request.headers['x-forwarded-for'],
    ));
  }

  get certificate(): X509Certificate | undefined {
    return certificateOf(this.#request.raw.socket);
  }

  get whenGone(): Incoming['whenGone'] {
    const { socket } = this.#request.raw;
    return (then) => {
      socket.once('close', then);
      return () => void socket.off('close', then);
    };
  }

  /** A proxy on this machine may say how the client sees us; what makes no URL is not heard. */
  get origin(): string {
    if (this.#fixed !== undefined) return this.#fixed;
    const { headers, socket, protocol, host } = this.#request;
    const forwarded = (name: string): string | undefined => {
      const value = headers[name] as string | undefined;
      if (value === undefined || socket.remoteAddress === undefined || !addressAllowed(LOOPBACK, socket.remoteAddress))
        return undefined;
      return value.split(',')[0]?.trim();
    };
    const scheme = forwarded('x-forwarded-proto')?.toLowerCase();
    const { localAddress = '', localPort = 0 } = socket;
    const own = `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
    return `${scheme === 'http' || scheme === 'https' ? scheme : protocol}://${[forwarded('x-forwarded-host'), host].find(isHost) ?? own}`;
  }
}
