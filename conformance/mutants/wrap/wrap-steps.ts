/** Mutant wrappers that change what guards and actions decide. */
import { chain } from '../../../mock/state/awaitable.ts';
import type { Awaitable } from '../../../mock/state/awaitable.ts';
import type {
  ActionStep,
  Answer,
  Call,
  GuardStep,
  Identification,
  Outcome,
  Refusal,
} from '../../../mock/request/call.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Facts } from '../../../mock/contract/fill-values.ts';
import type { Seams } from '../../../mock/pipeline/seams.ts';
import type { Store } from '../../../mock/state/stores/store.ts';
import type { Action, Failure, Guard } from '../../../specs/generated/vocabulary.ts';
import { withStore } from './wrap-call.ts';

type Types = Action['type'] | readonly Action['type'][];

/** Wraps the actions of these types; a type that ends in `.` stands for all that start with it. */
export function onAction(
  types: Types | 'resource.' | 'any',
  wrap: (action: ActionStep, operation: CompiledOperation) => ActionStep,
): Seams {
  const fits = (type: Action['type']): boolean =>
    types === 'any' ||
    (typeof types === 'string'
      ? types.endsWith('.')
        ? type.startsWith(types)
        : type === types
      : types.includes(type));
  return { action: (type, action, operation) => (fits(type) ? wrap(action, operation) : action) };
}

/** The action sees a changed call. */
export const acting = (types: Types | 'resource.' | 'any', change: (call: Call) => Call): Seams =>
  onAction(types, (action) => (call) => action(change(call)));

/** The action sees another store. */
export const actingOn = (types: Types, wrap: (store: Store, call: Call) => Store): Seams =>
  acting(types, (call) => withStore(call, (store) => wrap(store, call)));

/** The action's outcome is changed. */
export const saying = (
  types: Types | 'resource.' | 'any',
  change: (outcome: Outcome, call: Call) => Awaitable<Outcome>,
): Seams => onAction(types, (action) => (call) => chain(action(call), (outcome) => change(outcome, call)));

/** The facts of the action's answer are changed. */
export const telling = (types: Types, change: (facts: Facts, call: Call) => Facts): Seams =>
  saying(types, (outcome, call) =>
    outcome.answer === undefined
      ? outcome
      : { answer: { ...outcome.answer, facts: change(outcome.answer.facts ?? {}, call) } },
  );

/** The action answers where it would refuse. */
export const answering = (types: Types | 'resource.', failures: readonly Failure[], answer: Answer = {}): Seams =>
  saying(types, (outcome) =>
    outcome.refusal !== undefined && failures.includes(outcome.refusal.failure) ? { answer } : outcome,
  );

/** Where the action refuses with one of these, it is tried again with a changed call; undefined leaves the refusal. */
export function insisting(
  types: Types | 'resource.',
  failures: readonly Failure[],
  again: (call: Call) => Awaitable<Call | undefined>,
): Seams {
  return onAction(
    types,
    (action) => (call) =>
      chain(action(call), (outcome) => {
        if (outcome.refusal === undefined || !failures.includes(outcome.refusal.failure)) return outcome;
        return chain(again(call), (changed) => (changed === undefined ? outcome : action(changed)));
      }),
  );
}

export const onGuard = (name: Guard, wrap: (guard: GuardStep, operation: CompiledOperation) => GuardStep): Seams => ({
  guard: (stage, guard, operation) => (stage === name ? wrap(guard, operation) : guard),
});

/** The guard lets through what it would refuse with one of these failures. */
export const lettingThrough = (
  name: Guard,
  failures: readonly Failure[],
  only: (call: Call, refusal: Refusal) => boolean = () => true,
): Seams =>
  onGuard(
    name,
    (guard) => (call) =>
      chain(guard(call), (refusal) =>
        refusal !== undefined && failures.includes(refusal.failure) && only(call, refusal) ? undefined : refusal,
      ),
  );

/** Refusals of one kind are worded as another, by guards and actions alike, where the operation words that. */
export function wording(from: Failure, to: Failure): Seams {
  const other = (refusal: Refusal | undefined, { refusals }: CompiledOperation): Refusal | undefined =>
    refusal?.failure === from && refusals.has(to) ? { ...refusal, failure: to } : refusal;
  return {
    guard: (_name, guard, operation) => (call) => chain(guard(call), (refusal) => other(refusal, operation)),
    action: (_type, action, operation) => (call) =>
      chain(action(call), (outcome) => (outcome.refusal ? { refusal: other(outcome.refusal, operation)! } : outcome)),
  };
}

/** Who calls is found out from a changed call. */
export const identifying = (change: (call: Call) => Awaitable<Call>): Seams => ({
  identify: (identify) => (call) => chain(change(call), identify),
});

/** Who calls is found out from another store. */
export const identifyingBy = (wrap: (store: Store, call: Call) => Store): Seams =>
  identifying((call) => withStore(call, (store) => wrap(store, call)));

/** What was found out is changed. */
export const recognizing = (change: (found: Identification, call: Call) => Awaitable<Identification>): Seams => ({
  identify: (identify) => (call) => chain(identify(call), (found) => change(found, call)),
});

/** A bad credential gets a second try with a changed call; undefined leaves the verdict. */
export const excusing = (failures: readonly Failure[], again: (call: Call) => Awaitable<Call | undefined>): Seams => ({
  identify: (identify) => (call) =>
    chain(identify(call), (found) => {
      if (found.state !== 'bad' || !failures.includes(found.refusal.failure)) return found;
      return chain(again(call), (changed) => (changed === undefined ? found : identify(changed)));
    }),
});
