/** Where keys ask for tokens (`client_authentication: security`), a key stands for a client. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { TargetClient, TargetKey } from '../target/target.ts';
import { declaredScopes, permits } from './scope-coverage.ts';

const keys = new WeakMap<TargetClient, TargetKey>();

/** The key that a client stands for. */
export const keyOf = (client: TargetClient): TargetKey | undefined => keys.get(client);

/** @param permissions what the key may do */
export function keyAsClient(
  contract: CompiledContract,
  credential: string,
  key: TargetKey,
  permissions: readonly string[],
): TargetClient {
  const client: TargetClient = {
    client_id: key.id,
    client_secret: key.secret,
    tenant: key.tenant,
    grants: ['client_credentials'],
    scopes: declaredScopes(contract.document, credential).filter((scope) => permits(permissions, [scope])),
    redirect_uris: [],
    post_logout_redirect_uris: [],
    allowed_addresses: key.allowed_addresses,
    assertion_key: null,
  };
  keys.set(client, key);
  return client;
}
