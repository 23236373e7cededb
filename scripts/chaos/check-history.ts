/** The rules that a history of operations must keep, whoever ran beside whom. Pure: it finds what broke, or nothing. */
import type { Operation, Verb } from './history.ts';

const LONGEST_SHOWN = 40;
const TAIL = 12;

/** A subject as a line tells it: of a token the end, since those of one issuer begin alike. */
const shown = (subject: string): string => (subject.length <= LONGEST_SHOWN ? subject : `…${subject.slice(-TAIL)}`);

const ms = (span: number): string => `${span.toFixed(1)} ms`;

type Rule = (subject: string, of: (verb: Verb) => readonly Operation[]) => readonly string[];

const firstEnd = (operations: readonly Operation[]): number =>
  operations.reduce((first, { end }) => Math.min(first, end), Infinity);

const said = (operations: readonly Operation[], answer: Operation['answer']): readonly Operation[] =>
  operations.filter((one) => one.answer === answer);

/** No token is accepted, and no value is there, for a request that started after its end was answered. */
const nothingAfterItsEnd: Rule = (subject, of) => {
  const ended = firstEnd(said(of('end'), 'yes'));
  return [...of('use'), ...of('take')]
    .filter(({ answer, start }) => answer === 'yes' && start > ended)
    .map(
      ({ start }) =>
        `${subject} was accepted by a request that started ${ms(start - ended)} after its end was answered`,
    );
};

/** What was there, and then was not, does not come back. */
const nothingComesBack: Rule = (subject, of) => {
  const made = firstEnd(said(of('make'), 'yes'));
  const gone = firstEnd(said(of('use'), 'no').filter(({ start }) => start > made));
  return said(of('use'), 'yes')
    .filter(({ start }) => start > gone)
    .map(({ start }) => `${subject} came back: it was there ${ms(start - gone)} after it was gone`);
};

/** What was made and not ended is there. */
const nothingIsLost: Rule = (subject, of) => {
  const made = firstEnd(said(of('make'), 'yes'));
  const ends = [...of('end'), ...of('take')].filter(({ answer }) => answer !== 'no');
  return said(of('use'), 'no')
    .filter(({ start, end }) => start > made && !ends.some((one) => one.start <= end))
    .map(({ start }) => `${subject} was lost: it was not there ${ms(start - made)} after it was made`);
};

/** What may be used once has one winner, and has one unless an answer is missing. */
const oneWinner: Rule = (subject, of) => {
  const takes = of('take');
  if (takes.length === 0) return [];
  const winners = said(takes, 'yes').length;
  if (winners > 1) return [`${subject} had ${winners} winners of ${takes.length}`];
  const mayHave = said(takes, 'unknown').length > 0;
  return winners === 0 && !mayHave ? [`${subject} had no winner of ${takes.length}`] : [];
};

/** Of many that make one thing all are told the same one. */
const oneValue: Rule = (subject, of) => {
  const values = new Set(said(of('make'), 'yes').flatMap(({ value }) => value ?? []));
  return values.size > 1 ? [`${subject} was made ${values.size} times: ${[...values].join(', ')}`] : [];
};

const RULES: readonly Rule[] = [nothingAfterItsEnd, nothingComesBack, nothingIsLost, oneWinner, oneValue];

/** @returns one line for each violation */
export function checkHistory(operations: readonly Operation[]): readonly string[] {
  const subjects = new Map<string, Operation[]>();
  for (const operation of operations) {
    const own = subjects.get(operation.subject);
    if (own === undefined) subjects.set(operation.subject, [operation]);
    else own.push(operation);
  }
  return [...subjects].flatMap(([subject, own]) =>
    RULES.flatMap((rule) => rule(shown(subject), (wanted) => own.filter(({ verb }) => verb === wanted))),
  );
}

/**
 * A limit holds in every run of windows: what was certainly counted within them is at most the limit for each. A window
 * starts with a `move`, whose answer tells that it has started.
 */
export function checkLimit(operations: readonly Operation[], limit: number): readonly string[] {
  const moves = operations.filter(({ verb }) => verb === 'move').toSorted((a, b) => a.start - b.start);
  const admitted = operations.filter(({ verb, answer }) => verb === 'count' && answer === 'yes');
  const broken: string[] = [];
  for (let first = 0; first <= moves.length; first++)
    for (let last = first; last <= moves.length; last++) {
      const [from, to] = [moves[first - 1]?.end ?? -Infinity, moves[last]?.start ?? Infinity];
      const within = admitted.filter(({ start, end }) => start >= from && end <= to).length;
      const windows = last - first + 1;
      if (within > limit * windows)
        broken.push(
          `${within} requests were let in within ${windows} window${windows === 1 ? '' : 's'} of ${limit} each`,
        );
    }
  return broken;
}
