/**
 * Finds out what a client did wrong, while everything is still at hand: the request's bytes, the keys, the state. The
 * journal keeps only what was found, since what it would take to find out later is secret. It is bounded: the journal
 * says for which requests details are wanted, and every look here for how many guesses it makes.
 */
import type { Explanation, RefusalNote } from '../journal/journal.ts';
import type { Call } from '../request/call.ts';
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { Mistake, Refused } from './mistake.ts';
import { MISTAKES } from './mistakes.ts';

export type Explain = (
  call: Call,
  note: RefusalNote,
  sandboxes: Refused['sandboxes'],
) => Awaitable<Explanation | undefined>;

/** Tries one mistake after the other: the list is in order, the telling ones first. */
function first(refused: Refused, mistakes: readonly Mistake[], i = 0): Awaitable<Explanation | undefined> {
  const mistake = mistakes[i];
  if (mistake === undefined) return undefined;
  return chain(mistake.recognise(refused), (found) =>
    found === undefined ? first(refused, mistakes, i + 1) : { mistake: mistake.name, ...found },
  );
}

export const explainRefusal: Explain = (call, note, sandboxes) =>
  first(
    { call, note, sandboxes },
    MISTAKES.filter(({ failures }) => failures.includes(note.failure)),
  );
