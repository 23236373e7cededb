/** Whether a contract looks at the certificates that clients connect with (RFC 8705, or `mutualTLS` of OpenAPI). */
import { METHODS, follow } from './openapi-document.ts';
import type { Document } from './openapi-document.ts';

export function usesCertificates(document: Document): boolean {
  const binds = Object.values(document['x-credentials'] ?? {}).some(
    (credential) =>
      credential.kind === 'certificate' || (credential.kind === 'token' && credential.certificate_bound !== undefined),
  );
  return (
    binds ||
    Object.values(document.paths ?? {}).some((node) => {
      const item = follow(document, { node, pointer: '#/paths' }).node;
      return METHODS.some((method) => {
        const action = item[method]?.['x-action'];
        return (
          action !== undefined &&
          'client_authentication' in action &&
          action.client_authentication.some((way) => way === 'tls_client_auth' || way === 'self_signed_tls_client_auth')
        );
      });
    })
  );
}

/** What to say of an authority for clients' certificates where nothing looks at one. */
export const unusedAuthority = (
  contracts: readonly { readonly document: Document }[],
  option: string,
): string | undefined =>
  contracts.some(({ document }) => usesCertificates(document))
    ? undefined
    : `no contract that is served looks at clients' certificates, so that ${option} does nothing; leave it out, or serve one that does`;

/** What to say of contracts whose clients connect with certificates, where the server speaks plain HTTP. */
export function certificatesWarning(
  contracts: readonly { readonly name: string; readonly document: Document }[],
  mend: string,
): string | undefined {
  const names = contracts.filter(({ document }) => usesCertificates(document)).map(({ name }) => name);
  return names.length === 0
    ? undefined
    : `clients of ${names.join(' and ')} connect with certificates, which need TLS; without it they are refused: ${mend}`;
}
