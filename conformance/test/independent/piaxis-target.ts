/** The target file that the team of the independent piaxis server would write, and its environment. */
import { KAMPALA, NILE, READER } from './piaxis-server.ts';
import type { PiaxisServer } from './piaxis-server.ts';

export const PIAXIS_ENVIRONMENT = {
  PIAXIS_MERCHANT_KEY: 'key_nile_market',
  PIAXIS_OTHER_KEY: 'key_kampala_motors',
  PIAXIS_RETIRED_KEY: 'key_nile_market_retired',
} as const;

export const piaxisTarget = ({ baseUrl, otpCommand }: PiaxisServer): string => `contract: piaxis
name: our piaxis
base_url: ${baseUrl}
credentials:
  tenants:
    - id: ${NILE}
    - id: ${KAMPALA}
    - id: ${READER}
  clients:
    - client_id: ${NILE}
      tenant: ${NILE}
      grants: [authorization_code, refresh_token]
      scopes: ["payments:create", "payments:read", "escrow:create", "escrow:manage", "profile:read"]
      redirect_uris: ["https://yourapp.com/callback", "http://localhost:3000/callback"]
    - client_id: ${KAMPALA}
      tenant: ${KAMPALA}
      grants: [authorization_code, refresh_token]
      scopes: ["payments:create", "payments:read", "escrow:create", "escrow:manage", "profile:read"]
      redirect_uris: ["https://yourapp.com/callback", "http://localhost:3000/callback"]
    - client_id: ${READER}
      tenant: ${READER}
      grants: [authorization_code]
      scopes: ["payments:read"]
      redirect_uris: ["https://yourapp.com/callback", "http://localhost:3000/callback"]
  keys:
    - credential: merchant_key
      id: nile-market
      secret: \${PIAXIS_MERCHANT_KEY}
      tenant: ${NILE}
    - credential: merchant_key
      id: kampala-motors
      secret: \${PIAXIS_OTHER_KEY}
      tenant: ${KAMPALA}
    - credential: merchant_key
      id: nile-market-retired
      secret: \${PIAXIS_RETIRED_KEY}
      tenant: ${NILE}
      status: blocked
capabilities:
  otp: { command: ${JSON.stringify(otpCommand)} }
  consent: form
safety: { pace: 0ms, destructive: true, max_requests: 100000, longest_wait: 0s }
`;
