/** The control plane's operations on users, the people who log in: list, make, change, delete. */
import type { SeedUser } from '../../specs/generated/vocabulary.ts';
import { listKeys } from '../auth/api-keys/key-records.ts';
import { describeUser } from './describe-people.ts';
import { changeEntry, deleteEntry, findEntry, makeEntry, withoutNulls } from './edit-people.ts';
import type { Judge } from './edit-people.ts';
import { findWorld } from './find-or-refuse.ts';
import { NO_CONTENT } from './handler.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';
import { unknownName } from './unknown-name.ts';

/** Of a tenant that is there; no two log in with the same name at the same place. */
const judge: Judge<SeedUser> = ({ id, tenant, username, domain }, { tenants, users }) => {
  if (!tenants.has(tenant)) return unknownName('tenant', tenant, [...tenants.keys()], 400);
  const twin =
    username === undefined
      ? undefined
      : [...users.values()].find((other) => other.id !== id && other.username === username && other.domain === domain);
  return twin && new Problem(409, `The user "${twin.id}" has the user name "${twin.username!}" already`);
};

export const listUsers: Handler<'listUsers'> = ({ sandbox, path }) => ({
  status: 200,
  body: { users: [...findWorld(sandbox, path.contract).people.users.values()].map(describeUser) },
});

export const createUser: Handler<'createUser'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  const { id = world.ids.uuid(), ...rest } = body;
  return { status: 201, body: describeUser(await makeEntry(world, 'users', id, { ...rest, id }, judge)) };
};

export const getUser: Handler<'getUser'> = ({ sandbox, path }) => ({
  status: 200,
  body: describeUser(findEntry(findWorld(sandbox, path.contract), 'users', path.user_id)),
});

export const changeUser: Handler<'changeUser'> = async ({ sandbox, path, body }) => {
  const world = findWorld(sandbox, path.contract);
  return {
    status: 200,
    body: describeUser(
      await changeEntry(world, 'users', path.user_id, (old): SeedUser => withoutNulls({ ...old, ...body }), judge),
    ),
  };
};

export const deleteUser: Handler<'deleteUser'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  const keys = (await listKeys(world)).filter(({ user, status }) => user === path.user_id && status !== 'deleted');
  await deleteEntry(world, 'users', path.user_id, ({ id }) =>
    keys.length === 0
      ? undefined
      : new Problem(
          409,
          `The user "${id}" still has the keys ${keys.map((key) => `${key.credential} ${key.id}`).join(', ')}; delete them first`,
        ),
  );
  return NO_CONTENT;
};
