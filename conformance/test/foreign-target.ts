/** Servers that nobody here wrote, as targets: what they have in common. */
import type { Target, TargetClient } from '../target/target.ts';

export interface ForeignServer extends AsyncDisposable {
  readonly target: Target;
}

export const REDIRECTS = ['https://client.example/callback', 'https://client.example/other'];

export const LOGOUTS = ['https://client.example/'];

const TIMEOUT_MS = 10_000;

/** @param client_secret null for a public client */
export function client(
  client_id: string,
  client_secret: string | null,
  tenant: string,
  grants: readonly string[],
): TargetClient {
  const redirect_uris = grants.includes('authorization_code') ? REDIRECTS : [];
  return {
    client_id,
    client_secret,
    tenant,
    grants,
    scopes: ['openid', 'profile'],
    redirect_uris,
    post_logout_redirect_uris: grants.includes('authorization_code') ? LOGOUTS : [],
    allowed_addresses: null,
    assertion_key: null,
  };
}

export function foreignTarget(
  name: string,
  baseUrl: string,
  clients: readonly TargetClient[],
  rest: Partial<Target> = {},
  longestWaitMs = 0,
): Target {
  return {
    name,
    baseUrl,
    endpoints: {},
    credentials: {
      tenants: [{ id: 'home' }, { id: 'away' }],
      developers: [],
      clients,
      inactiveClients: [],
      keys: [],
      users: [{ id: 'alice', tenant: 'home', username: 'alice', password: 'any', domain: null }],
    },
    control: undefined,
    otp: { kind: 'none' },
    consent: { kind: 'form' },
    safety: { maxRequests: 10_000, exhaustRateLimits: true, destructive: true, paceMs: 0, longestWaitMs },
    isMock: false,
    timeoutMs: TIMEOUT_MS,
    ...rest,
  };
}
