/**
 * Service clients that do what the samples in the providers' documents do, in fewer lines. They know nothing of the
 * sandbox but its base URL; time is given to them, so that a test need not wait.
 */
import { JSON_TYPE, parse, postForm } from './document-http.ts';
import type { Json, Time } from './document-http.ts';

export interface Secret {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tenantCode: string;
}

interface TokenCache {
  get(): Promise<string>;
  drop(): void;
  readonly fetched: () => number;
}

/**
 * Fetches a token when it has none, or one with less than a margin left.
 *
 * @param margin milliseconds
 */
function tokenCache(time: Time, margin: number, fetchToken: () => Promise<Json>): TokenCache {
  let token: string | undefined;
  let expiry = 0;
  let fetched = 0;
  return {
    async get() {
      if (token === undefined || time.now() >= expiry - margin) {
        const answer = await fetchToken();
        token = String(answer['access_token']);
        expiry = time.now() + Number(answer['expires_in']) * 1000;
        fetched += 1;
      }
      return token;
    },
    drop: () => (token = undefined),
    fetched: () => fetched,
  };
}

export interface ServiceClient {
  get(path: string): Promise<unknown>;
  post(path: string, body: Json): Promise<unknown>;
  /** How many tokens were fetched. */
  readonly fetched: () => number;
}

interface ServiceOptions {
  readonly base: string;
  readonly tokenUrl: string;
  readonly scope: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Which header of a 429 says how many seconds to wait. */
  readonly wait: string;
}

/**
 * A minute before its end a token is renewed; a 401 renews it and tries again once; a 429 waits as told, three times at
 * most.
 */
function serviceClient(
  time: Time,
  { clientId, clientSecret }: Secret,
  { base, tokenUrl, scope, headers, wait }: ServiceOptions,
): ServiceClient {
  const tokens = tokenCache(time, 60_000, () =>
    postForm(tokenUrl, { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope }),
  );
  const request = async (path: string, init: RequestInit, again = true, pauses = 3): Promise<unknown> => {
    const response = await fetch(base + path, {
      ...init,
      headers: { ...JSON_TYPE, ...headers, authorization: `Bearer ${await tokens.get()}` },
    });
    if (response.status === 401 && again) {
      tokens.drop();
      return request(path, init, false, pauses);
    }
    if (response.status === 429 && pauses > 0) {
      await time.sleep(Number(response.headers.get(wait) ?? 60));
      return request(path, init, again, pauses - 1);
    }
    return parse(response);
  };
  return {
    get: (path) => request(path, {}),
    post: (path, body) => request(path, { method: 'POST', body: JSON.stringify(body) }),
    fetched: tokens.fetched,
  };
}

export function revenueClient(base: string, time: Time, secret: Secret): ServiceClient {
  const headers = { 'tenant-code': secret.tenantCode, 'api-version': '1.0' };
  return serviceClient(time, secret, {
    base,
    tokenUrl: `${base}/oauth/token`,
    scope: 'revenue.api.full',
    headers,
    wait: 'x-ratelimit-reset-after',
  });
}

export function trainingClient(base: string, time: Time, secret: Secret): ServiceClient {
  return serviceClient(time, secret, {
    base,
    tokenUrl: `${base}/token`,
    scope: 'AccreditationAPI',
    headers: { 'tenant-code': secret.tenantCode },
    wait: 'retry-after',
  });
}

/** Renews five minutes before the end. */
export function revenueTokenManager(
  base: string,
  time: Time,
  { clientId, clientSecret }: Secret,
): { get(): Promise<string> } {
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'revenue.api.full',
  };
  return tokenCache(time, 300_000, () => postForm(`${base}/oauth/token`, form));
}

/**
 * Lives on a refresh token: reads a token's end from its `exp`, shares one refresh between concurrent calls, and takes
 * whatever refresh token comes back in place of its own.
 */
export function trainingRefreshClient(
  base: string,
  time: Time,
  secret: Secret,
  refreshToken: string,
): { call(path: string): Promise<Response>; refreshToken(): string } {
  let current = refreshToken;
  let token: string | undefined;
  let refreshing: Promise<string> | undefined;
  const isValid = (jwt: string): boolean => {
    const { exp } = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as { exp: number };
    return exp > time.now() / 1000 + 60;
  };
  const refresh = async (): Promise<string> => {
    const answer = await postForm(`${base}/token`, {
      grant_type: 'refresh_token',
      refresh_token: current,
      client_id: secret.clientId,
      client_secret: secret.clientSecret,
    });
    current = String(answer['refresh_token']);
    return String(answer['access_token']);
  };
  const validToken = async (): Promise<string> => {
    if (token !== undefined && isValid(token)) return token;
    refreshing ??= refresh().finally(() => (refreshing = undefined));
    return (token = await refreshing);
  };
  return {
    call: async (path) =>
      fetch(base + path, {
        headers: { ...JSON_TYPE, 'tenant-code': secret.tenantCode, authorization: `Bearer ${await validToken()}` },
      }),
    refreshToken: () => current,
  };
}

/** At most so many calls in a window; more of them wait. */
export function throttle(time: Time, most = 10, windowMs = 1_000): () => Promise<void> {
  let calls: number[] = [];
  const wait = async (): Promise<void> => {
    const now = time.now();
    calls = calls.filter((call) => now - call < windowMs);
    if (calls.length < most) return void calls.push(now);
    await time.sleep((windowMs - (now - calls[0]!)) / 1000);
    return wait();
  };
  return wait;
}
