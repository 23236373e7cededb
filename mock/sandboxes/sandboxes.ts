/** Every sandbox of a server whose state is this process's alone. */
import { createClock } from '../state/clock.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { createInbox } from '../journal/otp-inbox.ts';
import { createJournal } from '../journal/journal-slabs.ts';
import type { Sandbox, Sandboxes, World } from './sandbox.ts';
import { bindWorld, DEFAULT_SANDBOX } from './create-world.ts';
import { fitSettings, forgetChanged } from './other-contract.ts';
import { startQuotasAnew } from './quotas-anew.ts';
import { createIdleSandboxes } from './sandbox-limits.ts';
import type { SandboxLimits } from './sandbox-limits.ts';
import { emptySandbox, seedContractKeys, seedSandbox } from './reset-sandbox.ts';
import type { RenewableWorld, WorldOptions } from './create-world.ts';

export interface SandboxesOptions extends WorldOptions {
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  readonly seed: string;
  readonly limits: SandboxLimits;
}

/** How many lives of the sandboxes of each name have ended, by reset or deletion; kept when the sandbox is gone. */
type Lives = Map<string, number>;

interface OwnSandbox extends Sandbox {
  /** Puts other contracts into the place of those that it has. */
  adopt(options: SandboxesOptions): Promise<void>;
}

async function createSandbox(name: string, seed: string, options: SandboxesOptions, lives: Lives): Promise<OwnSandbox> {
  const { contracts, bounds, seams } = options;
  const worlds = new Map<string, RenewableWorld>();
  const { clock } = createClock(() => startQuotasAnew(worlds.values()));
  const ended = (): number => lives.get(name) ?? 0;
  const sandbox = {
    name,
    seed,
    clock: seams?.clock?.(clock) ?? clock,
    journal: createJournal({ entries: bounds.maxJournalEntries, bytes: bounds.maxJournalBytes }),
    inbox: createInbox(bounds.maxMessages),
    version: 0,
    worlds: worlds as ReadonlyMap<string, World>,
    async reset() {
      lives.set(name, ended() + 1);
      await sandbox.clock.reset();
      for (const world of worlds.values()) world.renew();
      await emptySandbox(sandbox);
      await seedSandbox(sandbox);
    },
    async adopt(changed: SandboxesOptions) {
      for (const contract of changed.contracts.values()) {
        const before = worlds.get(contract.name)!;
        if (before.contract === contract) continue;
        const world = bindWorld(contract, sandbox, changed, ended, undefined, before);
        world.settings = fitSettings(before.settings, contract);
        world.adoptPeople(before.people.changes);
        before.webhooks?.forget();
        worlds.set(contract.name, world);
        await forgetChanged(world.store, before.contract, contract);
        await seedContractKeys(world);
      }
    },
  };
  for (const contract of contracts.values()) worlds.set(contract.name, bindWorld(contract, sandbox, options, ended));
  await seedSandbox(sandbox);
  return sandbox;
}

export async function createSandboxes(given: SandboxesOptions): Promise<Sandboxes> {
  let options = given;
  const sandboxes = new Map<string, OwnSandbox>();
  /** Names being made: creation is asynchronous, and two callers must not get the same name. */
  const pending = new Set<string>();
  const lives: Lives = new Map();
  sandboxes.set(DEFAULT_SANDBOX, await createSandbox(DEFAULT_SANDBOX, options.seed, options, lives));
  const { most } = options.limits;
  const uses = createIdleSandboxes(options.limits);
  const remove = async (name: string): Promise<boolean> => {
    const sandbox = sandboxes.get(name);
    if (sandbox === undefined) return false;
    sandboxes.delete(name);
    uses.forget(name);
    await sandbox.reset();
    return true;
  };
  return {
    shared: false,
    most,
    get(name) {
      const sandbox = sandboxes.get(name);
      if (sandbox !== undefined && name !== DEFAULT_SANDBOX) uses.used(name);
      return sandbox;
    },
    known: (name) => sandboxes.get(name),
    list: () => [...sandboxes.values()],
    async create(name, seed = options.seed) {
      for (const idle of uses.idle()) await remove(idle);
      if (sandboxes.has(name) || pending.has(name)) return 'taken';
      // `default` is not counted.
      if (sandboxes.size - 1 + pending.size >= most) return 'full';
      pending.add(name);
      try {
        const sandbox = await createSandbox(name, seed, options, lives);
        sandboxes.set(name, sandbox);
        uses.used(name);
        return sandbox;
      } finally {
        pending.delete(name);
      }
    },
    remove,
    async adopt(contracts) {
      options = { ...options, contracts };
      for (const sandbox of sandboxes.values()) await sandbox.adopt(options);
    },
  };
}
