/** The OAuth clients of the revenue contract, ready to call. */
import { CALLBACK, postForm, send } from './oauth-client.ts';
import type { Reply } from './oauth-client.ts';
import type { SandboxHandle } from '../index.ts';

export const WEB = { client_id: 'revenue-web', client_secret: 'secret_sandbox_revenue_web' };
export const OTHER = { client_id: 'revenue-web-456', client_secret: 'secret_sandbox_revenue_web_456' };
export const SERVICE = { client_id: 'revenue-service', client_secret: 'secret_sandbox_revenue_service' };
export const READER = { client_id: 'revenue-reader', client_secret: 'secret_sandbox_revenue_reader' };

type Fields = Readonly<Record<string, string>>;

export interface Revenue {
  readonly base: string;
  authorize(query?: Fields): Promise<Reply>;
  /** A fresh code of the web client. */
  code(query?: Fields): Promise<string>;
  token(form: Fields, headers?: Fields): Promise<Reply>;
  redeem(code: string, form?: Fields): Promise<Reply>;
  refresh(token: unknown, form?: Fields): Promise<Reply>;
  revoke(form: Fields, headers?: Fields): Promise<Reply>;
  /** Status of an API call that needs `revenue.api.read`. */
  call(token: unknown): Promise<number>;
}

export function revenue(sandbox: SandboxHandle): Revenue {
  const base = sandbox.url('engagifii-revenue');
  const authorize = (query: Fields = {}): Promise<Reply> => {
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: WEB.client_id,
      redirect_uri: CALLBACK,
      state: 's',
      ...query,
    });
    return send(`${base}/oauth/authorize?${asked.toString()}`);
  };
  const token = (form: Fields, headers?: Fields): Promise<Reply> => postForm(`${base}/oauth/token`, form, headers);
  return {
    base,
    authorize,
    token,
    async code(query) {
      return (await authorize(query)).location.get('code') ?? '';
    },
    redeem: (code, form = {}) =>
      token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...WEB, ...form }),
    refresh: (refreshToken, form = {}) =>
      token({ grant_type: 'refresh_token', refresh_token: String(refreshToken), ...WEB, ...form }),
    revoke: (form, headers) => postForm(`${base}/oauth/revoke`, form, headers),
    async call(accessToken) {
      const headers = {
        authorization: `Bearer ${String(accessToken)}`,
        'tenant-code': 'TENANT123',
        'api-version': '1.0',
      };
      return (await send(`${base}/api/1.0/invoice`, { headers })).status;
    },
  };
}
