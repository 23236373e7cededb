/**
 * Where a server may be made to misbehave: wrappers around its parts, for the conformance suite's mutants and for
 * nothing else. They are applied when a server is bound, so that a server without any pays nothing for them.
 */
import type { Action, Guard } from '../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { ActionStep, Call, GuardStep, Identification } from '../request/call.ts';
import type { Clock } from '../state/clock.ts';
import type { Document } from '../contract/openapi-document.ts';
import type { CompiledOperation } from '../contract/compiled-contract.ts';
import type { Reply } from './reply.ts';
import type { Store } from '../state/stores/store.ts';

/** Finds out who calls. */
export type Identify = (call: Call) => Awaitable<Identification>;

export interface Seams {
  /** The contract, before it is compiled; the one given must not be changed. */
  readonly document?: (document: Document) => Document;
  /** A sandbox's clock. */
  readonly clock?: (clock: Clock) => Clock;
  /** A world's state. */
  readonly store?: (store: Store, world: string) => Store;
  readonly identify?: (identify: Identify, operation: CompiledOperation) => Identify;
  /** A stage, for each operation that it applies to. */
  readonly guard?: (name: Guard, guard: GuardStep, operation: CompiledOperation) => GuardStep;
  /**
   * What an operation does. Requests that match no operation have one of type `page` and the id `unmatched`; what
   * browsers ask before a request has the id `preflight`, and no action.
   */
  readonly action?: (type: Action['type'], action: ActionStep, operation: CompiledOperation) => ActionStep;
  /** What goes on the wire. */
  readonly reply?: (call: Call, reply: Reply) => Awaitable<Reply>;
}
