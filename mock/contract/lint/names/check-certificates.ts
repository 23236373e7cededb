/** Whether clients can connect with the certificates that they are to be known by (RFC 8705). */
import { certificateFlaw, keyName, nameFlaw, plainName } from '../../certificate-names.ts';
import type { Document } from '../../openapi-document.ts';
import { usesCertificates } from '../../uses-certificates.ts';
import type { Report } from './walk-document.ts';

export function checkCertificates(document: Document, report: Report): void {
  const clients = document['x-seed']?.clients ?? [];
  const binds = Object.values(document['x-credentials'] ?? {}).some(
    (credential) => credential.kind === 'token' && credential.certificate_bound !== undefined,
  );
  checkKeys(document, report);
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

/** Whether each key that is known by its certificate has a name of its own, and nothing else; and no other key has any. */
function checkKeys(document: Document, report: Report): void {
  const taken = new Map<string, string>();
  document['x-seed']?.keys?.forEach(({ credential: name, id, certificate, secret, public_key: registered }, i) => {
    const credential = document['x-credentials']?.[name];
    if (credential === undefined) return;
    const pointer = `#/x-seed/keys/${i}`;
    const say = (at: string, message: string, suggestion: string): void =>
      report({ rule: 'security', pointer: `${pointer}${at}`, message, suggestion });
    if (credential.kind !== 'certificate') {
      if (certificate !== undefined)
        say('/certificate', `a key of "${name}" is known by no certificate`, 'leave it out');
      return;
    }
    for (const [key, value] of Object.entries({ secret, public_key: registered }))
      if (value !== undefined)
        say(
          `/${key}`,
          `the key "${id}" of "${name}" is known by its certificate, which the sandbox makes`,
          `leave ${key} out`,
        );
    const own = keyName(id, certificate);
    const flaw = nameFlaw(own);
    if (flaw !== undefined) {
      say('/certificate', `the key "${id}" cannot be known by its certificate: ${flaw}`, 'write another name');
      return;
    }
    const text = `${name} ${plainName(own)}`;
    const other = taken.get(text);
    if (other !== undefined)
      say(
        '/certificate',
        `the keys "${other}" and "${id}" of "${name}" have one name in their certificates`,
        'give each a name of its own',
      );
    else taken.set(text, id);
  });
}
