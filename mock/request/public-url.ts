/** Where clients find the server, whatever address they or a proxy ask: one issuer for all of them. */
import { InputError } from '../contract/input-error.ts';

export interface PublicUrl {
  /** Scheme and host: `https://auth.example.org`. */
  readonly origin: string;
  /** What stands before every path, without a trailing slash: `/sandbox`; empty for the root. */
  readonly path: string;
}

function flawOf(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    return 'write http:// or https://, a host, and perhaps a path';
  const { username, password } = new URL(text);
  if (text.includes('?') || text.includes('#')) return 'an issuer has no query and no fragment; leave them out';
  if (username !== '' || password !== '') return 'leave out user name and password';
  return new URL(text).pathname.includes('//') ? 'its path has an empty segment; leave out one slash' : undefined;
}

/** @throws InputError for a URL that no issuer can have (RFC 8414 §2) */
export function readPublicUrl(text: string): PublicUrl {
  const flaw = flawOf(text);
  if (flaw !== undefined) throw new InputError(`"${text}" cannot be the public URL: ${flaw}`);
  const { origin, pathname } = new URL(text);
  return { origin, path: pathname.replace(/\/$/, '') };
}

/** The host that a certificate has to be for too; none where there is no public URL. @throws InputError as above */
export function publicHosts(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [new URL(readPublicUrl(text).origin).hostname.replace(/^\[|\]$/g, '')];
}
