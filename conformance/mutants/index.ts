/** Every planted defect. */
import { AUTHORIZATION, CONSENT_OF_TENANT } from './authorization.ts';
import { CODES } from './codes.ts';
import { CONTENT_TYPE, CORS, CORS_OF_PEOPLE } from './cors.ts';
import { IDENTIFIERS, KEYS } from './credentials.ts';
import { HMAC } from './hmac.ts';
import { HTTP } from './http.ts';
import { IDEMPOTENCY } from './idempotency.ts';
import { DISCOUNTS, ISOLATION, RECORDS, STORED_SECRETS } from './isolation.ts';
import { ASSERTIONS, DISCOVERY, JWTS } from './jwt.ts';
import { KEY_LIFE } from './key-life.ts';
import { MOVES, WEBHOOKS } from './moves.ts';
import type { Mutant } from './mutant.ts';
import { OTP, STEP_UP } from './otp.ts';
import { RATE_LIMITS } from './rate-limits.ts';
import { REFRESH } from './refresh.ts';
import { INTROSPECTION, OAUTH_REFUSALS, REVOCATION } from './revocation.ts';
import { SESSIONS, SSO } from './sessions.ts';
import { TOKEN_ENDPOINT } from './token-endpoint.ts';
import { TOKENS } from './tokens.ts';

export const MUTANTS: readonly Mutant[] = [
  ...KEYS, ...IDENTIFIERS, ...TOKENS,
  ...TOKEN_ENDPOINT, ...OAUTH_REFUSALS, ...AUTHORIZATION, ...CONSENT_OF_TENANT, ...CODES, ...REFRESH, ...ASSERTIONS, ...JWTS, ...DISCOVERY, ...REVOCATION, ...INTROSPECTION,
  ...HMAC, ...SESSIONS, ...SSO, ...OTP, ...STEP_UP, ...KEY_LIFE,
  ...RATE_LIMITS, ...IDEMPOTENCY, ...ISOLATION, ...RECORDS, ...STORED_SECRETS, ...DISCOUNTS, ...MOVES, ...WEBHOOKS, ...HTTP, ...CORS, ...CORS_OF_PEOPLE, ...CONTENT_TYPE,
];
