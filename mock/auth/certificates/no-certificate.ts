import type { Call } from '../../request/call.ts';

/** What there is in the place of a certificate, in words. */
export const noCertificate = ({ request: { origin } }: Call): string =>
  origin.startsWith('https:') ? 'a connection without a certificate' : 'a connection without TLS';
