/** Makes worlds: one contract's state in one sandbox. */
import type { X509Certificate } from 'node:crypto';
import type { RevocationList } from '../auth/certificates/revocation-list.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { Bounds } from '../state/bounds.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { createIds } from '../state/ids.ts';
import type { Ids } from '../state/ids.ts';
import { createSigningKeys } from '../state/signing-keys.ts';
import { NO_CHANGES, peopleOf } from './people.ts';
import type { PeopleChange, PeopleChanges } from './people.ts';
import { DEFAULT_SETTINGS } from './sandbox.ts';
import type { Sandbox, Settings, World } from './sandbox.ts';
import type { PublicUrl } from '../request/public-url.ts';
import type { Seams } from '../pipeline/seams.ts';
import type { Store, StoreBackend } from '../state/stores/store.ts';
import type { WebhookService } from '../webhooks/webhook-service.ts';

/** A world whose settings, people and ids can start anew. */
export interface RenewableWorld extends World {
  ids: Ids;
  /** Takes over who exists. */
  adoptPeople(changes: PeopleChanges): void;
  /** Settings and people as the contract has them, and ids that were never given out. */
  renew(): void;
}

/** Changes a world's settings for every process. @returns those now in force */
export type ShareSettings = (contract: string, change: SettingsChange) => Awaitable<Readonly<Settings>>;

/** Changes who exists in a world for every process. */
export type SharePeople = <T>(
  contract: string,
  change: (current: PeopleChanges) => PeopleChange<T>,
) => Awaitable<T | undefined>;

export type SettingsChange = (current: Readonly<Settings>) => Readonly<Settings>;

/** Where settings and people are changed if other processes serve the world too. */
export interface Share {
  readonly settings: ShareSettings;
  readonly people: SharePeople;
}

export interface WorldOptions {
  readonly backend: StoreBackend;
  /** Name of the contract that the default sandbox serves at `/`. */
  readonly root: string | undefined;
  /** Registered with every client that may ask for authorization codes. */
  readonly redirectUris: readonly string[];
  readonly publicUrl?: PublicUrl | undefined;
  /** Trusted for clients' certificates, besides the sandbox's own authority; default none. */
  readonly clientAuthorities?: readonly X509Certificate[] | undefined;
  /** Which of their certificates they took back; default none. */
  readonly revocationLists?: readonly RevocationList[] | undefined;
  readonly bounds: Bounds;
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

/** As {@link mountOf}, on a port of the contract's own. */
export function ownMountOf(sandbox: string): string {
  return sandbox === DEFAULT_SANDBOX ? '' : `/~${sandbox}`;
}

/**
 * Tokens and ids differ between sandboxes, so that a token of one is never good in another by coincidence; between the
 * processes that share one; and between the lives of one, so that what was given out before a reset is never given out
 * again. Seeded records do not, so that the same seed shows the same world everywhere.
 *
 * @param lives how many lives this process has seen end of sandboxes with this name, by reset or deletion
 * @param share if other processes serve the world too
 * @param before the world that this one goes on with: its state stays, and no id is given out twice
 */
export function bindWorld(
  contract: CompiledContract,
  sandbox: Sandbox,
  {
    backend,
    root,
    redirectUris,
    publicUrl,
    clientAuthorities = [],
    revocationLists = [],
    bounds,
    seams,
    webhooks,
  }: WorldOptions,
  lives: () => number,
  share?: Share,
  before?: Pick<RenewableWorld, 'store' | 'ids'>,
): RenewableWorld {
  const opened = (): Store => {
    const state = backend.open(sandbox.name, contract.name, () => sandbox.clock.now());
    return seams?.store?.(state, `${sandbox.name}/${contract.name}`) ?? state;
  };
  const store = before?.store ?? opened();
  const process = backend.shared === undefined ? '' : `#${backend.shared.process}`;
  const freshIds = (of = ''): Ids => {
    const ended = lives();
    return createIds(
      `${sandbox.seed}/${contract.name}/${sandbox.name}${process}${of}${ended === 0 ? '' : `@${ended}`}`,
    );
  };
  const sender =
    (contract.webhookDelivery ?? contract.operations.find(({ action }) => action.type === 'end_session')) &&
    webhooks?.open(sandbox.name, {
      contract,
      store,
      clock: sandbox.clock,
      most: bounds.maxDeliveries,
      people: () => world.people,
      makeIds: () => freshIds('/webhooks'),
    });
  const world: RenewableWorld = {
    contract,
    sandbox,
    store,
    clock: sandbox.clock,
    ids: before?.ids ?? freshIds(),
    keys: createSigningKeys(`${sandbox.seed}/${contract.name}`, () => world.settings.signing_key_ends),
    settings: DEFAULT_SETTINGS,
    webhooks: sender,
    publicUrl,
    clientAuthorities,
    revocationLists,
    bounds,
    mount: (publicUrl?.path ?? '') + mountOf(sandbox.name, contract.name, root),
    changeSettings(change) {
      if (share) return share.settings(contract.name, change);
      world.settings = change(world.settings);
      return world.settings;
    },
    people: peopleOf(contract, NO_CHANGES, redirectUris),
    adoptPeople(changes) {
      if (changes !== world.people.changes) world.people = peopleOf(contract, changes, redirectUris);
    },
    changePeople(change) {
      if (share) return share.people(contract.name, change);
      const { value, result } = change(world.people.changes);
      if (value) world.adoptPeople(value);
      return result;
    },
    renew() {
      world.ids = freshIds();
      world.settings = DEFAULT_SETTINGS;
      world.adoptPeople(NO_CHANGES);
    },
  };
  return world;
}
