/** What a few clients do to a sandbox, for the console to tell: for its tests and its pictures. */
import { createHmac } from 'node:crypto';
import { loadContracts } from '../../mock/contract/load-contracts.ts';
import { startServer } from '../../mock/server/server.ts';
import type { RunningServer, ServerOptions } from '../../mock/server/server-options.ts';
import { jsonClient } from '../../mock/test/json-client.ts';
import { judge } from '../cli/mock/judge.ts';
import { createVerifier } from '../cli/mock/verifier.ts';

const SIGNER = '11e95f8ec39de8fbdb0a4f1a';
const ESCROW = 'e123e4567-e89b-12d3-a456-426614174000';

/** Contracts that the story is about. */
export const STORY = ['engagifii-revenue', 'fortis', 'piaxis'] as const;

/** What `tollgate mock` starts, on a free port. */
export async function startStory(
  contracts: readonly string[] = STORY,
  options: Partial<ServerOptions> = {},
): Promise<RunningServer> {
  const server: RunningServer = await startServer({
    contracts: await loadContracts([...contracts]),
    seed: 'console',
    judge,
    verifier: createVerifier(() => ({
      url: server.url,
      token: undefined,
      certificate: undefined,
      command: (name) => `tollgate verify ${name} --base-url ${server.url}`,
    })),
    ...options,
  });
  return server;
}

const START = '2030-01-01T09:30:00Z';

/**
 * A token that works and then has expired, a payment with its webhook, a one-time password, a misspelt path, and last a
 * signature over the right parts, joined wrongly.
 *
 * @param hooks where webhooks go
 */
export async function playStory(server: RunningServer, hooks: string): Promise<void> {
  const { clock } = server.sandboxes.known('default')!;
  await clock.set(Date.parse(START));
  const revenue = jsonClient(server.contractUrl('engagifii-revenue'), {
    'tenant-code': 'TENANT123',
    'api-version': '1.0',
  });
  const grant = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'revenue-service',
    client_secret: 'secret_sandbox_revenue_service',
  });
  const token = await revenue('/oauth/token', {
    body: grant.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const authorization = `Bearer ${String(token.at('/access_token'))}`;
  await revenue('/api/1.0/invoice/INV-123456', { headers: { authorization } });
  await revenue('/api/1.0/invoice', { headers: { authorization } });
  await clock.advance(3_600_000);
  await revenue('/api/1.0/invoice', { headers: { authorization } });

  const piaxis = jsonClient(server.contractUrl('piaxis'), { 'api-key': 'pk_test_nile_market' });
  await piaxis('/api/payments/create', {
    json: { amount: 5000, currency: 'UGX', payment_method: 'mtn', webhook_url: hooks },
  });
  await piaxis('/api/escrow/release', { json: { escrow_id: ESCROW } });
  await piaxis('/api/auth/request-otp', {
    json: { operation: 'escrow_release', escrow_id: ESCROW, phone_number: '+256700000000' },
  });
  await piaxis('/api/profile', { headers: { 'api-key': '', authorization: 'Bearer nonsense' } });

  const fortis = jsonClient(server.contractUrl('fortis'), { 'developer-id': 'fortis-developer', 'user-id': SIGNER });
  await fortis('/v2/contact', { headers: { 'user-api-key': 'user_api_key_sandbox_john' } });
  await fortis('/v2/contacts', { headers: { 'user-api-key': 'user_api_key_sandbox_john' } });
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const hash = createHmac('sha256', 'my_user_hash_key').update(`${SIGNER}:${timestamp}`).digest('hex');
  await fortis('/v2/transactions', { headers: { timestamp, 'hash-key': hash } });
}
