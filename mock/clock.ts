import type { Awaitable } from './awaitable.ts';

/**
 * The one place that reads the machine's time. Every sandbox has a clock of its own that can be set, moved and frozen;
 * every time rule reads it. A change holds in this process at once, and in every other that shares the sandbox once the
 * call is done.
 */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves the clock to an instant; it goes on from there unless frozen. */
  set(epochMs: number): Awaitable<void>;
  /** Moves the clock by a span, backwards if negative. */
  advance(ms: number): Awaitable<void>;
  /** Stops or releases the clock at the present instant. */
  freeze(frozen: boolean): Awaitable<void>;
  readonly frozen: boolean;
  /**
   * When it was last set, moved, stopped or let go, on the machine's own clock, and how many milliseconds it now is ahead
   * of that; undefined while it shows the machine's time.
   */
  readonly moved: { readonly at: number; readonly by: number } | undefined;
  /** Back to the machine's time. */
  reset(): Awaitable<void>;
}

/** How a clock stands to the machine's time: all that processes have to share of it. */
export type ClockState = {
  /** Milliseconds ahead of the machine's time, while it goes. */
  readonly offset: number;
  /** Epoch milliseconds at which it was stopped; null while it goes. */
  readonly frozenAt: number | null;
  /** Epoch milliseconds of the machine's time at the last change; null if there was none. */
  readonly movedAt: number | null;
};

export type ClockChange = (state: ClockState) => ClockState;

/** The last instant a JavaScript date, and so an ISO 8601 answer, can bear: the end of the year 9999. */
export const LATEST_INSTANT = 253_402_300_799_999;

export const MACHINE_TIME: ClockState = { offset: 0, frozenAt: null, movedAt: null };

const instantOf = ({ offset, frozenAt }: ClockState): number => frozenAt ?? Date.now() + offset;

const standingAt = (epochMs: number, frozen: boolean): ClockState =>
  ({ ...(frozen ? { offset: 0, frozenAt: epochMs } : { offset: epochMs - Date.now(), frozenAt: null }), movedAt: Date.now() });

/** A clock, and the way to put it where another process has moved it to. */
export interface SharedClock {
  readonly clock: Clock;
  adopt(state: ClockState): void;
}

/** @param share makes a change hold for every process; default none, the clock is this process's alone */
export function createClock(share: (change: ClockChange) => Awaitable<void> = () => undefined): SharedClock {
  let state = MACHINE_TIME;
  const change = (make: ClockChange): Awaitable<void> => {
    state = make(state);
    return share(make);
  };
  return {
    adopt(newer) {
      state = newer;
    },
    clock: {
      now: () => state.frozenAt ?? Date.now() + state.offset,
      set: (epochMs) => change(({ frozenAt }) => standingAt(epochMs, frozenAt !== null)),
      advance: (ms) => change((from) => standingAt(Math.min(Math.max(instantOf(from) + ms, 0), LATEST_INSTANT), from.frozenAt !== null)),
      freeze: (frozen) => change((from) => standingAt(instantOf(from), frozen)),
      get frozen() {
        return state.frozenAt !== null;
      },
      get moved() {
        return state.movedAt === null ? undefined : { at: state.movedAt, by: instantOf(state) - Date.now() };
      },
      reset: () => change(() => MACHINE_TIME),
    },
  };
}

/** Epoch milliseconds as the ISO 8601 instant that answers bear, to the second. */
export function isoSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds on a clock that never goes back, for measuring how long an answer took; decides nothing. */
export function monotonic(): number {
  return performance.now();
}

/** Calls `then` once the machine's time has moved on by `ms`, for long polls; the returned function cancels. */
export function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Calls `then` as soon as what has already arrived was looked at: where the work of one turn is gathered. */
export function soon(then: () => void): void {
  setImmediate(then);
}

/** The machine's own time in epoch milliseconds, for what belongs to no sandbox: how long another machine may take. */
export function machineTime(): number {
  return Date.now();
}
