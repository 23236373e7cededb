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
};

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

export interface Webhooks {
  /** A record was made (`before` is undefined), or changed; both as they are stored. */
  changed(
    resource: CompiledResource,
    partition: string,
    before: RecordValue | undefined,
    after: RecordValue,
  ): Awaitable<void>;
  /** Oldest first. */
  list(filter?: DeliveryFilter): Promise<readonly Delivery[]>;
  /** Sends one anew, now and with all its retries; `busy` while it is being sent. */
  redeliver(id: string): Promise<Delivery | 'busy' | undefined>;
  /** Takes up what another process, or an earlier one, has left. */
  recover(): Promise<void>;
  /** Forgets what it waits for: the world was reset, or is no more. */
  forget(): void;
}
