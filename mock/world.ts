/** Makes worlds: one contract's state in one sandbox, with the seeded keys in place. */
import type { Awaitable } from './awaitable.ts';
import { seedKey } from './behaviours/key-records.ts';
import type { Plan } from './contract/plan.ts';
import { createIds } from './ids.ts';
import type { Ids } from './ids.ts';
import { createSigningKeys } from './keys.ts';
import { DEFAULT_SETTINGS } from './sandbox.ts';
import type { Sandbox, Settings, World } from './sandbox.ts';
import type { Seams } from './seams.ts';
import type { StoreBackend } from './store/store.ts';
import type { WebhookService } from './webhooks/service.ts';

/** A world whose parts can be put back to how they were. */
export interface ResettableWorld extends World {
  ids: Ids;
  reset(): Promise<void>;
}

/** Changes a world's settings for every process. @returns those now in force */
export type ShareSettings = (contract: string, change: SettingsChange) => Awaitable<Readonly<Settings>>;

export type SettingsChange = (current: Readonly<Settings>) => Readonly<Settings>;

export interface WorldOptions {
  readonly backend: StoreBackend;
  /** Name of the contract that the default sandbox serves at `/`. */
  readonly root: string | undefined;
  readonly seams?: Seams | undefined;
  /** Sends webhooks; undefined where no contract has any. */
  readonly webhooks?: WebhookService | undefined;
}

/** The sandbox that is always there, whose base URLs have no prefix. */
export const DEFAULT_SANDBOX = 'default';

/** Path below which a contract is served in a sandbox, without a trailing slash. */
export function mountOf(sandbox: string, contract: string, root: string | undefined): string {
  if (sandbox !== DEFAULT_SANDBOX) return `/~${sandbox}/${contract}`;
  return contract === root ? '' : `/${contract}`;
}

/** The contract's keys; what is there already stays as it is, changed or deleted. */
export async function seedKeys(world: World): Promise<void> {
  const now = world.clock.now();
  for (const { credential, id, secret, tenant, user, name, role, platform, primary, status, allowed_addresses, scopes } of world.plan.seed.keys ?? []) {
    await seedKey(world, {
      credential, id, secret, previous: null, tenant,
      user: user ?? null, name: name ?? null, role: role ?? null, platform: platform ?? null, primary: primary ?? false,
      status: status ?? 'active', allowed_addresses: allowed_addresses ?? null, scopes: scopes ?? null,
      created_at: now, secret_made_at: now, regenerated: false, ended_at: status === 'blocked' ? now : null,
    });
  }
}

/**
 * Tokens and ids differ between sandboxes, so that a token of one is never good in another by coincidence, and between
 * the processes that share one; seeded records do not, so that the same seed shows the same world everywhere.
 *
 * @param share where settings are changed if other processes serve the world too
 */
export function bindWorld(plan: Plan, sandbox: Sandbox, { backend, root, seams, webhooks }: WorldOptions, share?: ShareSettings): ResettableWorld {
  const state = backend.open(sandbox.name, plan.name, () => sandbox.clock.now());
  const store = seams?.store?.(state, `${sandbox.name}/${plan.name}`) ?? state;
  const process = backend.shared === undefined ? '' : `#${backend.shared.process}`;
  const freshIds = (): Ids => createIds(`${sandbox.seed}/${plan.name}/${sandbox.name}${process}`);
  const sender = plan.webhookDelivery && webhooks?.open(sandbox.name, {
    plan, store, clock: sandbox.clock, makeIds: () => createIds(`${sandbox.seed}/${plan.name}/${sandbox.name}${process}/webhooks`),
  });
  const world: ResettableWorld = {
    plan,
    sandbox,
    store,
    clock: sandbox.clock,
    ids: freshIds(),
    keys: createSigningKeys(`${sandbox.seed}/${plan.name}`),
    settings: DEFAULT_SETTINGS,
    webhooks: sender,
    mount: mountOf(sandbox.name, plan.name, root),
    changeSettings(change) {
      if (share) return share(plan.name, change);
      world.settings = change(world.settings);
      return world.settings;
    },
    async reset() {
      sender?.forget();
      await store.clear('');
      // Where others serve the world too, what was given out before the reset may still be on its way: no sequence starts again.
      if (backend.shared === undefined) world.ids = freshIds();
      world.settings = DEFAULT_SETTINGS;
      await seedKeys(world);
    },
  };
  return world;
}
