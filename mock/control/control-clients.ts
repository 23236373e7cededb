/** The control plane's operations on OAuth clients: list, make, change, delete. */
import type { SeedClient } from '../../specs/generated/vocabulary.ts';
import { isCertificateWay } from '../auth/certificates/client-certificate.ts';
import { clientFault, scopesOf } from '../auth/registration/fit-client.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { Problem } from './control-problem.ts';
import { describeClient } from './describe-people.ts';
import { changeEntry, deleteEntry, findEntry, makeEntry, withoutNulls } from './edit-people.ts';
import type { Judge } from './edit-people.ts';
import { findWorld } from './find-or-refuse.ts';
import { NO_CONTENT } from './handler.ts';
import type { Handler } from './handler.ts';

const judgeFor =
  ({ contract }: World): Judge<SeedClient> =>
  (client, people) => {
    const fault = clientFault(contract, client, people);
    return fault === undefined ? undefined : new Problem(400, fault);
  };

/** A client's lifetimes are kept, and answered, as the contract writes its own. */
function inIso<T extends { readonly token_lifetime?: string | number | null }>(
  body: T,
): Omit<T, 'token_lifetime'> & { readonly token_lifetime?: Exclude<T['token_lifetime'], number> } {
  const { token_lifetime: lifetime, ...rest } = body;
  if (lifetime === undefined) return rest;
  return { ...rest, token_lifetime: (typeof lifetime === 'number' ? `PT${lifetime}S` : lifetime) as never };
}

/** As it stands, with the redirect URIs that the server gives every client. */
const shown = (world: World, entry: SeedClient) =>
  describeClient(world, world.people.clients.get(entry.client_id) ?? entry);

export const listClients: Handler<'listClients'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  return {
    status: 200,
    body: {
      clients: await Promise.all([...world.people.clients.values()].map((client) => describeClient(world, client))),
    },
  };
};

export const createClient: Handler<'createClient'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  const {
    client_id: id = world.ids.uuid(),
    client_secret: secret,
    scopes = scopesOf(world.contract),
    ...rest
  } = inIso(body);
  // A client that signs, or connects with a certificate, proves itself by its key.
  const secretless =
    rest.token_endpoint_auth_method === 'none' ||
    rest.token_endpoint_auth_method === 'private_key_jwt' ||
    isCertificateWay(rest.token_endpoint_auth_method) ||
    rest.grants.every((grant) => grant === 'jwt_bearer');
  const made = secret ?? (secretless ? undefined : world.ids.make({ alphabet: 'base62', length: 40 }));
  const entry: SeedClient = { ...rest, client_id: id, scopes, ...(made !== undefined && { client_secret: made }) };
  return { status: 201, body: await shown(world, await makeEntry(world, 'clients', id, entry, judgeFor(world))) };
};

export const getClient: Handler<'getClient'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  return { status: 200, body: await describeClient(world, findEntry(world, 'clients', path.client_id)) };
};

export const changeClient: Handler<'changeClient'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  const changed = await changeEntry(
    world,
    'clients',
    path.client_id,
    (old): SeedClient => withoutNulls({ ...old, ...inIso(body) }),
    judgeFor(world),
  );
  return { status: 200, body: await shown(world, changed) };
};

export const deleteClient: Handler<'deleteClient'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  await deleteEntry(world, 'clients', path.client_id, () => undefined);
  return NO_CONTENT;
};
