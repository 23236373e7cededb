/** Whether the waits of a client are drawn by chance, or come of a formula that every copy of it shares. */
import { broken, byFault, held, notSeen } from '../rule.ts';
import type { Play, Rule } from '../rule.ts';
import { seconds } from '../tokens.ts';
import { AT_ONCE, failedRuns, gapsOf, waitOf } from '../tries.ts';

/** Milliseconds by which a timer, the network and a busy machine make a wait longer: mostly, and at most. */
const USUAL_NOISE = 20;
const MOST_NOISE = 40;

/** Of two waits for one reason, the part by which they differ that no machine explains. */
const APART = 0.1;

/** Waits that a person would write down are multiples of so many milliseconds. */
const ROUND = 50;

interface Wait {
  /** Milliseconds that passed. */
  readonly ms: number;
  /** The same in each run of a client without chance: which try it was before, and what it was told. */
  readonly of: string;
  readonly told: boolean;
}

interface Interval {
  readonly least: number;
  readonly most: number;
}

const meet = (intervals: readonly Interval[]): boolean =>
  Math.max(...intervals.map(({ least }) => least)) <= Math.min(...intervals.map(({ most }) => most));

const pairs = (waits: readonly number[]): readonly (readonly [number, number])[] =>
  waits.slice(1).map((next, i) => [waits[i]!, next]);

/**
 * Whether each wait follows from the one before by one factor or one addend, to a limit if there is one. @returns how
 * many of them the others foretell; undefined where they follow no such rule
 */
function foretold(waits: readonly number[], noise: number): number | undefined {
  const steps = pairs(waits);
  const isSame = ([a, b]: readonly [number, number]): boolean => Math.abs(b - a) <= noise;
  const limited = steps.findLastIndex((step) => !isSame(step)) + 1;
  // What grew to a limit grew less at the last step.
  const growing = limited === steps.length ? steps : steps.slice(0, Math.max(0, limited - 1));
  const equal = steps.length - limited;
  if (growing.length === 0) return limited === 0 ? equal - 1 : undefined;
  const factors = growing.map(([a, b]) => ({ least: (b - noise) / a, most: b / Math.max(1, a - noise) }));
  const addends = growing.map(([a, b]) => ({ least: b - a - noise, most: b - a + noise }));
  return meet(factors) || meet(addends) ? growing.length - 1 + equal : undefined;
}

const isRound = (ms: number, noise: number): boolean => ((ms % ROUND) + ROUND) % ROUND <= noise;

/** How probable it is that chance draws a round wait, one that follows a law, and one that was drawn before. */
const BY_CHANCE = { round: (USUAL_NOISE + 1) / ROUND, law: 0.15, same: 0.2 };

/** Less probable than this, it was not chance. */
const NO_CHANCE = 0.015;

export const OUTAGE: Play = { plan: 'outage', ...byFault({ status: 503, next: 3 }) };

const MEND = 'Add a random part to each wait, of up to the wait itself.';

export const jitter: Rule = {
  id: 'retry.jitter',
  title: 'Waits have a random part, so that many clients do not come back at one moment',
  level: 'should',
  citation: {
    standard: 'Exponential Backoff And Jitter (AWS Architecture Blog)',
    url: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
  },
  advice: [['revenue.28', 'jitter']],
  judge(session) {
    const failed = failedRuns(session);
    const runs = failed.map((run) =>
      gapsOf(run).flatMap((ms, i): readonly Wait[] => {
        const told = waitOf(run[i]!);
        // What it was told to wait is no wait of its own, and neither is a try at once.
        return ms - (told ?? 0) < AT_ONCE ? [] : [{ ms, of: `${i}/${told ?? ''}`, told: told !== undefined }];
      }),
    );
    const all = runs.flat();
    const listed = all.map(({ ms }) => seconds(ms)).join(', ');
    let chance = 1;
    for (const kind of new Set(all.map((wait) => wait.of))) {
      const of = all.filter((wait) => wait.of === kind).map(({ ms }) => ms);
      const [least, most] = [Math.min(...of), Math.max(...of)];
      if (most - least > MOST_NOISE + least * APART)
        return held(`one try came after ${seconds(least)} and another time after ${seconds(most)}`);
      if (most - least <= USUAL_NOISE) chance *= BY_CHANCE.same ** (of.length - 1);
    }
    const own = runs.map((run) => run.filter(({ told }) => !told).map(({ ms }) => ms)).filter((run) => run.length > 2);
    const random = own.find(
      (run) => foretold(run, MOST_NOISE) === undefined && !run.every((ms) => isRound(ms, USUAL_NOISE)),
    );
    if (random !== undefined) return held(`they follow no rule: ${random.map(seconds).join(', ')}`);
    for (const run of own) chance *= BY_CHANCE.law ** (foretold(run, USUAL_NOISE) ?? 0);
    if (all.every(({ ms }) => isRound(ms, USUAL_NOISE))) chance *= BY_CHANCE.round ** all.length;
    if (chance <= NO_CHANCE) return broken(`every wait follows from a rule: ${listed}`, failed.flat(), MEND);
    return all.length === 0
      ? notSeen('no try came after a wait', OUTAGE)
      : notSeen(
          `${all.length} ${all.length === 1 ? 'wait is' : 'waits are'} too few to tell chance from a rule: ${listed}`,
          OUTAGE,
        );
  },
};
