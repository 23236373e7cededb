/** A merchant's client as the document's sample has it: API key, authorization code, one-time passwords. */
import { JSON_TYPE, parse, postForm } from './document-http.ts';
import type { Json, Time } from './document-http.ts';

export interface MerchantClient {
  apiHeaders(): Record<string, string>;
  /** @throws Error without a live token */
  oauthHeaders(): Record<string, string>;
  authorizationUrl(redirectUri: string, scopes: readonly string[], state?: string): string;
  exchange(code: string, redirectUri: string): Promise<Json>;
  refresh(): Promise<Json>;
  requestOtp(operation: string, more: Json): Promise<Json>;
  verifyOtp(otpId: string, otpCode: string): Promise<Json>;
  post(path: string, body: Json, headers: Readonly<Record<string, string>>): Promise<Json>;
}

/** The refresh token of the code exchange is kept for ever: what a refresh answers in its place is not looked at. */
export function merchantClient(base: string, time: Time, apiKey: string, clientId: string): MerchantClient {
  let accessToken = '';
  let refreshToken = '';
  let expires = 0;
  const keep = (answer: Json): Json => {
    accessToken = String(answer['access_token']);
    expires = time.now() + Number(answer['expires_in']) * 1000;
    return answer;
  };
  const apiHeaders = (): Record<string, string> => ({ 'api-key': apiKey, ...JSON_TYPE });
  const post = (path: string, body: Json, headers: Readonly<Record<string, string>>): Promise<Json> =>
    fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) }).then(parse);
  return {
    apiHeaders,
    oauthHeaders() {
      if (accessToken === '' || time.now() >= expires) throw new Error('no valid access token');
      return { authorization: `Bearer ${accessToken}`, ...JSON_TYPE };
    },
    authorizationUrl(redirectUri, scopes, state) {
      const query = new URLSearchParams({
        merchant_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: scopes.join(' '),
      });
      if (state !== undefined) query.append('state', state);
      return `${base}/api/authorize?${query.toString()}`;
    },
    async exchange(code, redirectUri) {
      const answer = keep(
        await postForm(`${base}/api/oauth/token`, {
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          client_id: clientId,
        }),
      );
      refreshToken = String(answer['refresh_token']);
      return answer;
    },
    refresh: async () =>
      keep(
        await postForm(`${base}/api/oauth/refresh`, {
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
          client_id: clientId,
        }),
      ),
    requestOtp: (operation, more) => post('/api/auth/request-otp', { operation, ...more }, apiHeaders()),
    verifyOtp: (otpId, otpCode) => post('/api/auth/verify-otp', { otp_id: otpId, otp_code: otpCode }, apiHeaders()),
    post,
  };
}
