/**
 * The certificate that a client connects with: whether it is the client's, and how tokens are bound to it.
 *
 * @see RFC 8705 §2.1, §2.2, §3.1
 */
import { hash } from 'node:crypto';
import type { JsonWebKey, KeyObject, X509Certificate } from 'node:crypto';
import type { ClientAuthentication, SeedClient } from '../../../specs/generated/vocabulary.ts';
import { readPublicKey } from '../../contract/public-key.ts';
import type { Call } from '../../request/call.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { instant } from '../../state/instant-texts.ts';
import { publishedKeys } from '../oauth/client-jwks.ts';
import { certificateKey } from './certificate-keys.ts';
import { noCertificate } from './no-certificate.ts';
import { revokedIn } from './revoked-certificate.ts';
import { isForClients, isValidAt, issuerOf } from './trusted-issuer.ts';
import { hasName, namesOf, subjectOf } from '../../contract/certificate-names.ts';

export type CertificateWay = Extract<ClientAuthentication, 'tls_client_auth' | 'self_signed_tls_client_auth'>;

export const isCertificateWay = (way: ClientAuthentication | undefined): way is CertificateWay =>
  way === 'tls_client_auth' || way === 'self_signed_tls_client_auth';

/** @see RFC 8705 §3.1 */
export const certificateThumbprint = (certificate: X509Certificate): string =>
  hash('sha256', certificate.raw, 'base64url');

export interface CertificateFault {
  readonly rule: string;
  readonly got: string;
  readonly expected?: string;
  /** Nobody knows that it is the client: the answer must not tell how near it came. */
  readonly unproven: boolean;
}

export const shownCertificate = (certificate: X509Certificate): string =>
  `a certificate of ${subjectOf(certificate) || 'no subject'}`;

/** Keys that are registered for a client and known here. */
const ownKeys = (world: World, { client_id: id, certificate_key: made, jwks }: SeedClient): readonly KeyObject[] => [
  ...(made === undefined ? [] : [certificateKey(world, id).publicKey]),
  ...(jwks?.keys ?? []).flatMap((jwk) => readPublicKey(jwk as JsonWebKey)?.key ?? []),
];

/** A self-signed certificate is as good as its key: whoever connects with it has proved to hold it. */
function isRegistered(world: World, client: SeedClient, { publicKey }: X509Certificate): Awaitable<boolean> {
  const isAmong = (keys: readonly KeyObject[]): boolean => keys.some((key) => key.equals(publicKey));
  if (isAmong(ownKeys(world, client))) return true;
  const { jwks_uri: uri } = client;
  if (uri === undefined) return false;
  return publishedKeys(world, uri).then(async (known) => {
    if (isAmong(known.map(({ key }) => key))) return true;
    const newer = await publishedKeys(world, uri, true);
    return newer !== known && isAmong(newer.map(({ key }) => key));
  });
}

/** Of what its authority took back, by the list that the server was started with. */
export function revocationFault(world: World, certificate: X509Certificate): CertificateFault | undefined {
  const revoked = revokedIn(world, certificate);
  if (revoked === undefined) return undefined;
  const own = revoked.fingerprint256 === certificate.fingerprint256;
  return {
    rule: 'the certificate must not be revoked',
    expected: 'a certificate that is on no list of its authority',
    got: `${shownCertificate(certificate)}, ${own ? 'whose' : `below ${shownCertificate(revoked)}, whose`} serial number ${revoked.serialNumber} is on the list`,
    unproven: true,
  };
}

/** Why a certificate is nobody's: whoever issued it is not trusted. */
export const UNTRUSTED = 'the certificate must come from an authority that is trusted';

/** A server's certificate proves no client. */
export const purposeFault = (certificate: X509Certificate): CertificateFault | undefined =>
  isForClients(certificate)
    ? undefined
    : {
        rule: 'the certificate must be one for clients',
        expected: 'the extended key usage clientAuth, or none',
        got: shownCertificate(certificate),
        unproven: false,
      };

function issuedFault(
  { world, now }: Call,
  client: SeedClient,
  certificate: X509Certificate,
): CertificateFault | undefined {
  if (issuerOf(world, certificate, now) === undefined)
    return { rule: UNTRUSTED, got: shownCertificate(certificate), unproven: true };
  const names = namesOf(client);
  return names.length > 0 && names.every(([name, value]) => hasName(certificate, name, value))
    ? (revocationFault(world, certificate) ?? purposeFault(certificate))
    : {
        rule: 'the name in the certificate must be the one that the client registered',
        expected: names.map(([name, value]) => `${name} ${value}`).join(' and '),
        got: shownCertificate(certificate),
        unproven: true,
      };
}

/** Told only to those whose certificate it is. */
export function timeFault({ now }: Call, certificate: X509Certificate): CertificateFault | undefined {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  return isValidAt(certificate, now)
    ? undefined
    : {
        rule: 'the certificate must be valid now',
        expected: `a time from ${instant(from)} to ${instant(to)}`,
        got: instant(now),
        unproven: false,
      };
}

/** @returns why the connection does not prove that it is the client's; undefined where it does */
export function certificateFault(
  call: Call,
  client: SeedClient,
  way: CertificateWay,
): Awaitable<CertificateFault | undefined> {
  const { certificate } = call.request;
  if (certificate === undefined)
    return { rule: 'the client must connect with its certificate', got: noCertificate(call), unproven: true };
  if (way === 'tls_client_auth') return issuedFault(call, client, certificate) ?? timeFault(call, certificate);
  return chain(isRegistered(call.world, client, certificate), (registered) =>
    registered
      ? timeFault(call, certificate)
      : {
          rule: 'the certificate must be of a key that the client registered',
          got: shownCertificate(certificate),
          unproven: true,
        },
  );
}
