/** One world's state in Redis: a hash, whose fields are the keys. */
import type { Awaitable } from '../awaitable.ts';
import type { Bounds } from '../bounds.ts';
import { countedAs, resourceOf } from '../counted-entries.ts';
import { createEntryReader } from './entry-reader.ts';
import { entryText, liveEntry } from './entry-text.ts';
import type { Entry } from './entry-text.ts';
import { asItIs } from './redis-batch.ts';
import type { Answer, Ask } from './redis-batch.ts';
import { FULL } from './redis-script.ts';
import { createSwap } from './redis-swap.ts';
import { BoundReached } from '../bound-reached.ts';
import { createSweepHorizon } from './sweep-horizon.ts';
import type { Change, Count, Counter, Ring, SetOptions, Store, Value, WithinLimits } from './store.ts';

/** Writes between two sweeps, and how many entries a sweep looks at: memory stays bounded without a timer. */
const WRITES_PER_SWEEP = 64;
const SWEPT = 128;

/** An entry that the script has found alive. */
const entryIn = (text: Answer): Entry | undefined => liveEntry(text as string | null, () => -Infinity);

function counterIn(text: Answer): Counter {
  const { value, expiresAt } = entryIn(text)!;
  return { value: value as number, expiresAt };
}

function withinLimitsIn(answer: Answer): WithinLimits {
  const [within, ...texts] = answer as readonly [number, ...string[]];
  return {
    within: within === 1,
    counters: texts.map((text) => (text === '' ? { value: 0, expiresAt: undefined } : counterIn(text))),
  };
}

/** @param bounds undefined for a store that nothing is too much for */
export function createRedisStore(ask: Ask, hash: string, now: () => number, bounds?: Bounds): Store {
  /** How many entries of the key's kind there may be, as the script wants it. */
  const mostOf = (key: string): string => {
    const counted = bounds && countedAs(key);
    return counted === undefined ? '' : String(bounds![counted.bound]);
  };
  const fullOf = (key: string): BoundReached => {
    const counted = countedAs(key)!;
    return new BoundReached(counted.bound, bounds![counted.bound], resourceOf(counted));
  };
  const swap = createSwap(ask, hash, now, mostOf, fullOf);
  const read = createEntryReader(now);
  const horizon = createSweepHorizon(now);
  let writes = 0;
  let cursor = '0';

  const wrote = (): void => {
    if (++writes < WRITES_PER_SWEEP) return;
    writes = 0;
    // Anyone who wrote is told of a server that is gone; a sweep has nobody to tell.
    ask(String, hash, 'sweep', cursor, String(SWEPT), String(horizon())).then(
      (next) => (cursor = next),
      () => undefined,
    );
  };

  return {
    get<T extends Value>(key: string): Awaitable<T | undefined> {
      return ask.entry(hash, key).then((text) => read(key, text)?.value) as Promise<T | undefined>;
    },

    getMany<T extends Value>(keys: readonly string[]): Awaitable<(T | undefined)[]> {
      return ask(
        (texts) =>
          (texts as readonly (string | null)[]).map((text, i) => read(keys[i]!, text)?.value) as (T | undefined)[],
        hash,
        'many',
        JSON.stringify(keys),
      );
    },

    async set(key: string, value: Value, { expiresAt, ifAbsent, seeded }: SetOptions = {}) {
      wrote();
      const most = seeded === true ? '' : mostOf(key);
      const text = entryText(value, expiresAt);
      const answer = await ask(asItIs, hash, ifAbsent ? 'add' : 'set', key, text, String(now()), most);
      if (answer === FULL) throw fullOf(key);
      return answer === 1;
    },

    take<T extends Value>(key: string): Awaitable<T | undefined> {
      return ask((text) => entryIn(text)?.value as T | undefined, hash, 'take', key, String(now()));
    },

    incr(key: string, by: number, lastsMs?: number): Awaitable<Counter> {
      wrote();
      const instant = now();
      const end = lastsMs === undefined ? '' : String(instant + lastsMs);
      return ask(counterIn, hash, 'incr', key, String(by), end, String(instant));
    },

    incrWithin(counts: readonly Count[]): Awaitable<WithinLimits> {
      wrote();
      const instant = now();
      const list = counts.map(({ key, limit, lastsMs }) => [key, limit, String(instant + lastsMs)]);
      // The first key stands for them all: nobody reads counters.
      return ask(withinLimitsIn, hash, 'within', counts[0]!.key, JSON.stringify(list), String(instant));
    },

    swap<T extends Value, R>(key: string, change: (current: T | undefined) => Change<T, R>): Awaitable<R> {
      wrote();
      return swap(key, change as (current: Value | undefined) => Change<Value, unknown>) as Promise<R>;
    },

    clear: (prefix: string) => ask(() => undefined, hash, 'clear', prefix),
  };
}

/** A ring in Redis: a hash whose fields are ids, beside the last of them. */
export function createRedisRing(ask: Ask, hash: string, capacity: number): Ring {
  return {
    capacity,
    append: (value) => ask(Number, hash, 'push', JSON.stringify(value), String(capacity)),
    async read(before, limit) {
      const [from, ...texts] = (await ask(
        asItIs,
        hash,
        'page',
        String(Math.min(before, Number.MAX_SAFE_INTEGER)),
        String(Math.min(limit, capacity)),
        String(capacity),
      )) as [number, ...(string | null)[]];
      return texts.flatMap((text, i) => (text === null ? [] : [{ id: from - i, value: JSON.parse(text) as Value }]));
    },
    clear: () => ask(() => undefined, hash, 'drop'),
  };
}
