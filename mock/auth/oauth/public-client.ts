/** Clients that prove nothing: whoever names one may be it. @see RFC 6749 §2.1 */
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import { isCertificateWay } from '../certificates/client-certificate.ts';
import { hasKeys } from './client-assertion.ts';

export const isPublicClient = (client: SeedClient): boolean =>
  client.client_secret === undefined && !hasKeys(client) && !isCertificateWay(client.token_endpoint_auth_method);
