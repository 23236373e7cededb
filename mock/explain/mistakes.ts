/** Every mistake that is recognised, the telling ones first. */
import type { Mistake } from './mistake.ts';
import { BASIC, CREDENTIALS, UNKNOWN_CREDENTIALS } from './mistakes/credentials.ts';
import { DPOP } from './mistakes/dpop.ts';
import { HEADERS } from './mistakes/headers.ts';
import { HMAC } from './mistakes/hmac.ts';
import { HMAC_TIMES } from './mistakes/hmac-times.ts';
import { IDENTIFIERS } from './mistakes/identifiers.ts';
import { OTP } from './mistakes/otp.ts';
import { PERMISSIONS } from './mistakes/permissions.ts';
import { REDIRECTS } from './mistakes/redirects.ts';
import { REQUESTS } from './mistakes/requests.ts';
import { TOKEN_ENDPOINT } from './mistakes/token-endpoint.ts';
import { TOKENS } from './mistakes/tokens.ts';

export const MISTAKES: readonly Mistake[] = [
  ...HMAC,
  ...HMAC_TIMES,
  ...DPOP,
  ...HEADERS,
  ...BASIC,
  ...TOKEN_ENDPOINT,
  ...CREDENTIALS,
  ...TOKENS,
  ...IDENTIFIERS,
  ...PERMISSIONS,
  ...REDIRECTS,
  ...OTP,
  ...REQUESTS,
  ...UNKNOWN_CREDENTIALS,
];
