/** What a sandbox and its worlds are. A world is one contract's state in one sandbox. */
import type { X509Certificate } from 'node:crypto';
import type { RevocationList } from '../auth/certificates/revocation-list.ts';
import type { Bounds } from '../state/bounds.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { Fault } from '../faults/fault.ts';
import type { Clock } from '../state/clock.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import type { Ids } from '../state/ids.ts';
import type { Inbox } from '../journal/otp-inbox.ts';
import type { Journal } from '../journal/journal.ts';
import type { SigningKeys } from '../state/signing-keys.ts';
import type { People, PeopleChange, PeopleChanges } from './people.ts';
import type { NotMade } from './sandbox-limits.ts';
import type { PublicUrl } from '../request/public-url.ts';
import type { Seen, Store } from '../state/stores/store.ts';
import type { Webhooks } from '../webhooks/webhook-port.ts';

/** What the control plane can change in a world; everything else comes from the contract. */
export interface Settings {
  /** How authorization requests are answered: by the contract's choice, a page for a person, or approval at once. */
  consent: 'contract' | 'page' | 'headless';
  /**
   * Amount from which step-up is needed where the contract names a threshold, or several by the value of a field such
   * as the currency; null, or a value that is not listed, is the contract's.
   */
  otp_threshold: number | Readonly<Record<string, number>> | null;
  /** Seconds that access tokens live; null for the contract's. */
  token_lifetime: number | null;
  /** Seconds for which a refresh token that was traded in is still answered; null for the contract's. */
  reuse_leeway: number | null;
  /** Whose time stands in the Date header of answers. */
  date_header: 'sandbox' | 'machine';
  /** Quotas by class of rate limit, over the contract's. `limit: null` is no limit. */
  rate_limits: Readonly<Record<string, { readonly limit: number | null; readonly window_seconds: number }>>;
  /** The price plan whose figures apply to classes that have price plans; null for the contract's own. */
  plan: string | null;
  /** The stricter variants that a contract offers under `hardened`. */
  hardened: boolean;
  /** Origin allow-list; null for the contract's. */
  origins: readonly string[] | null;
  /** Of each signing key that was replaced, until when it is published: epoch milliseconds. */
  signing_key_ends: readonly number[];
  /** Whether answers carry the journal's id of their request. */
  explain_header: boolean;
  /** Milliseconds on the sandbox's clock that an operation takes, once nothing refuses it. */
  latency_ms: number;
  /** Faults that meet requests, in the order they were asked for; absent where there is none. */
  faults?: readonly Fault[];
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
  consent: 'contract',
  otp_threshold: null,
  token_lifetime: null,
  reuse_leeway: null,
  date_header: 'sandbox',
  rate_limits: {},
  plan: null,
  hardened: false,
  origins: null,
  signing_key_ends: [],
  explain_header: true,
  latency_ms: 0,
};

export interface World {
  readonly contract: CompiledContract;
  readonly sandbox: Sandbox;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: SigningKeys;
  settings: Readonly<Settings>;
  /**
   * Changes the settings, for every process that serves the world.
   *
   * @param change must be pure: it may be called again with newer settings
   * @returns those now in force
   */
  changeSettings(change: (current: Readonly<Settings>) => Readonly<Settings>): Awaitable<Readonly<Settings>>;
  /** The contract's tenants, users and clients, and those that the control plane made or changed. */
  people: People;
  /**
   * Changes who exists, for every process that serves the world, in one step.
   *
   * @param change must be pure: it may be called again with newer changes
   * @returns what it told, or undefined where the sandbox is gone
   */
  changePeople<T>(change: (current: PeopleChanges) => PeopleChange<T>): Awaitable<T | undefined>;
  /** Told of every record that is made or changed, and of sessions that end; undefined where nobody else is told. */
  readonly webhooks: Webhooks | undefined;
  /** Where clients find the server; undefined where that is what each request says. */
  readonly publicUrl: PublicUrl | undefined;
  /** Whose certificates are taken from clients, besides those of the sandbox's own authority. */
  readonly clientAuthorities: readonly X509Certificate[];
  /** Which of their certificates they took back. */
  readonly revocationLists: readonly RevocationList[];
  /** What it may hold. */
  readonly bounds: Bounds;
  /**
   * Path below which clients find the world, without a trailing slash: `/payments`, `/~ci-7/payments`, or empty at the
   * root.
   */
  readonly mount: string;
}

export interface Sandbox {
  readonly name: string;
  readonly seed: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly worlds: ReadonlyMap<string, World>;
  /**
   * Another one after each change of clock or settings that was taken over from the store; constant where nothing is
   * shared.
   */
  readonly version: number;
  /**
   * Back to how it started: state, clock, settings, inbox and journal. The records are the same; no token or id is
   * given out a second time.
   */
  reset(): Promise<void>;
}

/** A sandbox that may not have been used yet: until then there is no more of it. */
export type NamedSandbox = Pick<Sandbox, 'name' | 'seed'>;

/** A sandbox as this process last saw it, and the entry of the store that says so. */
export interface SeenSandbox {
  readonly sandbox: Sandbox;
  readonly seen: Seen;
}

/** Every sandbox of a server; `default` is always there. */
export interface Sandboxes {
  /** As it stands now, whichever process changed it last. */
  get(name: string): Awaitable<Sandbox | undefined>;
  /** As this process last saw it; undefined too for one that nobody has used. */
  known(name: string): Sandbox | undefined;
  /**
   * As {@link known}, for a request that has the store look whether it still is so; undefined where the request has to
   * {@link get} it anew.
   */
  recall(name: string): SeenSandbox | undefined;
  /** Whether there is one, used or not, as this process last saw it. */
  has(name: string): boolean;
  list(): Awaitable<readonly NamedSandbox[]>;
  /** Whether other processes may change sandboxes too, so that each request has to {@link get} its own anew. */
  readonly shared: boolean;
  /** Ends those first that were idle for long. */
  create(name: string, seed?: string): Promise<NamedSandbox | NotMade>;
  /** How many there may be at once beside `default`. */
  readonly most: number;
  /** @returns whether there was one */
  remove(name: string): Promise<boolean>;
  /**
   * Goes on with other contracts of the same names. What a contract's state is kept as stays; records go whose schema is
   * another one, since they may not fit it.
   */
  adopt(contracts: ReadonlyMap<string, CompiledContract>): Promise<void>;
}
