/** Certificates of clients, made and measured. Independent of the sandbox's own code. */
import { createHash, X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../sent-request.ts';

/** @see [RFC 8705 §3.1](https://www.rfc-editor.org/rfc/rfc8705#section-3.1) */
export const certificateThumbprint = ({ cert }: ClientCertificate): string =>
  createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url');

/** When it ends: epoch milliseconds. */
export const certificateEnd = ({ cert }: ClientCertificate): number => Date.parse(new X509Certificate(cert).validTo);

/** Another certificate with the same subject and alternative names, signed by a key of its own. */
export async function forgedCertificate({ cert }: ClientCertificate): Promise<ClientCertificate> {
  const { generate } = (await import('#selfsigned')).default;
  const { subject, subjectAltName } = new X509Certificate(cert);
  const names = subjectAltName?.split(', ').flatMap((name) => /^DNS:(.*)$/.exec(name)?.[1] ?? []) ?? [];
  const made = await generate(
    subject
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => ({ shortName: line.slice(0, line.indexOf('=')), value: line.slice(line.indexOf('=') + 1) })),
    {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'extKeyUsage', clientAuth: true },
        ...(names.length > 0
          ? [{ name: 'subjectAltName' as const, altNames: names.map((value) => ({ type: 2 as const, value })) }]
          : []),
      ],
    },
  );
  return { cert: made.cert, key: made.private };
}
