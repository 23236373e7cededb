/** The work of a contract, asked of the sandbox and of anyone else who serves the contract. */
import { AUTHENTICATED_GET, OPAQUE, RS256 } from '../cases.ts';
import type { Case, Prepared } from '../cases.ts';
import { isOpaque, isSigned } from './ask.ts';
import type { Exchange, Work } from './peer.ts';

export const CASE_OF: Readonly<Record<Work, Case>> = {
  'authenticated GET': AUTHENTICATED_GET,
  'opaque token': OPAQUE,
  'RS256 token': RS256,
};

/** The same request with no credential in it. */
function anonymous({ headers, body, ...rest }: Prepared): Prepared {
  const { authorization: _bearer, 'x-app-token': _secret, ...others } = headers;
  return { ...rest, headers: others, ...(body !== undefined && { body: body.replace(/&client_secret=[^&]+/, '') }) };
}

/**
 * @param base URL of the contract, without a trailing slash
 * @param mount what its path begins with
 */
export async function contractExchange(work: Work, base: string, mount: string): Promise<Exchange> {
  const prepared = await CASE_OF[work].prepare(base);
  const request = { ...prepared, path: mount + prepared.path };
  return {
    request: () => request,
    right: (body) => {
      if (work === 'RS256 token') return isSigned(body, `${base}/.well-known/jwks.json`);
      return work === 'opaque token' ? isOpaque(body) : (JSON.parse(body) as { id?: string }).id === 'INV-123456';
    },
    refused: anonymous(request),
  };
}
