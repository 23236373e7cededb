/** What can be registered as a redirect URI, and which registered one a request's is. */
import type { CompiledContract } from './compiled-contract.ts';
import { InputError } from './input-error.ts';

/** Schemes under which a browser runs or shows what stands in the URI itself, instead of telling an application. */
const NO_APPLICATION = ['javascript:', 'vbscript:', 'data:', 'blob:', 'about:', 'file:'];

const VISIBLE = /^[\x21-\x7e]+$/;

/**
 * @returns what is wrong with it as a redirect URI; undefined if it can be one, an application's own scheme included
 * @see RFC 6749 §3.1.2, RFC 8252 §7.1
 */
export function redirectUriFlaw(uri: string): string | undefined {
  if (!VISIBLE.test(uri)) return 'it carries characters that no URI may; encode them';
  if (!URL.canParse(uri))
    return 'it is not absolute; write scheme, host and path, such as http://localhost:3000/callback';
  if (uri.includes('#')) return 'it has a fragment; leave out # and what follows';
  const { protocol } = new URL(uri);
  return NO_APPLICATION.includes(protocol)
    ? `${protocol} leads to no application; use https:, http: or a scheme of the application's own`
    : undefined;
}

/** @throws InputError for one that cannot be registered, or where no client could use it */
export function checkRedirectUris(uris: readonly string[], contracts: ReadonlyMap<string, CompiledContract>): void {
  for (const uri of uris) {
    const flaw = redirectUriFlaw(uri);
    if (flaw !== undefined) throw new InputError(`"${uri}" cannot be a redirect URI: ${flaw}`);
  }
  const takers = [...contracts.values()].some(({ operations }) =>
    operations.some(({ action }) => action.type === 'authorize'),
  );
  if (uris.length > 0 && !takers)
    throw new InputError(
      `no served contract has an authorization endpoint, so no redirect URI can be registered: ${[...contracts.keys()].join(', ')}`,
    );
}

export const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** The URI with no port, if it is a loopback one; every other as it is. */
function portless(uri: string): string {
  const authority = /^http:\/\/([^/?#@]+?)(?::\d*)?(?=[/?#]|$)/.exec(uri);
  return authority !== null && LOOPBACK.includes(authority[1]!)
    ? `http://${authority[1]!}${uri.slice(authority[0].length)}`
    : uri;
}

/**
 * @param anyPort whether a loopback URI may name another port than the one registered
 * @see RFC 9700 §4.1.3: compared character by character; RFC 8252 §7.3: a native application learns its port late
 */
export function isRegistered(registered: readonly string[], uri: string, anyPort: boolean): boolean {
  return registered.includes(uri) || (anyPort && registered.some((one) => portless(one) === portless(uri)));
}

function sharedStart(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

/** The registered URI that is most like one that is not, and how many characters they share from the start. */
export function nearest(
  registered: readonly string[],
  uri: string,
): { readonly uri: string; readonly same: number } | undefined {
  const all = registered.map((one) => ({ uri: one, same: sharedStart(one, uri) }));
  return all.sort((a, b) => b.same - a.same)[0];
}
