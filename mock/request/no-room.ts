/** The refusal of what the sandbox has no room for. */
import type { Failure } from '../../specs/generated/vocabulary.ts';
import { roomFor } from '../state/bounds.ts';
import type { BoundName } from '../state/bounds.ts';
import { refuse } from './call.ts';
import type { Refusal } from './call.ts';

export interface Reached {
  readonly bound: BoundName;
  readonly most: number;
  /** Where records are meant. */
  readonly resource?: string | undefined;
}

/** Seconds after which a client may try again: something may have ended by then. */
const RETRY_AFTER = 60;

export const noRoom = (failure: Failure, { bound, most, resource }: Reached): Refusal =>
  refuse(failure, 'the sandbox must have room for one more', '#', {
    expected: roomFor(bound, most, resource),
    got: 'one more',
    facts: { 'rate.retry_after': RETRY_AFTER },
  });
