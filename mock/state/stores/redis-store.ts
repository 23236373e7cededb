/** One world's state in Redis: a hash, whose fields are the keys. */
import type { Awaitable } from '../awaitable.ts';
import { after } from '../clock.ts';
import type { Bounds } from '../bounds.ts';
import { countedAs, resourceOf } from '../counted-entries.ts';
import { createEntryReader } from './entry-reader.ts';
import { entryText, liveEntry } from './entry-text.ts';
import type { Entry } from './entry-text.ts';
import { asItIs } from './redis-batch.ts';
import type { Answer, Ask } from './redis-batch.ts';
import { FULL, PENDING } from './redis-script.ts';
import { createSwap } from './redis-swap.ts';
import { BoundReached } from '../bound-reached.ts';
import { createSweepHorizon } from './sweep-horizon.ts';
import type {
  Change,
  Count,
  Counter,
  LastSeen,
  Reserved,
  Ring,
  RingEntry,
  RingSize,
  Seen,
  SetOptions,
  Store,
  Value,
  WithinLimits,
} from './store.ts';

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
  /** What the work that is being done by what was last seen has looked at. */
  let recalled: Seen[] | undefined;
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

  const untilOf = (instant: number, lastsMs: number | undefined): string =>
    lastsMs === undefined ? '' : String(instant + lastsMs);
  const listOf = (counts: readonly Count[], instant: number): string =>
    JSON.stringify(counts.map(({ key, limit, lastsMs }) => [key, limit, untilOf(instant, lastsMs)]));

  const lastSeen: LastSeen = {
    recalling(work) {
      const seen: Seen[] = [];
      recalled = seen;
      try {
        return { result: work(), seen };
      } finally {
        recalled = undefined;
      }
    },
    still: async (seen) => (await ask.whileStill(seen, asItIs, hash, 'pass')) !== undefined,
    incrWhile(seen, key, by, lastsMs) {
      wrote();
      const instant = now();
      const end = untilOf(instant, lastsMs);
      return ask.whileStill(seen, counterIn, hash, 'incr', key, String(by), end, String(instant));
    },
    incrWithinWhile(seen, counts) {
      wrote();
      const instant = now();
      const list = listOf(counts, instant);
      return ask.whileStill(seen, withinLimitsIn, hash, 'within', counts[0]!.key, list, String(instant));
    },
  };

  return {
    lastSeen,

    get<T extends Value>(key: string): Awaitable<T | undefined> {
      const known = recalled && read.remembered(key);
      if (known !== undefined) {
        recalled!.push({ hash, key, text: known.text });
        return known.entry?.value as T | undefined;
      }
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

    async set(key: string, value: Value, { expiresAt, ifAbsent, unrefused }: SetOptions = {}) {
      wrote();
      const most = unrefused === true ? '' : mostOf(key);
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
      return ask(counterIn, hash, 'incr', key, String(by), untilOf(instant, lastsMs), String(instant));
    },

    incrWithin(counts: readonly Count[]): Awaitable<WithinLimits> {
      wrote();
      const instant = now();
      // The first key stands for them all: nobody reads counters.
      return ask(withinLimitsIn, hash, 'within', counts[0]!.key, listOf(counts, instant), String(instant));
    },

    swap<T extends Value, R>(key: string, change: (current: T | undefined) => Change<T, R>): Awaitable<R> {
      wrote();
      return swap(key, change as (current: Value | undefined) => Change<Value, unknown>) as Promise<R>;
    },

    clear: (prefix: string) => ask(() => undefined, hash, 'clear', prefix),
  };
}

/** Milliseconds between two looks at an entry that is yet to be written. */
const LOOK_EVERY = 5;

const pause = (ms: number): Promise<void> => new Promise((resolve) => void after(ms, resolve));

/** A ring in Redis: a hash whose fields are ids, beside the last of them. */
export function createRedisRing(ask: Ask, hash: string, { entries, bytes = Infinity }: RingSize): Ring {
  const capacity = String(entries);
  const most = String(Math.min(bytes, Number.MAX_SAFE_INTEGER));

  /** Entries from an id downwards; of those that are yet to be written it waits for each. */
  const page = async (before: number, limit: number): Promise<readonly [from: number, texts: (string | null)[]]> => {
    for (let end = before; ; await pause(LOOK_EVERY)) {
      const asked = [String(Math.min(end, Number.MAX_SAFE_INTEGER)), String(limit), capacity] as const;
      const [from, ...texts] = (await ask(asItIs, hash, 'page', ...asked)) as [number, ...(string | null)[]];
      if (!texts.includes(PENDING)) return [from, texts];
      // Those that are reserved meanwhile are not waited for.
      end = from + 1;
    }
  };

  return {
    capacity: entries,
    append: (value) => ask(Number, hash, 'push', JSON.stringify(value), capacity, most),
    reserve() {
      const reserved: { -readonly [K in keyof Reserved]: Reserved[K] } = { id: undefined };
      ask.tell((id) => (reserved.id = id as number), hash, 'reserve', capacity);
      return reserved;
    },
    fill: (id, value) => ask.tell(() => undefined, hash, 'fill', String(id), JSON.stringify(value), capacity, most),
    async read(before, limit) {
      const found: RingEntry[] = [];
      const all = Math.min(limit, entries);
      // An id that was reserved and never filled leaves a gap.
      for (let end = before; found.length < all; ) {
        const wanted = all - found.length;
        const [from, texts] = await page(end, wanted);
        for (const [i, text] of texts.entries())
          if (text !== null) found.push({ id: from - i, value: JSON.parse(text) as Value });
        if (texts.length < wanted) break;
        end = from - texts.length + 1;
      }
      return found;
    },
    dropped: () => ask(Number, hash, 'dropped', capacity),
    clear: () => ask(() => undefined, hash, 'drop'),
  };
}
