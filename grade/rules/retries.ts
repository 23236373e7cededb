/** Rules about what a client does when it is told to wait, or not answered. */
import { broken, byFault, held, notSeen } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { RETRY_AFTER, afterLoss, afterRefusal } from './gives-up.ts';
import { OUTAGE, jitter } from './jitter.ts';
import { KEYED_WRITES } from '../subjects.ts';
import { AT_ONCE, BUSY, failedRuns, gapsOf, isPassing, keyOf, waitOf } from '../tries.ts';
import type { Exchange, Session } from '../session.ts';
import { isGood, nextTry, sameRequest, seconds } from '../tokens.ts';

/** Milliseconds by which a timer may ring early. */
const EARLY = 60;

const isBusy = ({ status }: Exchange): boolean => BUSY.includes(status);

const waits: Rule = {
  id: 'retry.waits-as-told',
  title: 'A client that is told to wait comes back no earlier',
  level: 'must',
  citation: RETRY_AFTER,
  advice: [
    ['training.12', 'retry-after'],
    ['piaxis.15', 'Retry-After'],
  ],
  judge(session) {
    const told = session.exchanges.filter((one) => isBusy(one) && one.kept && waitOf(one) !== undefined);
    for (const answer of told) {
      const again = nextTry(answer, session);
      if (again === undefined) continue;
      const [waited, wait] = [again.at - answer.end, waitOf(answer)!];
      if (waited < wait - EARLY)
        return broken(
          `told to wait ${seconds(wait)}, the client came back after ${seconds(waited)}`,
          [answer, again],
          'Read Retry-After (seconds or a date), and wait that long before the next try.',
        );
    }
    return told.some((answer) => nextTry(answer, session) !== undefined)
      ? held('it waited at least as long as it was told')
      : notSeen(
          told.length > 0
            ? 'a 429 or 503 told it to wait, and the call was not made again'
            : 'no 429 or 503 told it to wait',
          told.length > 0 ? undefined : { plan: 'limits', ...byFault({ status: 429, retry_after: 2, next: 1 }) },
        );
  },
};

const MOST_TRIES = 10;

const backOff: Rule = {
  id: 'retry.backs-off',
  title: 'A call that fails again is made again later each time, and not for ever',
  level: 'must',
  citation: {
    standard: 'RFC 9110 §15.6.4',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4',
    quote: 'which will likely be alleviated after some delay',
  },
  advice: [['piaxis.e7', 'implement backoff']],
  judge(session) {
    const runs = failedRuns(session);
    for (const run of runs) {
      if (run.length > MOST_TRIES)
        return broken(`one call was made ${run.length} times`, run, 'Give up after a few tries, and tell somebody.');
      const gaps = gapsOf(run);
      const told = run.map((one) => waitOf(one) !== undefined);
      const untold = gaps.filter((_, i) => !told[i]);
      const [soon, again] = untold.filter((gap) => gap < AT_ONCE);
      if (soon !== undefined && again !== undefined)
        return broken(
          `a failed call was made again after ${seconds(soon)} and once more after ${seconds(again)}`,
          run,
          'Wait before each try, and longer each time.',
        );
      const isShorter = untold.length > 1 && untold.slice(1).every((gap, i) => gap < untold[i]! * 1.1);
      if (isShorter)
        return broken(
          `the waits between tries did not grow: ${untold.map(seconds).join(', ')}`,
          run,
          'Double the wait after each failure, up to a limit.',
        );
    }
    return runs.some((run) => run.length > 2)
      ? held('each wait was longer than the one before')
      : notSeen('no call failed twice in a row and was made again', OUTAGE);
  },
};

/** Whether a request is one that must not be done twice. */
const isWrite = ({ method }: Exchange): boolean => method === 'POST' || method === 'PATCH';

const keyedWrites = ({ exchanges }: Session): readonly Exchange[] =>
  exchanges.filter((one) => isWrite(one) && one.operation?.idempotency !== undefined && one.kept);

const keyOnRetry: Rule = {
  id: 'idempotency.same-key-on-retry',
  title: 'A write that is tried again carries the key of the first try',
  level: 'must',
  about: KEYED_WRITES,
  citation: {
    standard: 'RFC 9110 §9.2.2',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2',
    quote:
      'A client SHOULD NOT automatically retry a request with a non-idempotent method unless it has some means to know that the request semantics are actually idempotent, regardless of the method, or some means to detect that the original request was never applied.',
  },
  advice: [
    ['revenue.16', 'Prevent duplicate operations'],
    ['piaxis.e10', 'idempotency keys for critical'],
  ],
  judge(session) {
    const tries = keyedWrites(session)
      .filter(isPassing)
      .flatMap((first) => {
        const again = nextTry(first, session);
        return again === undefined ? [] : [[first, again] as const];
      });
    for (const [first, again] of tries) {
      const name = first.operation!.idempotency!.name;
      if (keyOf(first) === undefined || keyOf(again) === undefined)
        return broken(
          `a write was made again without ${name}, though the first may have taken effect`,
          [first, again],
          `Make a key for each write before its first try, and send it as ${name} with every try.`,
        );
      if (keyOf(first) !== keyOf(again))
        return broken(
          `a write was made again with another ${name}, so that it may have been done twice`,
          [first, again],
          'Keep the key of a write until its answer is there.',
        );
    }
    return tries.length > 0
      ? held('every further try had the key of the first')
      : notSeen('no write that takes a key was tried again', {
          plan: 'loss',
          ...byFault({ drop: true, after: true, next: 1 }, '<write>'),
        });
  },
};

const newKey: Rule = {
  id: 'idempotency.new-key-for-new-write',
  title: 'Each new write has a key of its own',
  level: 'must',
  about: KEYED_WRITES,
  citation: {
    standard: 'The Idempotency-Key HTTP Header Field §2',
    url: 'https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header#section-2',
  },
  advice: [['revenue.16', 'unique-key']],
  judge(session) {
    const writes = keyedWrites(session).filter((one) => keyOf(one) !== undefined);
    for (const [i, first] of writes.entries()) {
      const twin = writes
        .slice(i + 1)
        .find(
          (other) =>
            other.contract === first.contract &&
            keyOf(other) === keyOf(first) &&
            (!sameRequest(first, other) || (isGood(first) && other.at >= first.end)),
        );
      if (twin !== undefined)
        return broken(
          sameRequest(first, twin)
            ? 'a write that had succeeded was made again under its key, and got the old answer'
            : 'one key served two different writes',
          [first, twin],
          'Make a random key for each write, such as a UUID.',
        );
    }
    return writes.length > 1
      ? held(`${writes.length} keyed writes, none under another's key`)
      : notSeen('there were no two writes with a key');
  },
};

export const RETRIES: readonly Rule[] = [afterRefusal, afterLoss, waits, backOff, jitter, keyOnRetry, newKey];
