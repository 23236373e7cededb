/**
 * Addresses that a browser, a parser or a careless comparison takes for a registered one, and that are not the same
 * characters.
 */
export interface UriVariant {
  /** Stands after "the registered one". */
  readonly how: string;
  readonly uri: string;
}

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?=[:/]|$)/;

const isLoopback = (uri: string): boolean => LOOPBACK.test(uri);

const swapped = (text: string): string => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase());

const escapedLast = (uri: string): string =>
  uri.replace(/[a-zA-Z](?=[^a-zA-Z]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** Scheme with its slashes, authority, and what follows. */
const authority = (uri: string, change: (host: string) => string): string =>
  uri.replace(/^([a-z][\w+.-]*:\/\/)([^/?#]+)/i, (_, scheme: string, host: string) => `${scheme}${change(host)}`);

const path = (uri: string, change: (path: string) => string): string =>
  uri.replace(/^([a-z][\w+.-]*:\/\/[^/?#]+)(.*)$/i, (_, start: string, rest: string) => `${start}${change(rest)}`);

const VARIANTS: readonly (readonly [how: string, change: (uri: string) => string])[] = [
  ['with its scheme in capitals', (uri) => uri.replace(/^[a-z]+/, (scheme) => scheme.toUpperCase())],
  ['with its host in the other case', (uri) => authority(uri, swapped)],
  [
    'with the default port written out',
    (uri) =>
      /^https?:\/\/[^/]*:\d/.test(uri)
        ? uri
        : authority(uri, (host) => `${host}:${uri.startsWith('https') ? 443 : 80}`),
  ],
  ['with an empty port', (uri) => (/:\d+(?:[/?#]|$)/.test(uri.slice(8)) ? uri : authority(uri, (host) => `${host}:`))],
  ['with a dot behind its host', (uri) => authority(uri, (host) => host.replace(/(:\d+)?$/, '.$1'))],
  ['with a full-width dot in its host', (uri) => authority(uri, (host) => host.replace('.', '．'))],
  ['with a dot segment', (uri) => path(uri, (rest) => `/.${rest}`)],
  ['with a way down and up again', (uri) => path(uri, (rest) => `/x/..${rest}`)],
  ['with an encoded way down and up again', (uri) => path(uri, (rest) => `/x/%2e%2e${rest}`)],
  ['with a percent-encoded letter', (uri) => escapedLast(uri)],
  ['with a doubled slash', (uri) => path(uri, (rest) => `/${rest}`)],
  ['with a slash at its end', (uri) => `${uri}/`],
  ['with an empty query', (uri) => `${uri}?`],
  ['with a query', (uri) => `${uri}?x=1`],
  ['with an ampersand', (uri) => `${uri}&x=1`],
  ['with an empty fragment', (uri) => `${uri}#`],
  ['with a fragment', (uri) => `${uri}#x`],
  ['with an encoded fragment', (uri) => `${uri}%23x`],
  ['with parameters behind a semicolon', (uri) => `${uri};x=1`],
  ['with backslashes', (uri) => uri.replaceAll('/', '\\')],
  ['with another host behind a backslash', (uri) => authority(uri, (host) => `${host}\\@attacker.example`)],
  ['as the user name of another host', (uri) => authority(uri, (host) => `${host.split(':')[0]!}@attacker.example`)],
  ['behind a number sign of another host', (uri) => authority(uri, (host) => `attacker.example#@${host}`)],
  ['in the query of another host', (uri) => `https://attacker.example/?${uri}`],
  ['with a space before it', (uri) => ` ${uri}`],
  ['with a space behind it', (uri) => `${uri} `],
  ['with a tab within', (uri) => path(uri, (rest) => `${rest.slice(0, 2)}\t${rest.slice(2)}`)],
  ['with a line break behind it', (uri) => `${uri}\n`],
  ['with a zero byte and more behind it', (uri) => `${uri}\0.attacker.example`],
  ['without its last character', (uri) => uri.slice(0, -1)],
  ['with a letter more', (uri) => `${uri}x`],
  ['without its scheme', (uri) => uri.replace(/^[a-z]+:/i, '')],
  ['twice, with a comma', (uri) => `${uri},${uri}`],
  [
    'at another name of this machine',
    (uri) => uri.replace(LOOPBACK, (_, host) => `http://${host === 'localhost' ? '127.0.0.1' : 'localhost'}`),
  ],
  [
    'at a number of this machine',
    (uri) => uri.replace(LOOPBACK, (_, host) => `http://${host === '[::1]' ? '127.0.0.1' : '[::1]'}`),
  ],
  [
    'at a name that begins like that of this machine',
    (uri) => uri.replace(LOOPBACK, (whole) => `${whole}.attacker.example`),
  ],
];

/**
 * Each of them once. The port of a loopback address is left alone: native applications may change that (RFC 8252
 * §7.3).
 *
 * @param registered all that are registered, which are no variants
 */
export function uriVariants(uri: string, registered: readonly string[]): readonly UriVariant[] {
  const seen = new Set(registered);
  return VARIANTS.flatMap(([how, change]) => {
    const other = change(uri);
    if (seen.has(other) || (isLoopback(uri) && /port/.test(how))) return [];
    seen.add(other);
    return [{ how, uri: other }];
  });
}
