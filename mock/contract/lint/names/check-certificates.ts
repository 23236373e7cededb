/** Whether clients can connect with the certificates that they are to be known by (RFC 8705). */
import { certificateFlaw } from '../../certificate-names.ts';
import type { Document } from '../../openapi-document.ts';
import { usesCertificates } from '../../uses-certificates.ts';
import type { Report } from './walk-document.ts';

export function checkCertificates(document: Document, report: Report): void {
  const clients = document['x-seed']?.clients ?? [];
  const binds = Object.values(document['x-credentials'] ?? {}).some(
    (credential) => credential.kind === 'token' && credential.certificate_bound !== undefined,
  );
  clients.forEach((client, i) => {
    const pointer = `#/x-seed/clients/${i}`;
    const flaw = certificateFlaw(client);
    if (flaw !== undefined)
      report({
        rule: 'client',
        pointer,
        message: `client "${client.client_id}" cannot prove itself by a certificate: ${flaw}`,
      });
    if (client.certificate_key !== undefined && !usesCertificates(document))
      report({
        level: 'warning',
        rule: 'unread-seed',
        pointer: `${pointer}/certificate_key`,
        message: `nothing reads the certificate of client "${client.client_id}"`,
        suggestion:
          'add tls_client_auth or self_signed_tls_client_auth to how clients authenticate, or certificate_bound to a token credential, or take it away',
      });
    if (client.tls_client_certificate_bound_access_tokens === true && !binds)
      report({
        level: 'warning',
        rule: 'unread-seed',
        pointer: `${pointer}/tls_client_certificate_bound_access_tokens`,
        message: `nothing reads whether client "${client.client_id}" connects with a certificate: no token credential has certificate_bound`,
        suggestion: 'give one certificate_bound, or take it away',
      });
  });
}
