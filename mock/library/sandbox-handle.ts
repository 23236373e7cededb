/** The type of what {@link startSandbox} returns: a running sandbox, controlled from the same process. */
import type { Awaitable } from '../state/awaitable.ts';
import type { describeCredentials } from '../control/control-credentials.ts';
import type { Inbox, Message, MessageFilter } from '../journal/otp-inbox.ts';
import type { JournalEntry, JournalFilter } from '../journal/journal.ts';
import type { Settings } from '../sandboxes/sandbox.ts';

/** Everything a client of a contract needs; as `GET /_tollgate/credentials/{contract}` answers. */
export type ContractCredentials = Awaited<ReturnType<typeof describeCredentials>>;

/**
 * A change holds for requests to this process at once; with a shared store, for every process once it is awaited.
 *
 * The client's own clock does not move. A client that looks at it before it uses a token is made to renew by a short
 * `token_lifetime` (see {@link SettingsHandle.change}).
 */
export interface ClockHandle {
  /** Epoch milliseconds. */
  now(): number;
  /** @param instant epoch milliseconds, or ISO 8601 */
  set(instant: number | string): Awaitable<void>;
  /** @param by milliseconds, `15m`, or an ISO 8601 duration; backwards if negative */
  advance(by: number | string): Awaitable<void>;
  /** Stops the clock, or lets it go on from where it stands. */
  freeze(frozen?: boolean): Awaitable<void>;
}

/** `latest` and `list` cannot be asked with a Redis store, which answers later; `wait` can. */
export interface OtpHandle {
  latest(filter?: MessageFilter): Message | undefined;
  /** Oldest first. */
  list(filter?: MessageFilter): readonly Message[];
  /**
   * The latest message that fits, once there is one.
   *
   * @param timeout milliseconds, or a duration as for the clock; default 5 seconds
   * @returns undefined if none came in time
   */
  wait(filter?: MessageFilter, timeout?: number | string): ReturnType<Inbox['wait']>;
}

export interface SettingsChange
  extends Partial<Omit<Settings, 'token_lifetime' | 'reuse_leeway' | 'signing_key_ends' | 'faults'>> {
  /** Seconds, `5m`, or an ISO 8601 duration; null for the contract's. Told back in seconds. */
  readonly token_lifetime?: number | string | null;
  /** The same, for how long a refresh token that was traded in is still answered; 0 for not at all. */
  readonly reuse_leeway?: number | string | null;
}

export interface SettingsHandle {
  get(contract: string): Readonly<Settings>;
  /** Lays a change over the settings in force. */
  change(contract: string, change: SettingsChange): Awaitable<Readonly<Settings>>;
}

export interface SandboxHandle extends AsyncDisposable {
  /** Base URL of a contract, without a trailing slash. */
  url(contract: string): string;
  credentials(contract: string): Promise<ContractCredentials>;
  /** Base URL of the control plane. */
  readonly control: string;
  /** With `tls: true` the certificate that clients have to trust, in PEM: it is its own authority. */
  readonly ca: string | undefined;
  readonly clock: ClockHandle;
  readonly otp: OtpHandle;
  /** `list` cannot be asked with a Redis store, which answers later; the control plane can. */
  readonly journal: {
    /** Oldest first, without their details. */
    list(filter?: JournalFilter): readonly JournalEntry[];
    /** With headers, bodies and explanation; by the number that an answer has in `x-tollgate-request`. */
    get(id: number | string): JournalEntry | undefined;
    clear(): Awaitable<void>;
  };
  readonly settings: SettingsHandle;
  /**
   * Back to how it started: state, clock, settings, inbox and journal. Tokens and ids from before are never good again.
   */
  reset(): Promise<void>;
  /**
   * Another sandbox on the same server, with state, clock and settings of its own: as `POST /_tollgate/sandboxes` makes
   * it.
   *
   * @param name lower-case letters, digits and hyphens
   * @throws {InputError} if it is taken, or no name
   */
  open(name: string): Promise<SandboxHandle>;
  /** Ends the server; of a sandbox that was opened beside the first, forgets that one only. */
  close(): Promise<void>;
}
