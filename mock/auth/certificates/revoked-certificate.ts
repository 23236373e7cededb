/** Whether a certificate, or one that it stands below, was revoked. */
import type { X509Certificate } from 'node:crypto';
import type { World } from '../../sandboxes/sandbox.ts';
import { serialOf } from './revocation-list.ts';
import { chainOf, isIssuedBy } from './trusted-issuer.ts';

/** @returns the certificate of the chain that was revoked, the client's own or one above it; undefined where none was */
export function revokedIn(
  { revocationLists, clientAuthorities }: World,
  certificate: X509Certificate,
): X509Certificate | undefined {
  if (revocationLists.length === 0) return undefined;
  return chainOf(certificate, clientAuthorities).find((one) =>
    revocationLists.some(
      ({ authority, serials }) => serials.has(serialOf(one.serialNumber)) && isIssuedBy(one, authority),
    ),
  );
}
