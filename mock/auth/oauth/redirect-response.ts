/**
 * Sends the browser back to the client.
 *
 * @see RFC 6749 §4.1.2, §4.1.2.1, §4.2.2; RFC 9207 §2 (`iss`); OAuth 2.0 Multiple Response Types §2.1
 */
import { formPostPage } from './form-post-page.ts';
import type { ResponseMode } from './response-types.ts';
import type { Answer, Outcome } from '../../request/call.ts';

/** Where the answer to an authorization request goes, and what goes with it. */
export type ReturnAddress = {
  readonly redirect_uri: string;
  /** `state` as it stood in the query, still encoded; null where there was none. */
  readonly state: string | null;
  readonly iss: string | null;
  /** Where the answer stands, where that is not the query. */
  readonly response_mode?: Exclude<ResponseMode, 'query'>;
  /** Origins whose pages may show the form that posts the answer in a frame; none where that is left out. */
  readonly framed_by?: readonly string[];
};

/** An error of the authorization endpoint, told to the client by redirect. */
export interface AuthorizationError {
  readonly error:
    | 'invalid_request'
    | 'unauthorized_client'
    | 'access_denied'
    | 'unsupported_response_type'
    | 'invalid_scope'
    | 'invalid_target'
    | 'login_required'
    | 'consent_required'
    | 'unmet_authentication_requirements'
    | 'invalid_request_object'
    | 'request_not_supported'
    | 'request_uri_not_supported';
  readonly description: string;
}

/** What may not stand in a URI as it is (RFC 3986 §2); each is one byte of the request. */
const UNSAFE = /[^A-Za-z0-9\-._~!$'()*+,;:@/?%=]/g;

const escapeByte = (byte: string): string => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** `state` comes back byte for byte, and encoded as it was; only bytes that no URI may carry are encoded besides. */
export function encodedState(queryString: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  const sent = queryString
    .split('&')
    .find((pair) => pair.startsWith('state='))
    ?.slice('state='.length);
  return sent?.replaceAll(UNSAFE, escapeByte) ?? encodeURIComponent(value);
}

/** The redirect URI keeps a query of its own. */
export function redirectLocation(
  { redirect_uri, state, iss, response_mode: mode }: ReturnAddress,
  parameters: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams(parameters).toString();
  const parts = [
    query,
    ...(state === null ? [] : [`state=${state}`]),
    ...(iss === null ? [] : [`iss=${encodeURIComponent(iss)}`]),
  ];
  // The browser tells no server what stands there (RFC 6749 §4.2.2).
  if (mode === 'fragment') return `${redirect_uri}#${parts.join('&')}`;
  const joint = !redirect_uri.includes('?') ? '?' : /[?&]$/.test(redirect_uri) ? '' : '&';
  return redirect_uri + joint + parts.join('&');
}

/** A redirect; or a page that posts on, whatever came before. */
function sendBack(status: 302 | 303, to: ReturnAddress, parameters: Readonly<Record<string, string>>): Answer {
  const { redirect_uri: action, state, iss, response_mode: mode, framed_by: framedBy = [] } = to;
  if (mode !== 'form_post') return { status, facts: { location: redirectLocation(to, parameters) } };
  const decoded = state === null ? null : new URLSearchParams(`state=${state}`).get('state');
  const fields = { ...parameters, ...(decoded !== null && { state: decoded }), ...(iss !== null && { iss }) };
  return { status: 200, ...formPostPage(action, fields, framedBy) };
}

/** @param status 302 after a GET, 303 after a form, so that no browser posts the form on (RFC 9700 §4.12) */
export function redirect(status: 302 | 303, to: ReturnAddress, parameters: Readonly<Record<string, string>>): Outcome {
  return { answer: sendBack(status, to, parameters) };
}

/** What good requests can end in, too. */
const OUTCOMES: ReadonlySet<AuthorizationError['error']> = new Set([
  'access_denied',
  'login_required',
  'consent_required',
]);

/** @param pointer the operation's place in the contract: the journal shows a redirected error as the refusal it is */
export function redirectError(
  status: 302 | 303,
  to: ReturnAddress,
  { error, description }: AuthorizationError,
  pointer: string,
): Outcome {
  const answer = sendBack(status, to, { error, error_description: description });
  if (OUTCOMES.has(error)) return { answer };
  const failure = error === 'unauthorized_client' || error === 'invalid_scope' ? error : 'invalid_request';
  return {
    answer: {
      ...answer,
      note: { failure, rule: description, pointer, expected: undefined, got: error },
    },
  };
}
