/** An authority of one's own for clients' certificates, and what it issues: right and wrong. */
import { createPrivateKey } from 'node:crypto';
import { X509Certificate, X509CrlGenerator } from '@peculiar/x509';
import selfsigned from 'selfsigned';
import type { Certificate } from '../server/self-signed-certificate.ts';

interface Wish {
  readonly subject?: readonly (readonly [shortName: string, value: string])[];
  readonly ca?: Certificate;
  readonly isAuthority?: boolean;
  readonly host?: string;
  readonly forServers?: boolean;
  readonly until?: string;
}

const PARTNER = [
  ['O', 'Example'],
  ['CN', 'partner'],
] as const;

async function issue({
  subject = PARTNER,
  ca,
  isAuthority = false,
  host,
  forServers,
  until,
}: Wish): Promise<Certificate> {
  const made = await selfsigned.generate(
    subject.map(([shortName, value]) => ({ shortName, value })),
    {
      keyType: 'ec',
      algorithm: 'sha256',
      notBeforeDate: new Date('2020-01-01T00:00:00Z'),
      notAfterDate: new Date(until ?? '2090-01-01T00:00:00Z'),
      ...(ca && { ca }),
      extensions: [
        { name: 'basicConstraints', cA: isAuthority, critical: true },
        ...(isAuthority
          ? []
          : [{ name: 'extKeyUsage' as const, ...(forServers ? { serverAuth: true } : { clientAuth: true }) }]),
        ...(host === undefined
          ? []
          : [{ name: 'subjectAltName' as const, altNames: [{ type: 2 as const, value: host }] }]),
      ],
    },
  );
  return { cert: made.cert, key: made.private };
}

/** A list of certificates that an authority took back, in PEM. */
export async function revocationList(authority: Certificate, ...revoked: readonly Certificate[]): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const list = await X509CrlGenerator.create({
    issuer: new X509Certificate(authority.cert).subject,
    thisUpdate: new Date('2021-01-01T00:00:00Z'),
    nextUpdate: new Date('2022-01-01T00:00:00Z'),
    entries: revoked.map(({ cert }) => ({ serialNumber: new X509Certificate(cert).serialNumber })),
    signingAlgorithm: algorithm,
    signingKey: await crypto.subtle.importKey(
      'pkcs8',
      createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' }),
      algorithm,
      false,
      ['sign'],
    ),
  });
  return `${list.toString('pem').replaceAll(' CRL-', ' X509 CRL-')}\n`;
}

export async function ownAuthority() {
  const named = (name: string) => [['CN', name]] as const;
  const root = await issue({ subject: named('Root of Example'), isAuthority: true });
  const impostor = await issue({ subject: named('Root of Example'), isAuthority: true });
  const between = await issue({ subject: named('Between'), ca: root, isAuthority: true });
  const leaf = await issue({ ca: between });
  return {
    root,
    impostor,
    between,
    /** From the one below the root, with that behind it. */
    chained: { cert: `${leaf.cert.trim()}\n${between.cert}`, key: leaf.key },
    /** Another of the same name and authority. */
    second: await issue({ ca: between }).then(({ cert, key }) => ({ cert: `${cert.trim()}\n${between.cert}`, key })),
    /** The same without that. */
    alone: leaf,
    /** From the root, known by a host name. */
    direct: await issue({ subject: named('anything'), ca: root, host: 'partner.example' }),
    /** From another root of the same name. */
    forged: await issue({ ca: impostor }),
    server: await issue({ ca: root, forServers: true }),
    late: await issue({ ca: root, until: '2021-01-01T00:00:00Z' }),
  };
}
