/** Reads the URL of a Redis; what is wrong with one is told without showing what may be a password. */
import type { RedisOptions } from 'ioredis';

export interface RedisUrl {
  readonly server: Pick<RedisOptions, 'host' | 'port' | 'username' | 'password' | 'tls'>;
  readonly database: number;
  /** The URL without its password. */
  readonly shown: string;
}

const PORT = 6_379;

/** A text that may be a URL, with all that may be a name or a password in it taken out, however it is written. */
export const withoutSecrets = (text: string): string =>
  text.replace(/^([a-z][a-z0-9+.-]*:(?:\/\/)?).*@/is, '$1***@').replace(/[?#].*$/s, '');

type Wrong = (what: string) => Error;

function decoded(text: string, wrong: Wrong): string | undefined {
  try {
    return text === '' ? undefined : decodeURIComponent(text);
  } catch {
    throw wrong('has a % in its user or password that is no escape; write %25');
  }
}

/**
 * @param text `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS
 * @throws Error that says what is wrong and how it is written
 */
export function readRedisUrl(text: string): RedisUrl {
  const wrong: Wrong = (what) => new Error(`"${withoutSecrets(text)}" ${what}`);
  if (!URL.canParse(text))
    throw wrong(
      'is no URL; write redis://[user:password@]host[:port][/database], and in a password %2F for /, %23 for #, %3F for ?, %40 for @, %25 for %',
    );
  const url = new URL(text);
  if (url.search !== '' || url.hash !== '')
    throw wrong('goes on with ? or #; a store has no options there, and in a password they are written %3F and %23');
  if (url.hostname === '') throw wrong('names no host; write redis://127.0.0.1:6379 for a Redis on this machine');
  if (!/^\/?\d*$/.test(url.pathname))
    throw wrong(
      'has something after the host that is no number; only a database may stand there, as in /0, and a / in a password is written %2F',
    );
  const shown = new URL(text);
  if (shown.password !== '') shown.password = '***';
  return {
    server: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? PORT : Number(url.port),
      username: decoded(url.username, wrong),
      password: decoded(url.password, wrong),
      ...(url.protocol === 'rediss:' && { tls: {} }),
    },
    database: Number(url.pathname.slice(1)),
    shown: shown.href,
  };
}
