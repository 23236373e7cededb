/**
 * Whether an authority that is trusted issued a certificate: the sandbox's own, or one that the server was started with,
 * over the intermediate certificates that the client sends along or that the server was given.
 *
 * @see RFC 5280 §6.1
 */
import type { X509Certificate } from 'node:crypto';
import type { World } from '../../sandboxes/sandbox.ts';
import { authorityKey } from './certificate-keys.ts';

export type Issuer = 'own' | 'further';

/** A chain that is longer leads nowhere. */
const LONGEST_CHAIN = 8;

/** Purposes that make a certificate a client's: its own, and any. @see RFC 5280 §4.2.1.12 */
const CLIENT_PURPOSES = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'];

/** A certificate that names no purpose is for all. */
export const isForClients = ({ keyUsage }: X509Certificate): boolean =>
  // Node has none where there is no such extension.
  ((keyUsage as string[] | undefined) ?? CLIENT_PURPOSES).some((purpose) => CLIENT_PURPOSES.includes(purpose));

export const isValidAt = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  now >= Date.parse(validFrom) && now <= Date.parse(validTo);

/** Whether an authority signed a certificate, by its name and its key. */
export const isIssuedBy = (certificate: X509Certificate, authority: X509Certificate): boolean =>
  authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);

/** A certificate and those above it, up to one that is its own authority, or whose authority is not there. */
export function chainOf(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
): readonly X509Certificate[] {
  const chain = [certificate];
  while (chain.length <= LONGEST_CHAIN) {
    const current = chain.at(-1)!;
    const above = [...authorities, current.issuerCertificate].find(
      (one) => one !== undefined && isIssuedBy(current, one),
    );
    if (above === undefined || above.fingerprint256 === current.fingerprint256) break;
    chain.push(above);
  }
  return chain;
}

/** Each certificate of a chain above the first must be an authority's, and valid now. */
function leadsTo(certificate: X509Certificate, authorities: readonly X509Certificate[], now: number): boolean {
  let current = certificate;
  for (let length = 0; length < LONGEST_CHAIN; length++) {
    const below = current;
    const isAbove = (one: X509Certificate): boolean => isValidAt(one, now) && isIssuedBy(below, one);
    if (authorities.some(isAbove)) return true;
    const above = below.issuerCertificate;
    if (above === undefined || !isAbove(above)) return false;
    current = above;
  }
  return false;
}

/** @returns undefined for a certificate of nobody who is trusted */
export function issuerOf(world: World, certificate: X509Certificate, now: number): Issuer | undefined {
  if (certificate.verify(authorityKey(world).publicKey)) return 'own';
  return leadsTo(certificate, world.clientAuthorities, now) ? 'further' : undefined;
}
