/** A list in a store: numbered from 1, the newest `capacity` entries kept. */
import type { Awaitable } from '../state/awaitable.ts';
import type { Change, Store, Value } from '../state/stores/store.ts';

export interface Log<T extends Value> {
  add(make: (number: number) => T): Promise<T>;
  get(number: number): Awaitable<T | undefined>;
  /** Replaces an entry in one step; see {@link Store.swap}. */
  swap<R>(number: number, change: (current: T | undefined) => Change<T, R>): Awaitable<R>;
  take(number: number): Awaitable<T | undefined>;
  /** The number of the newest; 0 where there is none. */
  last(): Promise<number>;
  /** How many were dropped for newer ones. */
  dropped(): Promise<number>;
  /** Those that are there, oldest first, from a number on. */
  from(number: number): Promise<readonly (readonly [number: number, entry: T])[]>;
}

/** Entries asked for at once. */
const PAGE = 200;

export function createLog<T extends Value>(store: Store, name: string, capacity = Infinity): Log<T> {
  const counter = `${name}:n`;
  const key = (number: number): string => `${name}:${number}`;
  const many = async (numbers: readonly number[]): Promise<(T | undefined)[]> =>
    (await store.getMany?.<T>(numbers.map(key))) ?? Promise.all(numbers.map((number) => store.get<T>(key(number))));
  const last = async (): Promise<number> => (await store.incr(counter, 0)).value;
  return {
    async add(make) {
      const { value: number } = await store.incr(counter, 1);
      const entry = make(number);
      await store.set(key(number), entry);
      if (number > capacity) await store.take(key(number - capacity));
      return entry;
    },
    get: (number) => store.get<T>(key(number)),
    swap: (number, change) => store.swap(key(number), change),
    take: (number) => store.take<T>(key(number)),
    last,
    dropped: async () => Math.max(0, (await last()) - capacity),
    async from(number) {
      const end = await last();
      const found: (readonly [number, T])[] = [];
      for (let start = Math.max(number, end - capacity + 1, 1); start <= end; start += PAGE) {
        const numbers = Array.from({ length: Math.min(PAGE, end - start + 1) }, (_, i) => start + i);
        (await many(numbers)).forEach((entry, i) => entry !== undefined && found.push([numbers[i]!, entry]));
      }
      return found;
    },
  };
}
