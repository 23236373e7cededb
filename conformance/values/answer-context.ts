/** What is known of an answer beside itself: what was asked, by whom, when, and what the check learnt before. */
import type { QuotaWindow } from '../checks/derived/support/read-quota.ts';
import type { CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { RequestParts } from '../check-context.ts';
import type { JsonObject } from '../driver/json-values.ts';
import type { Exchange } from '../exchange.ts';
import type { Target } from '../target/target.ts';

/** A span of the target's clock, in epoch milliseconds: an event lies somewhere in it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What stands for an operation in the checks of answers to requests that match none. */
export const UNMATCHED = 'unmatched';

/** A token or session that the target gave out while the check ran. */
export interface Issued {
  readonly credential: string;
  readonly scopes: readonly string[] | undefined;
  readonly at: Span;
  /** Seconds it lives; undefined where it is a session, whose end moves. */
  readonly lifetime: number | undefined;
  /** Milliseconds of idleness that end it. */
  readonly idleMs: number | undefined;
  /** Client, key or user that it was given to. */
  readonly holder: string | undefined;
  /** Whether it speaks for a client or key, and for no user. */
  readonly own: boolean;
  /** Thumbprint of the key that it is bound to. */
  readonly jkt?: string | undefined;
  /** Thumbprint of the certificate that it is bound to. */
  readonly x5t?: string | undefined;
  /** Whom it speaks for, where that is neither a user nor its holder: a token that was traded. */
  readonly subject?: string | undefined;
}

/** What one check has learnt of the target so far. */
export interface Memory {
  readonly issued: Map<string, Issued>;
  /** By fact: values that may come once only. */
  readonly once: Map<string, Set<string>>;
  /** Idempotency keys that were sent, and how often. */
  readonly keys: Map<string, number>;
  /** Records as they were last shown, by resource and id. */
  readonly records: Map<string, JsonObject>;
  /** Claims of the first ID token of each sign-in, by each refresh token that followed from it. */
  readonly signedIn: Map<string, Readonly<Record<string, unknown>>>;
  /** Whether the check changed a profile. */
  profiles: 'seeded' | 'changed';
}

export const createMemory = (): Memory => ({
  issued: new Map(),
  once: new Map(),
  keys: new Map(),
  records: new Map(),
  signedIn: new Map(),
  profiles: 'seeded',
});

/** The idempotency key of a request, where its operation takes one. */
export const idempotencyKey = ({ idempotency }: CompiledOperation, { headers }: RequestParts): string | undefined =>
  idempotency && headers.find(([name]) => name.toLowerCase() === idempotency.name.toLowerCase())?.[1];

export interface ObservedAnswer {
  readonly contract: CompiledContract;
  readonly target: Target;
  readonly operation: CompiledOperation;
  readonly request: RequestParts;
  readonly exchange: Exchange;
  readonly memory: Memory;
  /** When the target made the answer, with what its and our clocks may differ. */
  readonly at: () => Promise<Span>;
  /**
   * The windows of a class of quotas that are in force, as the contract or the check has set them; undefined where
   * nobody knows.
   */
  readonly windowsOf: (name: string) => readonly QuotaWindow[] | undefined;
  /** Whether tokens live as long as the contract says: a check may change that. */
  readonly lifetimes: boolean;
}
