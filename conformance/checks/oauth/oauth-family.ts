/** The families of OAuth checks, in the order of the standard. */
import type { CheckFamily } from '../../check.ts';
import { assertions } from './assertion-checks.ts';
import { authorizeErrors } from './authorize-errors.ts';
import { certificates } from './certificate-checks.ts';
import { clientAuthentication } from './client-authentication-checks.ts';
import { inactiveClients } from './client-inactive.ts';
import { codeRedirects } from './code-redirect.ts';
import { codes } from './authorization-code-checks.ts';
import { consentsOfTenant } from './consent-of-tenant.ts';
import { consents } from './consent-checks.ts';
import { devices } from './device-checks.ts';
import { dpopProofs } from './dpop-checks.ts';
import { exchanges } from './exchange-checks.ts';
import { grants } from './grant-checks.ts';
import { hardened } from './hardened.ts';
import { implicitGrants } from './implicit-checks.ts';
import { introspection } from './introspection-checks.ts';
import { jwks } from './jwks-checks.ts';
import { jwtClaims } from './jwt-claims.ts';
import { jwtForgeries } from './jwt-forgery.ts';
import { keyDeath } from './key-death.ts';
import { nearMissesOfOAuth } from './near-miss-checks.ts';
import { metadata } from './metadata-checks.ts';
import { pushedRequests } from './pushed-request-checks.ts';
import { passwords } from './password-checks.ts';
import { pkce } from './pkce-checks.ts';
import { quota } from './live-token-quota.ts';
import { races } from './race-checks.ts';
import { redirects } from './redirect-uri-checks.ts';
import { redirectVariants } from './redirect-variant-checks.ts';
import { refreshTokens } from './refresh-checks.ts';
import { registrations } from './registration-checks.ts';
import { requestObjects } from './request-object-checks.ts';
import { resourceIndicators } from './resource-indicator-checks.ts';
import { resourceMetadata } from './resource-metadata-checks.ts';
import { responseTypes } from './response-type-checks.ts';
import { revocation } from './revocation-checks.ts';
import { scopes } from './scope-checks.ts';
import { umbrellas } from './scope-umbrella.ts';
import { stateVariants } from './state-variant-checks.ts';
import { states } from './state-checks.ts';
import { tokenAnswers } from './token-answer.ts';
import { endpointAuthentication } from './endpoint-authentication-checks.ts';
import { tokenConfusion } from './token-confusion.ts';
import { tokenMeanings } from './token-meaning-checks.ts';
import { tokenRequests } from './token-request.ts';

export const OAUTH: readonly CheckFamily[] = [
  grants,
  clientAuthentication,
  inactiveClients,
  tokenRequests,
  tokenAnswers,
  scopes,
  umbrellas,
  redirects,
  redirectVariants,
  authorizeErrors,
  consents,
  consentsOfTenant,
  states,
  stateVariants,
  codes,
  codeRedirects,
  implicitGrants,
  responseTypes,
  pkce,
  refreshTokens,
  nearMissesOfOAuth,
  pushedRequests,
  requestObjects,
  devices,
  exchanges,
  passwords,
  resourceIndicators,
  dpopProofs,
  certificates,
  tokenConfusion,
  endpointAuthentication,
  tokenMeanings,
  revocation,
  introspection,
  assertions,
  jwtClaims,
  jwtForgeries,
  metadata,
  resourceMetadata,
  registrations,
  jwks,
  quota,
  keyDeath,
  races,
  hardened,
];
