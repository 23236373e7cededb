/** One world's state in Redis: a hash, whose fields are the keys. */
import type { Awaitable } from '../awaitable.ts';
import { entryText, liveEntry } from './entry-text.ts';
import type { Ask } from './redis-batch.ts';
import { createSwap } from './redis-swap.ts';
import type { Change, Counter, Ring, SetOptions, Store, Value } from './store.ts';

/** Writes between two sweeps, and how many entries a sweep looks at: memory stays bounded without a timer. */
const WRITES_PER_SWEEP = 64;
const SWEPT = 128;

export function createRedisStore(ask: Ask, hash: string, now: () => number): Store {
  const swap = createSwap(ask, hash, now);
  let writes = 0;
  let cursor = '0';

  const wrote = (): void => {
    if (++writes < WRITES_PER_SWEEP) return;
    writes = 0;
    // Whoever wrote is told of a server that is gone; a sweep has nobody to tell.
    ask(hash, 'sweep', cursor, String(SWEPT), String(now())).then((next) => (cursor = String(next)), () => undefined);
  };

  return {
    get<T extends Value>(key: string): Awaitable<T | undefined> {
      return ask(hash, 'get', key).then((text) => liveEntry(text as string | null, now)?.value as T | undefined);
    },

    set(key: string, value: Value, { expiresAt, ifAbsent }: SetOptions = {}) {
      wrote();
      const text = entryText(value, expiresAt);
      const answer = ifAbsent ? ask(hash, 'add', key, text, String(now())) : ask(hash, 'set', key, text);
      return answer.then((done) => done === 1);
    },

    take<T extends Value>(key: string): Awaitable<T | undefined> {
      return ask(hash, 'take', key, String(now())).then((text) => liveEntry(text as string | null, () => -Infinity)?.value as T | undefined);
    },

    incr(key: string, by: number, expiresAt?: number): Awaitable<Counter> {
      wrote();
      const end = expiresAt === undefined || expiresAt === Infinity ? '' : String(expiresAt);
      return ask(hash, 'incr', key, String(by), end, String(now())).then((text) => {
        const { value, expiresAt: kept } = liveEntry(text as string, () => -Infinity)!;
        return { value: value as number, expiresAt: kept };
      });
    },

    swap<T extends Value, R>(key: string, change: (current: T | undefined) => Change<T, R>): Awaitable<R> {
      wrote();
      return swap(key, change as (current: Value | undefined) => Change<Value, unknown>) as Promise<R>;
    },

    clear: (prefix: string) => ask(hash, 'clear', prefix).then(() => undefined),
  };
}

/** A ring in Redis: a hash whose fields are ids, beside the last of them. */
export function createRedisRing(ask: Ask, hash: string, capacity: number): Ring {
  return {
    capacity,
    append: (value) => ask(hash, 'push', JSON.stringify(value), String(capacity)).then(Number),
    async read(before, limit) {
      const [from, ...texts] = (await ask(hash, 'page', String(Math.min(before, Number.MAX_SAFE_INTEGER)), String(Math.min(limit, capacity)), String(capacity))) as [number, ...(string | null)[]];
      return texts.flatMap((text, i) => (text === null ? [] : [{ id: from - i, value: JSON.parse(text) as Value }]));
    },
    clear: () => ask(hash, 'drop').then(() => undefined),
  };
}
