/** The control plane's operations on tenants: list, make, change, delete. */
import type { SeedTenant } from '../../specs/generated/vocabulary.ts';
import { listKeys } from '../auth/api-keys/key-records.ts';
import { describeTenant } from './describe-people.ts';
import { changeEntry, deleteEntry, findEntry, makeEntry, withoutNulls } from './edit-people.ts';
import type { Judge } from './edit-people.ts';
import { findWorld } from './find-or-refuse.ts';
import { NO_CONTENT } from './handler.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';

const any: Judge<SeedTenant> = () => undefined;

export const listTenants: Handler<'listTenants'> = ({ sandbox, path }) => ({
  status: 200,
  body: { tenants: [...findWorld(sandbox, path.contract).people.tenants.values()].map(describeTenant) },
});

export const createTenant: Handler<'createTenant'> = async ({ sandbox, path, body }) => ({
  status: 201,
  body: describeTenant(await makeEntry(findWorld(sandbox, path.contract), 'tenants', body.id, body, any)),
});

export const getTenant: Handler<'getTenant'> = ({ sandbox, path }) => ({
  status: 200,
  body: describeTenant(findEntry(findWorld(sandbox, path.contract), 'tenants', path.tenant_id)),
});

export const changeTenant: Handler<'changeTenant'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  return {
    status: 200,
    body: describeTenant(
      await changeEntry(world, 'tenants', path.tenant_id, (old): SeedTenant => withoutNulls({ ...old, ...body }), any),
    ),
  };
};

export const deleteTenant: Handler<'deleteTenant'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  const keys = (await listKeys(world))
    .filter(({ tenant, status }) => tenant === path.tenant_id && status !== 'deleted')
    .map(({ credential, id }) => `key ${credential} ${id}`);
  await deleteEntry(world, 'tenants', path.tenant_id, ({ id }, { clients, users }) => {
    const left = [
      ...[...clients.values()].filter(({ tenant }) => tenant === id).map(({ client_id: client }) => `client ${client}`),
      ...[...users.values()].filter(({ tenant }) => tenant === id).map((user) => `user ${user.id}`),
      ...keys,
    ];
    return left.length === 0
      ? undefined
      : new Problem(409, `The tenant "${id}" still has ${left.join(', ')}; delete them first`);
  });
  return NO_CONTENT;
};
