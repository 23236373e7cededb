/** What was signed beside what should have been, and words for how they differ. */
import type { Found } from '../mistake.ts';
import type { Departure } from './departure.ts';
import type { GuessedMessage } from './hmac-guesses.ts';

/** The canonical requests where they differ, else the messages. */
export const comparedMessages = (right: GuessedMessage, signed: GuessedMessage): Found['compared'] =>
  right.request !== undefined && signed.request !== undefined && right.request !== signed.request
    ? compared(right.request, signed.request)
    : compared(right.shown, signed.shown);

/** Two texts side by side; undefined where they are one. */
function compared(expected: string, got: string): Found['compared'] {
  if (expected === got) return undefined;
  let at = 0;
  while (at < expected.length && expected[at] === got[at]) at++;
  return { expected, got, differs_at: at };
}

export const sentence = (departures: readonly Departure[]): string =>
  `The client ${departures.map(({ words }) => words).join(', and ')}. With that put right the signature matches.`;
