/** The target file that the team of the independent Training server would write; its secrets are in the environment. */
import type { TrainingServer } from './training-server.ts';

const WIDE = 'scopes: [AccreditationAPI, Awards.Read, Awards.Write, Registrations.Write]';

/** @param safety more of it, each line with a comma before */
export const trainingTarget = ({ baseUrl }: TrainingServer, safety = ''): string => `contract: engagifii-training
name: our training
base_url: ${baseUrl}
# What the document does not show, this server has not.
not_implemented:
  - getAward
  - createAward
  - getAuthorizationServerMetadata
  - getProtectedResourceMetadata
  - getJsonWebKeySet
credentials:
  tenants:
    - id: org-12345
    - id: acme-corp
    - id: secure-academy
      require_token: true
  clients:
    - client_id: service
      client_secret: \${TRAINING_SERVICE_SECRET}
      tenant: org-12345
      grants: [client_credentials]
      ${WIDE}
    - client_id: portal
      client_secret: \${TRAINING_PORTAL_SECRET}
      tenant: org-12345
      grants: [authorization_code, refresh_token]
      ${WIDE}
      redirect_uris: ["https://yourapp.com/callback", "http://localhost:3000/callback"]
    - client_id: reader
      client_secret: \${TRAINING_READER_SECRET}
      tenant: org-12345
      grants: [client_credentials]
      scopes: [Awards.Read]
    - client_id: other
      client_secret: \${TRAINING_OTHER_SECRET}
      tenant: acme-corp
      grants: [client_credentials]
      ${WIDE}
  keys:
    - credential: api_key
      id: main
      secret: \${TRAINING_KEY}
      tenant: org-12345
    - credential: api_key
      id: reader
      secret: \${TRAINING_READER_KEY}
      tenant: org-12345
      scopes: [Awards.Read]
    - credential: api_key
      id: other
      secret: \${TRAINING_OTHER_KEY}
      tenant: acme-corp
capabilities:
  consent: form
safety: { pace: 0ms, destructive: true, max_requests: 100000${safety} }
`;
