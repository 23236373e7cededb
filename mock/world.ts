/** Makes worlds: one contract's state in one sandbox, with the seeded keys in place. */
import { putKey } from './behaviours/key-records.ts';
import type { Plan } from './contract/plan.ts';
import { createIds } from './ids.ts';
import { createSigningKeys } from './keys.ts';
import { DEFAULT_SETTINGS } from './sandbox.ts';
import type { Sandbox, World } from './sandbox.ts';
import type { Seams } from './seams.ts';
import type { StoreBackend } from './store/store.ts';

/** A world whose parts can be put back to how they were. */
export interface ResettableWorld extends World {
  reset(): Promise<void>;
}

async function seedKeys(world: World): Promise<void> {
  const now = world.clock.now();
  for (const { credential, id, secret, tenant, user, name, role, platform, primary, status, allowed_addresses, scopes } of world.plan.seed.keys ?? []) {
    await putKey(world, {
      credential, id, secret, tenant,
      user: user ?? null, name: name ?? null, role: role ?? null, platform: platform ?? null, primary: primary ?? false,
      status: status ?? 'active', allowed_addresses: allowed_addresses ?? null, scopes: scopes ?? null,
      created_at: now, secret_made_at: now, regenerated: false, ended_at: status === 'blocked' ? now : null,
    });
  }
}

/**
 * Tokens and ids differ between sandboxes, so that a token of one is never good in another by coincidence; seeded records
 * do not, so that the same seed shows the same world everywhere.
 */
export async function createWorld(plan: Plan, sandbox: Sandbox, backend: StoreBackend, mount: string, seams?: Seams): Promise<ResettableWorld> {
  const state = backend.open(`${sandbox.name}/${plan.name}`, () => sandbox.clock.now());
  const store = seams?.store?.(state, `${sandbox.name}/${plan.name}`) ?? state;
  const freshIds = () => createIds(`${sandbox.seed}/${plan.name}/${sandbox.name}`);
  const world = {
    plan,
    sandbox,
    store,
    clock: sandbox.clock,
    ids: freshIds(),
    keys: createSigningKeys(`${sandbox.seed}/${plan.name}`),
    settings: DEFAULT_SETTINGS,
    mount,
    async reset() {
      await store.clear('');
      world.ids = freshIds();
      world.settings = DEFAULT_SETTINGS;
      await seedKeys(world);
    },
  };
  await seedKeys(world);
  return world;
}
