/** Every sandbox of a server. */
import { createClock } from './clock.ts';
import type { Plan } from './contract/plan.ts';
import { createInbox } from './inbox.ts';
import { createJournal } from './journal-slabs.ts';
import type { Sandbox, Sandboxes, World } from './sandbox.ts';
import type { Seams } from './seams.ts';
import type { StoreBackend } from './store/store.ts';
import { createWorld } from './world.ts';
import type { ResettableWorld } from './world.ts';

/** The sandbox that is always there, whose base URLs have no prefix. */
export const DEFAULT_SANDBOX = 'default';

export interface SandboxesOptions {
  readonly plans: ReadonlyMap<string, Plan>;
  readonly backend: StoreBackend;
  readonly seed: string;
  /** Name of the contract that the default sandbox serves at `/`. */
  readonly root: string | undefined;
  readonly seams?: Seams | undefined;
}

async function createSandbox(name: string, seed: string, { plans, backend, root, seams }: SandboxesOptions): Promise<Sandbox> {
  const worlds = new Map<string, ResettableWorld>();
  const clock = createClock();
  const sandbox = {
    name,
    seed,
    clock: seams?.clock?.(clock) ?? clock,
    journal: createJournal(),
    inbox: createInbox(),
    worlds: worlds as ReadonlyMap<string, World>,
    async reset() {
      sandbox.clock.reset();
      sandbox.inbox.clear();
      sandbox.journal.clear();
      for (const world of worlds.values()) await world.reset();
    },
  };
  for (const plan of plans.values()) {
    const prefix = name === DEFAULT_SANDBOX ? '' : `/~${name}`;
    const mount = name === DEFAULT_SANDBOX && plan.name === root ? '' : `${prefix}/${plan.name}`;
    worlds.set(plan.name, await createWorld(plan, sandbox, backend, mount, seams));
  }
  return sandbox;
}

export async function createSandboxes(options: SandboxesOptions): Promise<Sandboxes> {
  const sandboxes = new Map<string, Sandbox>();
  /** Names being made: creation is asynchronous, and two callers must not get the same name. */
  const pending = new Set<string>();
  sandboxes.set(DEFAULT_SANDBOX, await createSandbox(DEFAULT_SANDBOX, options.seed, options));
  return {
    get: (name) => sandboxes.get(name),
    list: () => [...sandboxes.values()],
    async create(name, seed = options.seed) {
      if (sandboxes.has(name) || pending.has(name)) return undefined;
      pending.add(name);
      try {
        const sandbox = await createSandbox(name, seed, options);
        sandboxes.set(name, sandbox);
        return sandbox;
      } finally {
        pending.delete(name);
      }
    },
    async remove(name) {
      const sandbox = sandboxes.get(name);
      if (sandbox === undefined) return false;
      sandboxes.delete(name);
      await sandbox.reset();
      return true;
    },
  };
}
