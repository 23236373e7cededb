/** The control plane's list of credentials: everything that a client needs to call a contract. */
import type { components } from '../../specs/generated/control.ts';
import { waysOf } from '../auth/registration/fit-client.ts';
import { listKeys } from '../auth/api-keys/key-records.ts';
import { exampleOperation, exampleRequest } from '../contract/examples/curl-example.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { describeKey } from './describe-key.ts';
import { describeClient, describeDeveloper, describeTenant, describeUser } from './describe-people.ts';
import { findWorld } from './find-or-refuse.ts';
import type { Handler } from './handler.ts';
import { webhookPublicKey, webhookSecret } from '../webhooks/sign-webhook.ts';
import { identifiersOf, presentationsOf } from './presentations.ts';

type Schemas = components['schemas'];

/** Everything a client needs to call a contract in a sandbox. */
export type CredentialSheet = Schemas['CredentialSheet'];

/** The contract with the keys that are good now and are shown, in place of those that it began with. */
function withLivingKeys(contract: CompiledContract, keys: readonly Schemas['Key'][]): CompiledContract {
  const living = keys.filter(({ status, secret_hidden: isHidden }) => status === 'active' && !isHidden);
  return {
    ...contract,
    seed: {
      ...contract.seed,
      keys: living.map(({ credential, id, secret, tenant, role, scopes, allowed_addresses: addresses }) => ({
        credential,
        id,
        tenant,
        ...(secret !== null && { secret }),
        ...(role !== undefined && { role }),
        ...(scopes !== undefined && { scopes }),
        ...(addresses !== undefined && { allowed_addresses: addresses }),
      })),
    },
  };
}

/** The contract's example request with a key that is good now, unless it wants a key and none is left. */
function example(
  { contract }: World,
  baseUrl: string,
  keys: readonly Schemas['Key'][],
): Pick<CredentialSheet, 'example' | 'example_operation'> {
  const operation = exampleOperation(contract);
  const now = withLivingKeys(contract, keys);
  return {
    example: exampleOperation(now) === operation ? exampleRequest(now, baseUrl) : null,
    example_operation: operation,
  };
}

/** Keys that a client needs to check tokens by itself, and that no JWK Set publishes. */
function secretKeys({ contract, keys }: World): readonly Schemas['SecretKey'][] {
  return [...contract.credentials].flatMap(([credential, rule]) => {
    if (rule.kind !== 'token' || rule.algorithm !== 'HS256') return [];
    const { kid, key } = keys.get('HS256');
    return Buffer.isBuffer(key)
      ? [{ credential, kty: 'oct' as const, alg: 'HS256' as const, kid, k: key.toString('base64url') }]
      : [];
  });
}

/**
 * @param baseUrl of the contract in this sandbox, without a trailing slash
 * @returns secrets as the contract shows them at the clock's time
 */
export async function describeCredentials(world: World, baseUrl: string): Promise<CredentialSheet> {
  const { contract, people, sandbox } = world;
  const records = (await listKeys(world)).filter(({ status }) => status !== 'deleted');
  const keys = await Promise.all(records.map((record) => describeKey(world, record)));
  return {
    contract: contract.name,
    title: contract.title,
    sandbox: sandbox.name,
    base_url: baseUrl,
    tenants: [...people.tenants.values()].map((tenant) => {
      const secret = webhookSecret(contract, tenant);
      const publicKey = secret === undefined ? undefined : webhookPublicKey(contract, secret);
      return {
        ...describeTenant(tenant),
        ...(secret !== undefined && { webhook_secret: secret }),
        ...(publicKey !== undefined && { webhook_public_key: publicKey }),
      };
    }),
    developers: [...contract.developers.values()].map(describeDeveloper),
    client_authentication: waysOf(contract).filter((way) => way !== 'security'),
    clients: await Promise.all([...people.clients.values()].map((client) => describeClient(world, client))),
    users: [...people.users.values()].map(describeUser),
    keys,
    signing_keys: secretKeys(world),
    presented: presentationsOf(contract),
    identifiers: identifiersOf(world),
    ...example(world, baseUrl, keys),
  };
}

export const getCredentials: Handler<'getCredentials'> = async ({ sandbox, path, baseUrl }) => {
  const world = findWorld(sandbox, path.contract);
  return { status: 200, body: await describeCredentials(world, baseUrl(world)) };
};
