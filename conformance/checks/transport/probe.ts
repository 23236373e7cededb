/** Reaching a target over TLS and plain HTTP, below the level at which other checks speak. */
import { request } from 'node:http';
import { connect, rootCertificates } from 'node:tls';
import type { ConnectionOptions, PeerCertificate, SecureVersion, TLSSocket } from 'node:tls';

const TIMEOUT_MS = 10_000;

export interface Handshake {
  /** Undefined where it failed. */
  readonly protocol: string | undefined;
  /** Why the certificate is not trusted; undefined where it is. */
  readonly distrust: string | undefined;
  /** Epoch milliseconds; undefined where no certificate was shown. */
  readonly validTo: number | undefined;
  readonly error: string | undefined;
}

export interface HandshakeOptions {
  /** The newest version of TLS that we offer. */
  readonly newest?: SecureVersion;
  /** PEM of an authority that is trusted beside the system's. */
  readonly ca?: string | undefined;
}

export function handshake({ hostname, port }: URL, { newest, ca }: HandshakeOptions = {}): Promise<Handshake> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const old =
      newest === undefined ? {} : { maxVersion: newest, minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' };
    const socket: TLSSocket = connect({
      host,
      port: Number(port || 443),
      servername: /^[\d.]+$|:/.test(host) ? '' : host,
      rejectUnauthorized: false,
      ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
      ...old,
    } satisfies ConnectionOptions);
    const end = (result: Handshake): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(TIMEOUT_MS, () =>
      end({ protocol: undefined, distrust: undefined, validTo: undefined, error: 'no answer' }),
    );
    socket.on('error', ({ message }: Error) =>
      end({ protocol: undefined, distrust: undefined, validTo: undefined, error: message }),
    );
    socket.on('secureConnect', () => {
      const certificate: Partial<PeerCertificate> = socket.getPeerCertificate();
      end({
        protocol: socket.getProtocol() ?? undefined,
        // Typed as an Error, and yet a code as a string.
        distrust: socket.authorized ? undefined : String(socket.authorizationError),
        validTo: certificate.valid_to === undefined ? undefined : Date.parse(certificate.valid_to),
        error: undefined,
      });
    });
  });
}

export interface PlainAnswer {
  readonly status: number;
  readonly location: string | undefined;
  /** Media type without parameters; empty where there is none. */
  readonly type: string;
}

/** Media type of a `Content-Type`. */
export const mediaType = (value: string | undefined): string => (value ?? '').split(';')[0]!.trim().toLowerCase();

/**
 * A request over plain HTTP, with no header but `Host`: a secret must not travel this way, even to find fault.
 *
 * @returns undefined where nothing answers
 */
export function overPlainHttp(method: string, url: string): Promise<PlainAnswer | undefined> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method, timeout: TIMEOUT_MS }, (answer) => {
      answer.resume();
      resolve({
        status: answer.statusCode ?? 0,
        location: answer.headers.location,
        type: mediaType(answer.headers['content-type']),
      });
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(undefined));
    outgoing.end();
  });
}
