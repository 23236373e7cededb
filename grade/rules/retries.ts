/** Rules about what a client does when it is told to wait, or not answered. */
import { broken, held, notSeen } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Exchange, Session } from '../session.ts';
import { isAction, isGood, nextTry, runsOf, sameRequest, seconds } from '../tokens.ts';

const MS = 1_000;
const BUSY: readonly number[] = [429, 503];

/** Milliseconds by which a timer may ring early. */
const EARLY = 60;

/** Milliseconds that an answer asks its client to wait, by Retry-After or by what the provider tells beside it. */
function waitOf({ got, at }: Exchange): number | undefined {
  const retry = got.headers['retry-after'];
  if (retry !== undefined) return /^\d+$/.test(retry) ? Number(retry) * MS : Date.parse(retry) - at;
  const after = Object.entries(got.headers).find(([name]) => /rate-?limit-reset-after$/.test(name))?.[1];
  return after === undefined || !/^\d+$/.test(after) ? undefined : Number(after) * MS;
}

const isBusy = ({ status }: Exchange): boolean => BUSY.includes(status);

/** Refused for now, or not answered: trying again may help. */
export const isPassing = (exchange: Exchange): boolean =>
  exchange.status === 0 || exchange.status >= 500 || exchange.status === 429 || exchange.fault?.lost === true;

const waits: Rule = {
  id: 'retry.waits-as-told',
  title: 'A client that is told to wait comes back no earlier',
  level: 'must',
  citation: {
    standard: 'RFC 9110 §10.2.3',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3',
    quote:
      'Servers send the "Retry-After" header field to indicate how long the user agent ought to wait before making a follow-up request.',
  },
  advice: ['revenue.a1', 'training.12', 'voucherify.a1', 'piaxis.15'],
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
          'no call was made again after a 429 or 503; play: tollgate faults <contract> add --status 429 --retry-after 2 --next 1',
        );
  },
};

const gapsOf = (run: readonly Exchange[]): readonly number[] =>
  run.slice(1).map((exchange, i) => exchange.at - run[i]!.end);

/** What the client added to what it was told to wait. */
const ownGaps = (run: readonly Exchange[]): readonly number[] =>
  gapsOf(run).map((gap, i) => gap - (waitOf(run[i]!) ?? 0));

/** A try that comes so soon is none that was thought about. */
const AT_ONCE = 20;
const MOST_TRIES = 10;

const failedRuns = (session: Session): readonly Exchange[][] =>
  runsOf(session, isPassing).filter((run) => run.length > 1 && !isAction(run[0]!, 'authorize'));

const backOff: Rule = {
  id: 'retry.backs-off',
  title: 'A call that fails again is made again later each time, and not for ever',
  level: 'must',
  citation: {
    standard: 'RFC 9110 §15.6.4',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4',
    quote: 'which will likely be alleviated after some delay',
  },
  advice: ['revenue.28'],
  judge(session) {
    const runs = failedRuns(session);
    for (const run of runs) {
      if (run.length > MOST_TRIES)
        return broken(`one call was made ${run.length} times`, run, 'Give up after a few tries, and tell somebody.');
      const gaps = gapsOf(run);
      const told = run.map((one) => waitOf(one) !== undefined);
      const untold = gaps.filter((_, i) => !told[i]);
      if (untold.length > 0 && untold[0]! < AT_ONCE && untold.length > 1)
        return broken(
          `a failed call was made again after ${seconds(untold[0]!)} and once more after ${seconds(untold[1]!)}`,
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
      : notSeen(
          'no call failed twice in a row and was made again; play: tollgate faults <contract> add --status 503 --next 3',
        );
  },
};

/** Waits that a person would write down; chance seldom hits them so often. */
const ROUND = 50;
const NEAR = 12;
const AT_LEAST = 3;

const isRound = (gap: number): boolean => {
  const over = ((gap % ROUND) + ROUND) % ROUND;
  return over <= NEAR;
};

const jitter: Rule = {
  id: 'retry.jitter',
  title: 'Waits have a random part, so that many clients do not come back at one moment',
  level: 'should',
  citation: {
    standard: 'Exponential Backoff And Jitter (AWS Architecture Blog)',
    url: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
  },
  advice: ['revenue.28'],
  judge(session) {
    const runs = failedRuns(session);
    const gaps = runs.flatMap(ownGaps).filter((gap) => gap >= 0);
    if (gaps.length < AT_LEAST)
      return notSeen(
        'no three tries in all came after a failure; play: tollgate faults <contract> add --status 503 --next 3',
      );
    return gaps.every(isRound)
      ? broken(
          `all waits are round: ${gaps.map(seconds).join(', ')}`,
          runs.flat(),
          'Add a random part to each wait, of up to the wait itself.',
        )
      : held('they are not the same length');
  },
};

/** Whether a request is one that must not be done twice. */
const isWrite = ({ method }: Exchange): boolean => method === 'POST' || method === 'PATCH';

const keyOf = ({ operation, sent }: Exchange): string | undefined =>
  operation?.idempotency === undefined ? undefined : sent.headers[operation.idempotency.name.toLowerCase()];

const keyedWrites = ({ exchanges }: Session): readonly Exchange[] =>
  exchanges.filter((one) => isWrite(one) && one.operation?.idempotency !== undefined && one.kept);

const keyOnRetry: Rule = {
  id: 'idempotency.same-key-on-retry',
  title: 'A write that is tried again carries the key of the first try',
  level: 'must',
  citation: {
    standard: 'RFC 9110 §9.2.2',
    url: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2',
    quote:
      'A client SHOULD NOT automatically retry a request with a non-idempotent method unless it has some means to know that the request semantics are actually idempotent, regardless of the method, or some means to detect that the original request was never applied.',
  },
  advice: ['revenue.16', 'revenue.17', 'piaxis.26'],
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
      : notSeen(
          'no write that takes a key was tried again; play: tollgate faults <contract> add --operation <write> --drop --after --next 1',
        );
  },
};

const newKey: Rule = {
  id: 'idempotency.new-key-for-new-write',
  title: 'Each new write has a key of its own',
  level: 'must',
  citation: {
    standard: 'The Idempotency-Key HTTP Header Field §2',
    url: 'https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header#section-2',
  },
  advice: ['revenue.17', 'piaxis.26'],
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

export const RETRIES: readonly Rule[] = [waits, backOff, jitter, keyOnRetry, newKey];
