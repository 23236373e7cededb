/** Every planted defect. */
import { AUTHORIZATION, CONSENT_OF_TENANT } from './authorization-mutants.ts';
import { CLIENT_ASSERTIONS } from './client-assertion-mutants.ts';
import { CODES } from './code-mutants.ts';
import { CONTENT_TYPE, CORS, CORS_OF_PEOPLE } from './cors-mutants.ts';
import { IDENTIFIERS, KEYS, MISPLACED } from './credential-mutants.ts';
import { PUSHED_REQUESTS } from './pushed-request-mutants.ts';
import { DPOP_PROOFS } from './dpop-mutants.ts';
import { DEVICES } from './device-mutants.ts';
import { EXCHANGES } from './exchange-mutants.ts';
import { HMAC } from './hmac-mutants.ts';
import { HTTP } from './http-mutants.ts';
import { IDEMPOTENCY } from './idempotency-mutants.ts';
import { DISCOUNTS, ISOLATION, RECORDS, STORED_SECRETS } from './isolation-mutants.ts';
import { ISOLATION_BEYOND } from './isolation-beyond-mutants.ts';
import { ASSERTIONS, DISCOVERY, JWTS } from './jwt-mutants.ts';
import { KEY_LIFE } from './key-life-mutants.ts';
import { LEAKS } from './leak-mutants.ts';
import { MOVES, WEBHOOKS } from './move-mutants.ts';
import type { Mutant } from './mutant.ts';
import { LOGOUT, OPENID } from './openid-mutants.ts';
import { NEAR_MISSES } from './near-miss-mutants.ts';
import { OTP, STEP_UP } from './otp-mutants.ts';
import { QUOTA_SCOPES } from './quota-scope-mutants.ts';
import { RACES } from './race-mutants.ts';
import { RANDOM } from './random-mutants.ts';
import { RATE_LIMITS } from './rate-limit-mutants.ts';
import { REDIRECT_VARIANTS } from './redirect-mutants.ts';
import { REFRESH } from './refresh-mutants.ts';
import { MANAGEMENT, REGISTRATION } from './registration-mutants.ts';
import { REQUEST_FORMS } from './request-form-mutants.ts';
import { SCHEMA_RULES } from './schema-rule-mutants.ts';
import { REQUEST_OBJECTS } from './request-object-mutants.ts';
import { RESOURCE_METADATA } from './resource-metadata-mutants.ts';
import { RESPONSE_TYPES } from './response-type-mutants.ts';
import { INTROSPECTION, OAUTH_REFUSALS, REVOCATION } from './revocation-mutants.ts';
import { SESSIONS, SSO } from './session-mutants.ts';
import { STATES } from './state-mutants.ts';
import { SPELLINGS } from './spelling-mutants.ts';
import { OTHER_ENDPOINTS, TOKEN_ENDPOINT } from './token-endpoint-mutants.ts';
import { TOKEN_MEANINGS } from './token-meaning-mutants.ts';
import { TOKENS } from './token-mutants.ts';
import { VALUES } from './value-mutants.ts';
import { REFUSED_WRITES } from './write-mutants.ts';

export const MUTANTS: readonly Mutant[] = [
  ...KEYS,
  ...MISPLACED,
  ...IDENTIFIERS,
  ...TOKENS,
  ...TOKEN_ENDPOINT,
  ...OTHER_ENDPOINTS,
  ...OAUTH_REFUSALS,
  ...AUTHORIZATION,
  ...CONSENT_OF_TENANT,
  ...CODES,
  ...REFRESH,
  ...PUSHED_REQUESTS,
  ...DEVICES,
  ...DPOP_PROOFS,
  ...EXCHANGES,
  ...ASSERTIONS,
  ...CLIENT_ASSERTIONS,
  ...JWTS,
  ...DISCOVERY,
  ...OPENID,
  ...LOGOUT,
  ...RESPONSE_TYPES,
  ...REQUEST_OBJECTS,
  ...REGISTRATION,
  ...RESOURCE_METADATA,
  ...MANAGEMENT,
  ...REVOCATION,
  ...INTROSPECTION,
  ...HMAC,
  ...SESSIONS,
  ...SSO,
  ...OTP,
  ...STEP_UP,
  ...KEY_LIFE,
  ...RATE_LIMITS,
  ...IDEMPOTENCY,
  ...ISOLATION,
  ...RECORDS,
  ...STORED_SECRETS,
  ...DISCOUNTS,
  ...VALUES,
  ...STATES,
  ...RACES,
  ...QUOTA_SCOPES,
  ...ISOLATION_BEYOND,
  ...RANDOM,
  ...MOVES,
  ...WEBHOOKS,
  ...HTTP,
  ...CORS,
  ...CORS_OF_PEOPLE,
  ...CONTENT_TYPE,
  ...NEAR_MISSES,
  ...SPELLINGS,
  ...REDIRECT_VARIANTS,
  ...TOKEN_MEANINGS,
  ...LEAKS,
  ...REQUEST_FORMS,
  ...SCHEMA_RULES,
  ...REFUSED_WRITES,
];
