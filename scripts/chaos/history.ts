/** What was asked of a sandbox and when, so that rules of time can be held against the answers afterwards. */

/**
 * `make` brings a subject (a token, a record, a key) into being, `use` needs it to be there, `end` ends it, `take` uses up
 * what one of many may have, `count` asks what a limit counts, `move` moves the clock to where a window starts anew.
 */
export type Verb = 'make' | 'use' | 'end' | 'take' | 'count' | 'move';

/** Unknown where no answer came, or one that says neither: the store was away. */
export type Answer = 'yes' | 'no' | 'unknown';

export interface Operation {
  readonly verb: Verb;
  readonly subject: string;
  /** Milliseconds on this process's own clock: before the request was sent, and once its answer was read. */
  readonly start: number;
  readonly end: number;
  readonly answer: Answer;
  /** What was made. */
  readonly value?: string;
}

export interface History {
  readonly operations: readonly Operation[];
  /**
   * Asks, and remembers what came.
   *
   * @param verbs all that the one request is
   * @returns what was answered; undefined where the connection broke
   */
  ask<T extends { readonly status: number }>(
    verbs: Verb | readonly Verb[],
    subject: string,
    call: () => Promise<T>,
    value?: (reply: T) => string,
  ): Promise<T | undefined>;
  /** Adds what is known otherwise. */
  note(operation: Operation): void;
  /** How many of the operations with this verb had this answer. */
  count(verb: Verb, answer: Answer): number;
}

export const instant = (): number => performance.now();

export const answerOf = (status: number): Answer => (status < 400 ? 'yes' : status < 500 ? 'no' : 'unknown');

export function createHistory(): History {
  const operations: Operation[] = [];
  return {
    operations,
    async ask(verbs, subject, call, value) {
      const start = instant();
      const reply = await call().catch(() => undefined);
      const end = instant();
      const answer = reply === undefined ? 'unknown' : answerOf(reply.status);
      for (const verb of [verbs].flat()) {
        const made = verb === 'make' && answer === 'yes' && value !== undefined ? { value: value(reply!) } : {};
        operations.push({ verb, subject, start, end, answer, ...made });
      }
      return reply;
    },
    note: (operation) => void operations.push(operation),
    count: (verb, answer) => operations.filter((one) => one.verb === verb && one.answer === answer).length,
  };
}
