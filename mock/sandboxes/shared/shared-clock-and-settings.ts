/**
 * What processes share of a sandbox beside its worlds' state: small, read at every request, and changed in one step.
 */
import type { Awaitable } from '../../state/awaitable.ts';
import { MACHINE_TIME } from '../../state/clock.ts';
import type { ClockState } from '../../state/clock.ts';
import type { PeopleChanges } from '../people.ts';
import type { Settings } from '../sandbox.ts';
import type { Seen, Store, Value } from '../../state/stores/store.ts';

export type Meta = {
  readonly seed: string;
  /** Counts the sandboxes made in the store: tells this one from those that had its name before. */
  readonly made: number;
  readonly clock: ClockState;
  /** By contract; those that were never changed are absent. */
  readonly settings: Readonly<Record<string, Readonly<Settings>>>;
  /** By contract; those whose tenants, users and clients are as the contract has them are absent. */
  readonly people?: Readonly<Record<string, PeopleChanges>>;
  /** Another one for each change: a process that has seen it has nothing to take over. */
  readonly version: number;
};

const KEY = 'meta';

export const freshMeta = (seed: string, made: number): Meta => ({
  seed,
  made,
  clock: MACHINE_TIME,
  settings: {},
  version: 1,
});

export interface MetaCell {
  /** Undefined where there is no such sandbox. */
  read(): Awaitable<Meta | undefined>;
  /** As this process last saw it, where the store can tell in one round whether it still is so. */
  recall(): { readonly meta: Meta; readonly seen: Seen } | undefined;
  /** Makes the sandbox be. @returns whether it was not there */
  create(seed: string, made: number): Awaitable<boolean>;
  /** Nothing is changed where there is no such sandbox, nor where `make` gives back what it was given. */
  change(make: (meta: Meta) => Meta): Awaitable<Meta | undefined>;
  /** @returns whether this call is the one that ended the sandbox */
  remove(): Awaitable<boolean>;
}

/** @param store holds nothing else, and its clock is of no matter: nothing in it ends */
export function metaCell(store: Store): MetaCell {
  const typed = store as { get(key: string): Awaitable<Meta | undefined> };
  return {
    read: () => typed.get(KEY),
    recall() {
      if (store.lastSeen === undefined) return undefined;
      const { result: meta, seen } = store.lastSeen.recalling(() => typed.get(KEY));
      // Anyone who reads it next asks in the same round, and hears of a failure.
      if (meta instanceof Promise) meta.catch(() => undefined);
      else if (meta !== undefined) return { meta, seen: seen[0]! };
      return undefined;
    },
    create: (seed, made) => store.set(KEY, freshMeta(seed, made), { ifAbsent: true }),
    change: (make) =>
      store.swap<Value, Meta | undefined>(KEY, (found) => {
        if (found === undefined) return { result: undefined };
        const meta = found as unknown as Meta;
        const made = make(meta);
        if (made === meta) return { result: meta };
        const changed = { ...made, version: meta.version + 1 };
        return { value: changed, result: changed };
      }),
    remove: async () => (await store.take(KEY)) !== undefined,
  };
}
