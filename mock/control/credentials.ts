import type { components } from '../../specs/generated/control.ts';
import type { SeedClient, SeedDeveloper, SeedTenant, SeedUser } from '../../specs/generated/vocabulary.ts';
import { listKeys } from '../behaviours/key-records.ts';
import { assertionKey } from '../behaviours/oauth/assertion-keys.ts';
import { exampleRequest } from '../example-request.ts';
import type { World } from '../sandbox.ts';
import { describeKey } from './describe-key.ts';
import { findWorld } from './find.ts';
import type { Handler } from './handler.ts';
import { identifiersOf, presentationsOf } from './presentations.ts';

type Schemas = components['schemas'];

/** Everything a client needs to call a contract in a sandbox. */
export type CredentialSheet = Schemas['CredentialSheet'];

const tenant = ({ id, name, require_token }: SeedTenant): Schemas['Tenant'] => ({
  id,
  ...(name !== undefined && { name }),
  ...(require_token !== undefined && { require_token }),
});

const developer = ({ id, name, encryption_key }: SeedDeveloper): Schemas['Developer'] => ({
  id,
  ...(name !== undefined && { name }),
  ...(encryption_key !== undefined && { encryption_key }),
});

function user({ id, tenant: of, name, username, password, domain }: SeedUser): Schemas['User'] {
  return {
    id,
    tenant: of,
    ...(name !== undefined && { name }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(domain !== undefined && { domain }),
  };
}

function client(world: World, seeded: SeedClient): Schemas['Client'] {
  const { client_id, client_secret, name, tenant: of, grants, scopes, redirect_uris, allowed_addresses, token_lifetime, assertion_key, note } = seeded;
  return {
    client_id,
    client_secret: client_secret ?? null,
    ...(name !== undefined && { name }),
    tenant: of,
    grants,
    scopes,
    redirect_uris: redirect_uris ?? [],
    ...(allowed_addresses !== undefined && { allowed_addresses }),
    ...(token_lifetime !== undefined && { token_lifetime }),
    ...(assertion_key !== undefined && { assertion_key: assertionKey(world, client_id).privateJwk }),
    ...(note !== undefined && { note }),
  };
}

/** The contract's example request, unless it bears a secret that is no longer shown or no longer good. */
function example({ plan }: World, baseUrl: string, keys: readonly Schemas['Key'][]): string | null {
  const request = exampleRequest(plan, baseUrl);
  const shown = new Set(keys.filter(({ status }) => status === 'active').map(({ secret }) => secret));
  const stale = plan.seed.keys?.some(({ secret }) => request.includes(secret) && !shown.has(secret));
  return stale === true ? null : request;
}

/**
 * @param baseUrl of the contract in this sandbox, without a trailing slash
 * @returns secrets as the contract shows them at the clock's time
 */
export async function describeCredentials(world: World, baseUrl: string): Promise<CredentialSheet> {
  const { plan, sandbox } = world;
  const records = (await listKeys(world)).filter(({ status }) => status !== 'deleted');
  const keys = records.map((record) => describeKey(world, record));
  return {
    contract: plan.name,
    title: plan.title,
    sandbox: sandbox.name,
    base_url: baseUrl,
    tenants: [...plan.tenants.values()].map(tenant),
    developers: [...plan.developers.values()].map(developer),
    clients: [...plan.clients.values()].map((seeded) => client(world, seeded)),
    users: [...plan.users.values()].map(user),
    keys,
    presented: presentationsOf(plan),
    identifiers: identifiersOf(world),
    example: example(world, baseUrl, keys),
  };
}

export const getCredentials: Handler<'getCredentials'> = async ({ sandbox, path, baseUrl }) => {
  const world = findWorld(sandbox, path.contract);
  return { status: 200, body: await describeCredentials(world, baseUrl(world)) };
};
