/** Which sandboxes of a store that several processes have open were not used for long, in any of them. */
import type { Awaitable } from '../../state/awaitable.ts';
import { machineTime } from '../../state/clock.ts';
import type { Store } from '../../state/stores/store.ts';
import type { SandboxLimits } from '../sandbox-limits.ts';

export interface SharedUses {
  /** The sandbox is used now. */
  used(name: string): void;
  forget(name: string): Awaitable<unknown>;
  /** Those of the names that no process used for long enough. */
  idle(names: readonly string[]): Promise<readonly string[]>;
}

/** A use is put down once in this part of the time after which a sandbox is idle: not at every request. */
const PART = 16;

const keyOf = (name: string): string => `used:${name}`;

/** @param store whose clock is of no matter: nothing in it ends */
export function createSharedUses(store: Store, { idleMs }: SandboxLimits): SharedUses {
  /** When this process put down a use, on the machine's clock. */
  const noted = new Map<string, number>();
  let looked = -Infinity;
  const used = (name: string): void => {
    const now = machineTime();
    if (now - (noted.get(name) ?? -Infinity) < idleMs / PART) return;
    noted.set(name, now);
    void (async () => store.set(keyOf(name), now))().catch(() => {
      // The request that uses it is told of a store that is gone.
      noted.delete(name);
    });
  };
  return {
    used,
    forget(name) {
      noted.delete(name);
      return store.take(keyOf(name));
    },
    async idle(names) {
      const now = machineTime();
      if (now - looked < idleMs / PART) return [];
      looked = now;
      const uses = await Promise.all(names.map((name) => store.get<number>(keyOf(name))));
      // One without a note was made by a process that had no time to put it down, or by an older version.
      return names.filter((name, i) => {
        const last = uses[i];
        if (last === undefined) used(name);
        return last !== undefined && now - last >= idleMs;
      });
    },
  };
}
