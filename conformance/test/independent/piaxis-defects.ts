/** What is wrong with the half-broken piaxis server, one line a defect; without any it keeps the document. */

export const PIAXIS_DEFECTS = {
  'release-missing': 'POST /api/escrow/release was never written: 404',
  'reset-header-missing': 'no answer has X-RateLimit-Reset',
  'remaining-in-words': 'X-RateLimit-Remaining is the word "plenty"',
  'challenge-missing': 'no 401 has WWW-Authenticate',
  'no-store-missing': 'token answers have no Cache-Control',
  'absent-403': 'a request without a credential is answered with 403, not with 401',
  'token-refused-at-payments': 'POST /api/payments/create takes no access token at all',
  'blocked-key-taken': 'a blocked key still works',
  'error-without-request-id': 'error bodies have no details.request_id',
  'state-dropped': 'the way back to the client has no state',
  'code-twice': 'an authorization code may be used again',
  'redirect-prefix': 'a redirect URI is compared by its beginning',
  'otp-zero-lost': 'one-time passwords are sent as numbers: a leading zero is lost',
  'expires-in-text': 'expires_in of token answers is a text',
  'unsigned-token-taken': 'a token of the algorithm "none" is taken',
} as const;

export type PiaxisDefect = keyof typeof PIAXIS_DEFECTS;
