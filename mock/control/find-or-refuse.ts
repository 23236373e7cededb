/** Finds what a path or query names, or says what there is. */
import { findLiveKey } from '../auth/api-keys/key-management.ts';
import { keyCredential, keyCredentials } from '../auth/api-keys/key-rules.ts';
import { listKeys } from '../auth/api-keys/key-records.ts';
import type { KeyRecord } from '../auth/api-keys/key-records.ts';
import type { Sandbox, Sandboxes, World } from '../sandboxes/sandbox.ts';
import { Problem } from './control-problem.ts';
import { unknownName } from './unknown-name.ts';

/** @throws Problem 404 */
export async function findSandbox(sandboxes: Sandboxes, name: string): Promise<Sandbox> {
  const sandbox = await sandboxes.get(name);
  if (!sandbox)
    throw unknownName(
      'sandbox',
      name,
      (await sandboxes.list()).map((each) => each.name),
    );
  return sandbox;
}

/** @throws Problem 404 */
export function findWorld({ worlds }: Sandbox, contract: string): World {
  const world = worlds.get(contract);
  if (!world) throw unknownName('contract', contract, [...worlds.keys()]);
  return world;
}

/** @throws Problem 404 */
export async function findKeyOf(
  sandbox: Sandbox,
  path: { contract: string; credential: string; id: string },
): Promise<{ world: World; record: KeyRecord }> {
  const world = findWorld(sandbox, path.contract);
  if (!keyCredential(world.contract, path.credential))
    throw unknownName('key credential', path.credential, keyCredentials(world.contract));
  const record = await findLiveKey(world, path.credential, path.id);
  return { world, record: record ?? (await refuseUnknownKey(world, path)) };
}

/** @throws Problem 404, with the keys that there are */
export async function refuseUnknownKey(world: World, path: { credential: string; id: string }): Promise<never> {
  const others = (await listKeys(world)).filter(
    (key) => key.credential === path.credential && key.status !== 'deleted',
  );
  if (others.length === 0) throw new Problem(404, `There is no key "${path.id}" of ${path.credential}, nor any other`);
  throw unknownName(
    `key of ${path.credential}`,
    path.id,
    others.map((key) => key.id),
  );
}
