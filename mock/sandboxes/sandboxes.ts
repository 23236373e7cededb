/** Every sandbox of a server whose state is this process's alone. */
import type { Awaitable } from '../state/awaitable.ts';
import { createClock, machineTime } from '../state/clock.ts';
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

/** @param madeAt epoch milliseconds, where that was before now */
async function createSandbox(
  name: string,
  seed: string,
  options: SandboxesOptions,
  lives: Lives,
  madeAt?: number,
): Promise<OwnSandbox> {
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
  await seedSandbox(sandbox, madeAt);
  return sandbox;
}

/** One that was made and not used: some tens of kilobytes less than all that it will be. */
interface Unused {
  readonly seed: string;
  /** Epoch milliseconds: its keys are as old as it is. */
  readonly madeAt: number;
  /** Set while it is made ready for its first use. */
  begins: Promise<OwnSandbox | undefined> | undefined;
}

const isUnused = (one: OwnSandbox | Unused): one is Unused => !('worlds' in one);

export async function createSandboxes(given: SandboxesOptions): Promise<Sandboxes> {
  let options = given;
  const sandboxes = new Map<string, OwnSandbox | Unused>();
  const lives: Lives = new Map();
  sandboxes.set(DEFAULT_SANDBOX, await createSandbox(DEFAULT_SANDBOX, options.seed, options, lives));
  const { most } = options.limits;
  const uses = createIdleSandboxes(options.limits);

  const begin = async (name: string, unused: Unused): Promise<OwnSandbox | undefined> => {
    const sandbox = await createSandbox(name, unused.seed, options, lives, unused.madeAt);
    // Whoever deleted it meanwhile has the last word.
    if (sandboxes.get(name) !== unused) return undefined;
    sandboxes.set(name, sandbox);
    return sandbox;
  };
  const get = (name: string): Awaitable<OwnSandbox | undefined> => {
    const sandbox = sandboxes.get(name);
    if (sandbox !== undefined && name !== DEFAULT_SANDBOX) uses.used(name);
    return sandbox !== undefined && isUnused(sandbox) ? (sandbox.begins ??= begin(name, sandbox)) : sandbox;
  };
  const remove = async (name: string): Promise<boolean> => {
    const sandbox = sandboxes.get(name);
    if (sandbox === undefined) return false;
    sandboxes.delete(name);
    uses.forget(name);
    if (!isUnused(sandbox)) await sandbox.reset();
    return true;
  };
  return {
    shared: false,
    most,
    get,
    recall: () => undefined,
    known(name) {
      const sandbox = sandboxes.get(name);
      return sandbox === undefined || isUnused(sandbox) ? undefined : sandbox;
    },
    has: (name) => sandboxes.has(name),
    list: () => [...sandboxes].map(([name, { seed }]) => ({ name, seed })),
    async create(name, seed = options.seed) {
      for (const idle of uses.idle()) await remove(idle);
      if (sandboxes.has(name)) return 'taken';
      // `default` is not counted.
      if (sandboxes.size - 1 >= most) return 'full';
      sandboxes.set(name, { seed, madeAt: machineTime(), begins: undefined });
      uses.used(name);
      return { name, seed };
    },
    remove,
    async adopt(contracts) {
      options = { ...options, contracts };
      for (const name of [...sandboxes.keys()]) {
        const one = sandboxes.get(name);
        if (one === undefined || (isUnused(one) && one.begins === undefined)) continue;
        const sandbox = isUnused(one) ? await one.begins : one;
        await sandbox?.adopt(options);
      }
    },
  };
}
