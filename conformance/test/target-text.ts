/** Target files for tests: a good one, to be spoiled one way at a time. */
export const TENANT = '096b723a-45c5-4957-94d7-747835136265';

/** For a sandbox of piaxis, with the document's own merchant; also its client's id. */
export const goodTarget = (baseUrl: string): string => `contract: piaxis
base_url: ${baseUrl}
credentials:
  tenants:
    - id: ${TENANT}
  clients:
    - client_id: ${TENANT}
      client_secret: null
      tenant: ${TENANT}
      grants: [authorization_code, refresh_token]
      scopes: ["payments:read"]
      redirect_uris: ["https://yourapp.com/callback"]
  keys:
    - credential: merchant_key
      id: nile-market
      secret: pk_test_nile_market
      tenant: ${TENANT}
capabilities:
  otp: none
  consent: form
safety: { pace: 0ms }
`;
