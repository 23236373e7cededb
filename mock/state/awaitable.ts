/**
 * Values that may be here already or may come later.
 *
 * The memory store answers at once, a networked one later. Behaviours on the hot path are written once for both
 * with {@link chain}, which costs nothing when the value is already here.
 */
export type Awaitable<T> = T | Promise<T>;

/** Applies `next` to a value now, or when it comes. */
export function chain<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
