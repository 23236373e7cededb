/** Who may use the control plane. */
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { sameSecret } from '../auth/secret-digest.ts';
import { addressAllowed, clientAddress } from '../request/ip-allow-list.ts';
import { Problem } from './control-problem.ts';

const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Host name of a `Host` header or an origin, without brackets or port. */
function hostName(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).hostname.replace(/^\[|\]$/g, '') : undefined;
}

/** Names that no stranger's name server can point somewhere else. @see RFC 6761 §6.3 on localhost */
const cannotBeRebound = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || isIP(host) !== 0;

function checkToken(token: string, authorization: string | undefined): void {
  const [scheme = '', given = ''] = (authorization ?? '').split(/ +/, 2);
  if (scheme.toLowerCase() === 'bearer' && sameSecret(given, token)) return;
  throw new Problem(401, 'This server was started with a control token; send it as "Authorization: Bearer <token>"');
}

/** A web page that a person on this machine visits must not reach the control plane through their browser. */
function checkBrowser({ headers }: FastifyRequest): void {
  const host = hostName(`http://${headers.host ?? ''}`);
  if (host === undefined || !cannotBeRebound(host)) {
    throw new Problem(
      403,
      'The control plane answers to localhost or an IP address only; start the server with a control token to use it under another host name',
    );
  }
  if (headers.origin !== undefined && hostName(headers.origin) !== host) {
    throw new Problem(403, 'The control plane takes no requests from web pages of another site');
  }
}

/**
 * With a token, anyone who carries it; without one, callers on this machine, and not through a stranger's web page.
 *
 * @throws Problem 401 or 403
 */
export function checkAccess(request: FastifyRequest, token: string | undefined): void {
  if (token !== undefined) return checkToken(token, request.headers.authorization);
  const address = clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for']);
  if (!addressAllowed(LOOPBACK, address)) {
    throw new Problem(
      403,
      'The control plane answers callers on the same machine only; start the server with a control token to open it to others',
    );
  }
  checkBrowser(request);
}
