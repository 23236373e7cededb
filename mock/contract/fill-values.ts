/** The facts an answer is filled with: the vocabulary's `x-fill` names, and the record or records at hand. */
import type { Fill } from '../../specs/generated/vocabulary.ts';
import type { Value } from '../state/stores/store.ts';

export type Fact = Fill;

/** A field that a request breaks, for answers that list them. */
export interface Violation {
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

/** A stored record, or a profile: never changed in place. */
export type RecordValue = { readonly [key: string]: Value | undefined };

export type Facts = {
  readonly [K in Fact]?: K extends 'failure.violations' ? readonly Violation[] : Value | undefined;
} & {
  /** Stands where the response schema is the resource's. */
  readonly record?: RecordValue | undefined;
  readonly records?: readonly RecordValue[] | undefined;
  /** Fields that fill properties of the same name. */
  readonly fields?: RecordValue | undefined;
};
