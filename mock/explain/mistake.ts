/** A mistake that is recognised in a refused request: its name, what it is, and how it is told from others. */
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { Explanation, RefusalNote } from '../journal/journal.ts';
import type { Call } from '../request/call.ts';
import type { Sandboxes } from '../sandboxes/sandbox.ts';
import type { Awaitable } from '../state/awaitable.ts';

/** A request that was refused, with all that may be looked at to find out why. */
export interface Refused {
  readonly call: Call;
  readonly note: RefusalNote;
  readonly sandboxes: Pick<Sandboxes, 'list' | 'shared' | 'get' | 'known'>;
}

export type Found = Omit<Explanation, 'mistake'>;

export interface Mistake {
  /** In lower case with hyphens: `hmac-separator`. */
  readonly name: string;
  /** What the client did, for the list of all of them: `signed the parts joined by a separator`. */
  readonly what: string;
  /** The failures that it can lead to. */
  readonly failures: readonly Failure[];
  /** @returns undefined if the request is refused for another reason; secrets masked */
  recognise(refused: Refused): Awaitable<Found | undefined>;
}

export const mistake = (
  name: string,
  what: string,
  failures: readonly Failure[],
  recognise: Mistake['recognise'],
): Mistake => ({ name, what, failures, recognise });

/** A mistake that the rule which refused tells from others. */
export const byRule = (
  name: string,
  what: string,
  failures: readonly Failure[],
  rule: RegExp,
  found: (call: Call, note: RefusalNote) => Found,
): Mistake => mistake(name, what, failures, ({ call, note }) => (rule.test(note.rule) ? found(call, note) : undefined));
