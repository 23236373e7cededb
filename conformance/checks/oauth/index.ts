/** The families of OAuth checks, in the order of the standard. */
import type { CheckFamily } from '../../check.ts';
import { assertions } from './assertions.ts';
import { authorizeErrors } from './authorize-errors.ts';
import { clientAuthentication } from './client-authentication.ts';
import { inactiveClients } from './client-inactive.ts';
import { codeRedirects } from './code-redirect.ts';
import { codes } from './code.ts';
import { consentsOfTenant } from './consent-of-tenant.ts';
import { consents } from './consent.ts';
import { grants } from './grants.ts';
import { hardened } from './hardened.ts';
import { introspection } from './introspection.ts';
import { jwks } from './jwks.ts';
import { jwtClaims } from './jwt-claims.ts';
import { jwtForgeries } from './jwt-forgery.ts';
import { keyDeath } from './key-death.ts';
import { metadata } from './metadata.ts';
import { pkce } from './pkce.ts';
import { quota } from './quota.ts';
import { races } from './races.ts';
import { redirects } from './redirect.ts';
import { refreshTokens } from './refresh.ts';
import { revocation } from './revocation.ts';
import { scopes } from './scope.ts';
import { umbrellas } from './scope-umbrella.ts';
import { states } from './state.ts';
import { tokenAnswers } from './token-answer.ts';
import { tokenConfusion } from './token-confusion.ts';
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
  authorizeErrors,
  consents,
  consentsOfTenant,
  states,
  codes,
  codeRedirects,
  pkce,
  refreshTokens,
  tokenConfusion,
  revocation,
  introspection,
  assertions,
  jwtClaims,
  jwtForgeries,
  metadata,
  jwks,
  quota,
  keyDeath,
  races,
  hardened,
];
