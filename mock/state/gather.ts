/** Waits for several values that may be here already: `Promise.all` without promises where none is needed. */
import type { Awaitable } from './awaitable.ts';

/** All values, now if all of them are here already. */
export function gather<T>(values: Awaitable<T>[]): Awaitable<T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);
}
