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

/**
 * {@link chain} for what is done at every request: `next` takes the request's call as an argument, so that it can be a
 * function made once and not a closure made each time.
 */
export function chainWith<C, T, R>(
  call: C,
  value: Awaitable<T>,
  next: (call: C, value: T) => Awaitable<R>,
): Awaitable<R> {
  return value instanceof Promise ? value.then((later) => next(call, later)) : next(call, value);
}
