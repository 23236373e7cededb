/** Webhooks of one world: what behaviours and the control plane may ask of them. */
import type { Awaitable } from '../state/awaitable.ts';
import type { CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';

export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'refused';

export type Attempt = {
  /** Epoch milliseconds on the sandbox's clock. */
  readonly at: number;
  /** What the receiver answered; null where it did not. */
  readonly status: number | null;
  /** Why it counts as failed; null where it does not. */
  readonly error: string | null;
  /** Milliseconds on the machine's clock. */
  readonly duration: number;
  /** How it was sent, where that was asked for. */
  readonly manner?: Manner;
};

/**
 * How a webhook is sent on demand: again as it is, the very bytes of the last attempt, a body that is not the signed one,
 * an old timestamp, twice in a row, without a signature, or signed with another secret.
 */
export type Manner = 'again' | 'replayed' | 'tampered' | 'late' | 'duplicate' | 'unsigned' | 'wrong_secret';

/** A webhook that was sent, is to be sent again, or was not sent. */
export type Delivery = {
  /** Counts from 1 in its world. */
  readonly number: number;
  /** The event's id, as the body carries it. */
  readonly id: string;
  readonly webhook: string;
  readonly event: string;
  readonly resource: string;
  readonly record: string;
  readonly tenant: string;
  readonly url: string;
  readonly body: string;
  /** It tells a client that a session of its has ended, in a form; absent for the contract's own webhooks. */
  readonly logout?: true;
  /** Epoch milliseconds at which it happened. */
  readonly time: number;
  readonly status: DeliveryStatus;
  /** Why it was not sent at all; null where it was. */
  readonly refusal: string | null;
  readonly attempts: readonly Attempt[];
  /** Failed attempts since it was sent first, or told to be sent anew. */
  readonly tries: number;
  /** Epoch milliseconds on the sandbox's clock; null where there is none. */
  readonly next: number | null;
  /** Header fields of the last attempt that was made in earnest; null before it, and where webhooks are not signed. */
  readonly headers: Readonly<Record<string, string>> | null;
  /** How it is to be sent next, and how it stands after that; null for an attempt in earnest. */
  readonly demand: { readonly manner: Manner; readonly status: DeliveryStatus } | null;
  /** Who makes an attempt now, and until when on the machine's clock nobody else may. */
  readonly claim: { readonly by: string; readonly until: number } | null;
};

export interface DeliveryFilter {
  readonly status?: DeliveryStatus | undefined;
  readonly event?: string | undefined;
  readonly record?: string | undefined;
  /** At most this many, the newest. */
  readonly limit?: number | undefined;
}

/** A log-out token on its way to a client (OpenID Connect Back-Channel Logout §2.5). */
export interface LogoutNotice {
  readonly client: string;
  readonly tenant: string;
  readonly url: string;
  /** The token's `jti`. */
  readonly id: string;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

export interface Webhooks {
  /** A record was made (`before` is undefined), or changed; both as they are stored. */
  changed(
    resource: CompiledResource,
    partition: string,
    before: RecordValue | undefined,
    after: RecordValue,
  ): Awaitable<void>;
  /** A client is to be told that a session has ended. */
  loggedOut(notice: LogoutNotice): Promise<void>;
  /** Oldest first. */
  list(filter?: DeliveryFilter): Promise<readonly Delivery[]>;
  /** How many were dropped for newer ones. */
  dropped(): Promise<number>;
  /**
   * Sends one anew, now: `again` with all its retries, in any other manner once; `busy` while it is being sent, `unsigned`
   * where a manner needs a signature and there is none.
   */
  redeliver(id: string, manner?: Manner): Promise<Delivery | 'busy' | 'unsigned' | undefined>;
  /** Takes up what another process, or an earlier one, has left. */
  recover(): Promise<void>;
  /** Forgets what it waits for: the world was reset, or is no more. */
  forget(): void;
}
