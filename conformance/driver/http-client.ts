/**
 * Sends one request as it is given: header names as written, repeated headers, a body on any method, a path that nobody
 * tidies. (`fetch` allows none of these.)
 */
import http from 'node:http';
import https from 'node:https';
import { createSecureContext, rootCertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { monotonic } from '../machine-clock.ts';
import type { Exchange } from '../exchange.ts';
import type { ClientCertificate } from '../sent-request.ts';
import type { Target } from '../target/target.ts';
import type { BurstAnswer } from './burst.ts';
import { Unreachable } from './unreachable.ts';

export interface HttpRequest {
  readonly method: string;
  /** Absolute; path and query are sent letter for letter. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  /** The whole URL is the request's target (RFC 9112 §3.2.2). */
  readonly absolute?: true | undefined;
  /** What the connection is made with; every one has connections of its own. */
  readonly certificate?: ClientCertificate | null | undefined;
}

export interface HttpClient {
  send(request: HttpRequest, timeoutMs: number): Promise<Exchange>;
  /** Sends a request many times, as fast as it goes. @returns the answers */
  burst(request: HttpRequest, count: number, timeoutMs: number): Promise<readonly BurstAnswer[]>;
  close(): void;
}

const MOST_SOCKETS = 256;

/** Methods for which the absence of a body has to be said (RFC 9110 §8.6). */
const BODIED = new Set(['POST', 'PUT', 'PATCH']);

interface Place {
  readonly secure: boolean;
  /** As in the `Host` header. */
  readonly host: string;
  readonly hostname: string;
  readonly port: number | undefined;
}

/** Targets have few origins, and requests are many. */
const places = new Map<string, Place>();

function placeOf(origin: string): Place {
  let place = places.get(origin);
  if (place === undefined) {
    const { protocol, hostname, port } = new URL(origin);
    place = {
      secure: protocol === 'https:',
      host: origin.replace(/^\w+:\/\//, ''),
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? undefined : Number(port),
    };
    places.set(origin, place);
  }
  return place;
}

/** The origin, and everything after it as it was given. */
function splitUrl(url: string): Place & { readonly path: string } {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(url) ?? [];
  return { ...placeOf(origin), path: path.startsWith('/') ? path : `/${path}` };
}

function answerHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    headers[name] = name in headers ? `${headers[name]}, ${raw[i + 1]!}` : raw[i + 1]!;
  }
  return headers;
}

/** What a person can act on, of what Node says. */
function reasonOf(error: NodeJS.ErrnoException, { url }: HttpRequest): string {
  const origin = url.split('/', 3).join('/');
  switch (error.code) {
    case 'ECONNREFUSED':
      return `${origin} refuses connections: nothing listens there`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${origin}: there is no such host`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `the certificate of ${origin} comes from an authority that is not trusted here (${error.code}); name the authority's PEM file as tls.ca in the target file, or write tls.insecure: true to check the rest`;
    case 'CERT_HAS_EXPIRED':
      return `the certificate of ${origin} has expired; renew it, or write tls.insecure: true in the target file to check the rest`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate of ${origin} is for another host; correct base_url, or write tls.insecure: true in the target file to check the rest`;
    case 'ECONNRESET':
      return `${origin} closes the connection without an answer${origin.startsWith('http:') ? '; if it speaks TLS, write https:// in the target file' : ''}`;
    case 'EPROTO':
      return /protocol version|unsupported protocol/.test(error.message)
        ? `${origin} speaks no TLS of version 1.2 or later`
        : `${origin} does not speak TLS as it should: ${error.message.split(':').slice(-5, -2).join(':')}`;
    default:
      return `${origin}: ${error.code ?? ''} ${error.message}`.trim();
  }
}

/** Headers of a request, with those that every request needs. */
function wholeHeaders({ method, headers: own, body }: HttpRequest, { host }: Place): (readonly [string, string])[] {
  const isGiven = (wanted: string): boolean =>
    own.some(([name]) => name.length === wanted.length && name.toLowerCase() === wanted);
  const headers: (readonly [string, string])[] = isGiven('host') ? [...own] : [['Host', host], ...own];
  if ((body !== undefined || BODIED.has(method)) && !isGiven('content-length') && !isGiven('transfer-encoding'))
    headers.push(['Content-Length', `${Buffer.byteLength(body ?? '')}`]);
  return headers;
}

/** By the authority that is trusted besides: to read all the authorities of the system costs more than a handshake. */
const contexts = new Map<string, SecureContext>();

function contextWith(ca: string | undefined, certificate?: ClientCertificate): SecureContext {
  const key = `${ca ?? ''}${certificate?.cert ?? ''}`;
  let context = contexts.get(key);
  if (context === undefined) {
    const authorities = ca === undefined ? rootCertificates : [...rootCertificates, ca];
    contexts.set(key, (context = createSecureContext({ ca: [...authorities], ...certificate })));
  }
  return context;
}

/**
 * @param tls how certificates are judged: `ca` in PEM beside the system's, `insecure` takes any
 * @param usualTimeoutMs of most requests: connections keep it, in place of being set anew before and after each
 */
export function createHttpClient(tls?: Target['tls'], usualTimeoutMs?: number): HttpClient {
  const options = {
    keepAlive: true,
    maxSockets: MOST_SOCKETS,
    scheduling: 'lifo' as const,
    ...(usualTimeoutMs !== undefined && { timeout: usualTimeoutMs }),
  };
  const trust = {
    rejectUnauthorized: tls?.insecure !== true,
    ...(tls?.ca !== undefined && { secureContext: contextWith(tls.ca) }),
  };
  const plain = new http.Agent(options);
  const secure = new https.Agent({ ...options, ...trust });
  const proven = new Map<string, https.Agent>();

  const trustOf = (certificate: ClientCertificate): typeof trust => ({
    ...trust,
    secureContext: contextWith(tls?.ca, certificate),
  });

  /** A connection proves who the client is when it is made. */
  function secureAgent(certificate: ClientCertificate | null | undefined): https.Agent {
    if (certificate === undefined || certificate === null) return secure;
    let agent = proven.get(certificate.cert);
    if (agent === undefined)
      proven.set(certificate.cert, (agent = new https.Agent({ ...options, ...trustOf(certificate) })));
    return agent;
  }

  function attempt(request: HttpRequest, timeoutMs: number, mayRetry: boolean): Promise<Exchange> {
    const { method, url, body } = request;
    const target = splitUrl(url);
    const headers = wholeHeaders(request, target);
    const started = monotonic();
    return new Promise((resolve, reject) => {
      let answered = false;
      const outgoing = (target.secure ? https : http).request(
        {
          method,
          host: target.hostname,
          port: target.port,
          path: request.absolute ? url : target.path,
          agent: target.secure ? secureAgent(request.certificate) : plain,
          headers: headers.flat(),
          timeout: timeoutMs,
        },
        (answer) => {
          answered = true;
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', (error) => reject(new Unreachable(reasonOf(error, request))));
          answer.on('end', () =>
            resolve({
              method,
              url,
              headers: request.headers,
              body,
              status: answer.statusCode ?? 0,
              answerHeaders: answerHeaders(answer.rawHeaders),
              answerBody: Buffer.concat(chunks).toString('utf8'),
              duration: monotonic() - started,
            }),
          );
        },
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'timed out:' })),
      );
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        if (answered) return;
        // A kept-alive connection that the server had already closed says nothing about the target.
        if (mayRetry && outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE'))
          resolve(attempt(request, timeoutMs, false));
        else reject(new Unreachable(reasonOf(error, request)));
      });
      outgoing.end(body);
    });
  }

  return {
    send: (request, timeoutMs) => attempt(request, timeoutMs, true),
    async burst(request, count, timeoutMs) {
      const { burst } = await import('./burst.ts');
      const { secure: isSecure, hostname, port, path, ...place } = splitUrl(request.url);
      const head = [
        `${request.method} ${path} HTTP/1.1`,
        ...wholeHeaders(request, { ...place, secure: isSecure, hostname, port }).map(
          ([name, value]) => `${name}: ${value}`,
        ),
      ];
      return burst(
        {
          hostname,
          port: port ?? (isSecure ? 443 : 80),
          tls: isSecure ? (request.certificate ? trustOf(request.certificate) : trust) : undefined,
        },
        `${head.join('\r\n')}\r\n\r\n${request.body ?? ''}`,
        count,
        timeoutMs,
      );
    },
    close() {
      plain.destroy();
      for (const agent of [secure, ...proven.values()]) agent.destroy();
    },
  };
}
