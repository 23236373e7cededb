/** Which sandbox and which contract a URL is for. */
import type { IncomingMessage } from 'node:http';
import { CONTROL_PREFIX } from '../request/control-prefix.ts';

const SANDBOX = Symbol('sandbox');
const OWN = Symbol('own');
const BASE = Symbol('base path');

/** A request on its way through {@link urlRewriter}. */
interface RoutedMessage {
  [SANDBOX]?: string;
  [OWN]?: string;
  [BASE]?: string;
}

/** The sandbox that a URL named, undefined for the default one. */
export function sandboxOf(message: IncomingMessage): string | undefined {
  return (message as RoutedMessage)[SANDBOX];
}

/** Says that a request came to the port of a contract's own. */
export function markOwnPort(message: IncomingMessage, contract: string): void {
  (message as RoutedMessage)[OWN] = contract;
}

/** The contract to whose own port a request came, undefined for the port of all. */
export function ownPortContract(message: IncomingMessage): string | undefined {
  return (message as RoutedMessage)[OWN];
}

/** The base path of one of the contract's servers that stood in the URL; undefined where none did. */
export function baseOf(message: IncomingMessage): string | undefined {
  return (message as RoutedMessage)[BASE];
}

const TILDE = 126;
const SLASH = 47;

/** Path and query of a request's target, which may be a whole URL. @see RFC 9112 §3.2.2 */
function targetPath(target: string): string {
  if (target.charCodeAt(0) === SLASH) return target;
  const path = /^https?:\/\/[^/?#]*(.*)$/is.exec(target)?.[1];
  return path === undefined || path.startsWith('/') ? (path ?? target) : `/${path}`;
}

const WELL_KNOWN = '/.well-known/';

/** Metadata of an authorization server, of an OpenID provider and of a protected resource. */
const METADATA = ['oauth-authorization-server', 'openid-configuration', 'oauth-protected-resource'];

/**
 * Clients put the well-known path before an issuer's own path; contracts put it after.
 *
 * @see [RFC 8414 §3.1, §5](https://www.rfc-editor.org/rfc/rfc8414#section-3.1), [RFC 9728
 *   §3.1](https://www.rfc-editor.org/rfc/rfc9728#section-3.1)
 */
function metadataLast(url: string): string {
  if (!url.startsWith(WELL_KNOWN)) return url;
  const name = METADATA.find((each) => url.startsWith(`${WELL_KNOWN}${each}/`));
  if (name === undefined) return url;
  const first = `${WELL_KNOWN}${name}`;
  const [path = '', query] = url.slice(first.length).split('?', 2);
  return `${path}${first}${query === undefined ? '' : `?${query}`}`;
}

/** What follows the path of the public URL, where a proxy has left that on; undefined where it has not. */
function withoutPublicPath(url: string, path: string): string | undefined {
  if (path === '' || !url.startsWith(path)) return undefined;
  const rest = url.slice(path.length);
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest.startsWith('/') ? rest : undefined;
}

/** Takes the base path of one of the contract's servers out of a URL, and remembers it. */
function withoutBase(message: IncomingMessage, url: string, mount: string, bases: readonly string[]): string {
  for (const base of bases) {
    const end = mount.length + base.length;
    if (!url.startsWith(base, mount.length) || !['/', '?', ''].includes(url.charAt(end))) continue;
    (message as RoutedMessage)[BASE] = base;
    return url.slice(0, mount.length) + url.slice(end);
  }
  return url;
}

/**
 * Takes `/~<sandbox>` off a URL and remembers it, and puts the root contract's name before a URL that has no
 * contract's, or on a port of a contract's own that contract's name before every URL: routes stand there once, whatever
 * the sandbox and the port.
 *
 * @param contracts by name, with the base paths of its servers
 * @param publicPath path of the public URL, which proxies leave on or take off
 */
export function urlRewriter(
  contracts: ReadonlyMap<string, readonly string[]>,
  root: string | undefined,
  publicPath = '',
): (message: IncomingMessage) => string {
  const control = CONTROL_PREFIX.slice(1);
  const mounts = new Set([...contracts.keys(), control]);
  const based = new Map([...contracts].filter(([, bases]) => bases.length > 0));
  const firstSegment = (url: string): string => url.slice(1).split(/[/?]/, 1)[0]!;
  const isPlace = (url: string): boolean => url.charCodeAt(1) === TILDE || mounts.has(firstSegment(url));
  const mounted = (message: IncomingMessage): string => {
    let url = metadataLast(targetPath(message.url ?? '/'));
    const own = (message as RoutedMessage)[OWN];
    const rest = own === undefined ? withoutPublicPath(url, publicPath) : undefined;
    // A contract's name may be the first segment of the public path: what follows tells which of them it is.
    if (rest !== undefined && (!mounts.has(firstSegment(url)) || isPlace(rest))) url = rest;
    if (url.charCodeAt(1) === TILDE) {
      const name = firstSegment(url).slice(1);
      (message as RoutedMessage)[SANDBOX] = name;
      url = url.slice(name.length + 2);
      if (!url.startsWith('/')) url = `/${url}`;
      if (own === undefined) return url;
    }
    if (own !== undefined) return firstSegment(url) === control ? url : `/${own}${url}`;
    return root === undefined || mounts.has(firstSegment(url)) ? url : `/${root}${url}`;
  };
  if (based.size === 0) return mounted;
  return (message) => {
    const url = mounted(message);
    const name = firstSegment(url);
    const bases = based.get(name);
    return bases === undefined ? url : withoutBase(message, url, `/${name}`, bases);
  };
}
