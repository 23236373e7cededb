/** One sandbox of a shared store, as this process sees it. */
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { createClock, soon } from '../../state/clock.ts';
import type { ClockChange } from '../../state/clock.ts';
import { NO_CHANGES } from '../people.ts';
import type { PeopleChange, PeopleChanges } from '../people.ts';
import { DEFAULT_SETTINGS } from '../sandbox.ts';
import type { Sandbox } from '../sandbox.ts';
import type { SandboxesOptions } from '../sandboxes.ts';
import type { Seen, SharedState } from '../../state/stores/store.ts';
import { bindWorld } from '../create-world.ts';
import { startQuotasAnew } from '../quotas-anew.ts';
import { emptySandbox, seedSandbox } from '../reset-sandbox.ts';
import type { RenewableWorld, SharePeople, ShareSettings } from '../create-world.ts';
import { createSharedInbox } from './shared-inbox.ts';
import { createSharedJournal } from './shared-journal.ts';
import { freshMeta } from './shared-clock-and-settings.ts';
import type { Meta, MetaCell } from './shared-clock-and-settings.ts';

export interface Attached {
  readonly sandbox: Sandbox;
  readonly cell: MetaCell;
  /** Which of the sandboxes that had this name, as its {@link Meta} says. */
  readonly made: number;
  /** What processes share of it, at least as new as this instant; those that ask in one turn share one look. */
  read(): Awaitable<Meta | undefined>;
  /** The entry that stands for what this process has taken over; undefined where it has to look anew. */
  recall(): Seen | undefined;
  /** Takes over what another process changed. */
  adopt(meta: Meta): void;
  /** Puts the contracts' keys in place. */
  begin(): Promise<void>;
  /** Forgets everything of its worlds, its journal and its inbox. */
  empty(): Promise<void>;
}

/** @param lives how many sandboxes of this name the process has served before */
export function attach(
  name: string,
  { seed, made }: Meta,
  cell: MetaCell,
  options: SandboxesOptions,
  shared: SharedState,
  lives: number,
): Attached {
  const { contracts, bounds, seams } = options;
  const worlds = new Map<string, RenewableWorld>();
  let version = 0;
  let adopted: Meta | undefined;
  let looking: Awaitable<Meta | undefined>;

  const adopt = (meta: Meta): void => {
    adopted = meta;
    if (meta.version === version) return;
    version = meta.version;
    clock.adopt(meta.clock);
    for (const world of worlds.values()) {
      world.settings = meta.settings[world.contract.name] ?? DEFAULT_SETTINGS;
      world.adoptPeople(meta.people?.[world.contract.name] ?? NO_CHANGES);
    }
  };
  const change = (make: (meta: Meta) => Meta): Awaitable<Meta | undefined> =>
    chain(cell.change(make), (meta) => {
      if (meta) adopt(meta);
      return meta;
    });
  const clock = createClock(
    () => startQuotasAnew(worlds.values()),
    (move: ClockChange) =>
      chain(
        change((meta) => ({ ...meta, clock: move(meta.clock) })),
        () => undefined,
      ),
  );
  const shareSettings: ShareSettings = (contract, make) =>
    chain(
      change((meta) => ({
        ...meta,
        settings: { ...meta.settings, [contract]: make(meta.settings[contract] ?? DEFAULT_SETTINGS) },
      })),
      () => worlds.get(contract)!.settings,
    );
  const sharePeople: SharePeople = async <T>(
    contract: string,
    make: (current: PeopleChanges) => PeopleChange<T>,
  ): Promise<T | undefined> => {
    let told: PeopleChange<T> | undefined;
    await change((meta) => {
      told = make(meta.people?.[contract] ?? NO_CHANGES);
      return told.value === undefined ? meta : { ...meta, people: { ...meta.people, [contract]: told.value } };
    });
    return told?.result;
  };

  const sandbox: Sandbox = {
    name,
    seed,
    clock: seams?.clock?.(clock.clock) ?? clock.clock,
    journal: createSharedJournal(
      shared.ring(name, 'journal', { entries: bounds.maxJournalEntries, bytes: bounds.maxJournalBytes }),
      bounds.maxJournalBytes,
    ),
    inbox: createSharedInbox(shared.ring(name, 'inbox', { entries: bounds.maxMessages })),
    worlds: worlds,
    get version() {
      return version;
    },
    async reset() {
      await change((meta) => freshMeta(meta.seed, meta.made));
      await emptySandbox(sandbox);
      await seedSandbox(sandbox);
    },
  };
  for (const contract of contracts.values())
    worlds.set(
      contract.name,
      bindWorld(contract, sandbox, options, () => lives, { settings: shareSettings, people: sharePeople }),
    );

  return {
    sandbox,
    cell,
    made,
    adopt,
    begin: () => seedSandbox(sandbox),
    empty: () => emptySandbox(sandbox),
    recall() {
      const recalled = cell.recall();
      // The very object: what was read and is yet to be taken over is not what the worlds go by.
      return recalled?.meta === adopted ? recalled?.seen : undefined;
    },
    read() {
      if (looking instanceof Promise) return looking;
      const look = cell.read();
      if (look instanceof Promise) {
        looking = look;
        // Sent at the end of this turn: anyone who asks later must have a look of their own.
        soon(() => (looking = undefined));
      }
      return look;
    },
  };
}
