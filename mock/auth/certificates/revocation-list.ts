/**
 * A list of certificates that their authority took back.
 *
 * @see [RFC 5280 §5](https://www.rfc-editor.org/rfc/rfc5280#section-5)
 */
import type { X509Certificate } from 'node:crypto';

export interface RevocationList {
  /** Who signed it: what it lists are certificates of this authority. */
  readonly authority: X509Certificate;
  readonly serials: ReadonlySet<bigint>;
}

/** The serial number of a certificate as a number: it is written with more or fewer zeros before it. */
export const serialOf = (hex: string): bigint => BigInt(`0x${hex}`);
