/** Every mistake that is recognised, the telling ones first. */
import type { Mistake } from './mistake.ts';
import { AUTHENTICATION_REQUESTS } from './mistakes/authentication-requests.ts';
import { BASIC, CREDENTIALS, UNKNOWN_CREDENTIALS } from './mistakes/credentials.ts';
import { CERTIFICATES } from './mistakes/certificates.ts';
import { AUTHORIZATION_PARAMETERS, UNFIT_PARAMETERS } from './mistakes/authorization-parameters.ts';
import { CLIENT_ASSERTIONS } from './mistakes/client-assertions.ts';
import { COOKIES } from './mistakes/cookies.ts';
import { DAMAGED_CREDENTIALS } from './mistakes/damaged-credentials.ts';
import { DPOP } from './mistakes/dpop.ts';
import { HEADERS } from './mistakes/headers.ts';
import { HMAC } from './mistakes/hmac.ts';
import { KEY_PAIRS } from './mistakes/key-pairs.ts';
import { SIGNED_REQUESTS } from './mistakes/signed-requests.ts';
import { HMAC_TIMES } from './mistakes/hmac-times.ts';
import { IDENTIFIERS } from './mistakes/identifiers.ts';
import { LINKS } from './mistakes/links.ts';
import { OTP } from './mistakes/otp.ts';
import { PERMISSIONS } from './mistakes/permissions.ts';
import { PLACEHOLDERS } from './mistakes/placeholders.ts';
import { PUSHED_REQUESTS } from './mistakes/pushed-requests.ts';
import { REDEEMED } from './mistakes/redeemed.ts';
import { REDIRECTS } from './mistakes/redirects.ts';
import { REGISTRATION } from './mistakes/registration.ts';
import { REQUEST_OBJECTS } from './mistakes/request-objects.ts';
import { REQUESTS } from './mistakes/requests.ts';
import { BODIES } from './mistakes/bodies.ts';
import { TARGETS } from './mistakes/resource-indicators.ts';
import { WRITTEN_CLIENTS } from './mistakes/written-clients.ts';
import { WRITTEN_PATHS } from './mistakes/written-paths.ts';
import { TOKEN_ENDPOINT } from './mistakes/token-endpoint.ts';
import { TOKENS } from './mistakes/tokens.ts';

export const MISTAKES: readonly Mistake[] = [
  ...PLACEHOLDERS,
  ...SIGNED_REQUESTS,
  ...REGISTRATION,
  ...HMAC,
  ...KEY_PAIRS,
  ...HMAC_TIMES,
  ...CERTIFICATES,
  ...DPOP,
  ...LINKS,
  ...COOKIES,
  ...HEADERS,
  ...BASIC,
  ...TARGETS,
  ...CLIENT_ASSERTIONS,
  ...REDEEMED,
  ...AUTHORIZATION_PARAMETERS,
  ...BODIES,
  ...WRITTEN_CLIENTS,
  ...TOKEN_ENDPOINT,
  ...DAMAGED_CREDENTIALS,
  ...CREDENTIALS,
  ...TOKENS,
  ...IDENTIFIERS,
  ...PERMISSIONS,
  ...REDIRECTS,
  ...PUSHED_REQUESTS,
  ...REQUEST_OBJECTS,
  ...UNFIT_PARAMETERS,
  ...AUTHENTICATION_REQUESTS,
  ...OTP,
  ...WRITTEN_PATHS,
  ...REQUESTS,
  ...UNKNOWN_CREDENTIALS,
];
