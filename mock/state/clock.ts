/** Clocks: each sandbox's own, and the only reader of this machine's time. */
import { chain } from './awaitable.ts';
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
   * When it was last set, moved, stopped or let go, on the machine's own clock, and how many milliseconds it now is
   * ahead of that; undefined while it shows the machine's time.
   */
  readonly moved: { readonly at: number; readonly by: number } | undefined;
  /** Back to the machine's time. */
  reset(): Awaitable<void>;
  /**
   * Calls `then` as soon as the clock shows the instant or a later one, wherever it was moved to; never while it stands
   * before. The returned function cancels.
   */
  at(epochMs: number, then: () => void): () => void;
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

/** The last instant a JavaScript date, and so an ISO 8601 answer, can carry: the end of the year 9999. */
export const LATEST_INSTANT = 253_402_300_799_999;

export const MACHINE_TIME: ClockState = { offset: 0, frozenAt: null, movedAt: null };

const instantOf = ({ offset, frozenAt }: ClockState): number => frozenAt ?? Date.now() + offset;

const standingAt = (epochMs: number, frozen: boolean): ClockState => ({
  ...(frozen ? { offset: 0, frozenAt: epochMs } : { offset: epochMs - Date.now(), frozenAt: null }),
  movedAt: Date.now(),
});

/** A clock, and the way to put it where another process has moved it to. */
export interface SharedClock {
  readonly clock: Clock;
  adopt(state: ClockState): void;
}

interface Alarm {
  readonly at: number;
  readonly then: () => void;
}

/** The longest that one timer of Node's can wait. */
const LONGEST_TIMER = 2_147_483_647;

interface Alarms {
  add(alarm: Alarm): () => void;
  /** The clock stands otherwise than before. */
  moved(): void;
}

/** One timer for all alarms of a clock, set to the earliest; none while the clock is stopped or nobody waits. */
function createAlarms(stand: () => ClockState): Alarms {
  const waiting = new Set<Alarm>();
  let earliest = Infinity;
  let stop = (): void => undefined;

  const arm = (): void => {
    stop();
    earliest = Infinity;
    for (const { at } of waiting) if (at < earliest) earliest = at;
    const state = stand();
    const left = earliest - instantOf(state);
    if (left <= 0) stop = after(0, ring);
    else if (earliest !== Infinity && state.frozenAt === null)
      stop = after(Math.min(Math.ceil(left), LONGEST_TIMER), ring);
    else stop = (): void => undefined;
  };
  const ring = (): void => {
    const now = instantOf(stand());
    const due = [...waiting].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const alarm of due) waiting.delete(alarm);
    arm();
    for (const { then } of due) then();
  };
  return {
    add(alarm) {
      waiting.add(alarm);
      if (alarm.at < earliest) arm();
      return () => {
        waiting.delete(alarm);
        if (waiting.size === 0) arm();
      };
    },
    moved() {
      if (waiting.size > 0) arm();
    },
  };
}

/**
 * @param movedBack called after the clock was put to an earlier instant than it showed
 * @param share makes a change hold for every process; default none, the clock is this process's alone
 */
export function createClock(
  movedBack: () => Awaitable<void>,
  share: (change: ClockChange) => Awaitable<void> = () => undefined,
): SharedClock {
  let state = MACHINE_TIME;
  const alarms = createAlarms(() => state);
  const change = (make: ClockChange): Awaitable<void> => {
    const before = instantOf(state);
    state = make(state);
    alarms.moved();
    const shared = share(make);
    return instantOf(state) < before ? chain(shared, movedBack) : shared;
  };
  return {
    adopt(newer) {
      state = newer;
      alarms.moved();
    },
    clock: {
      now: () => state.frozenAt ?? Date.now() + state.offset,
      set: (epochMs) => change(({ frozenAt }) => standingAt(epochMs, frozenAt !== null)),
      advance: (ms) =>
        change((from) =>
          standingAt(Math.min(Math.max(instantOf(from) + ms, 0), LATEST_INSTANT), from.frozenAt !== null),
        ),
      freeze: (frozen) => change((from) => standingAt(instantOf(from), frozen)),
      get frozen() {
        return state.frozenAt !== null;
      },
      get moved() {
        return state.movedAt === null ? undefined : { at: state.movedAt, by: instantOf(state) - Date.now() };
      },
      reset: () => change(() => MACHINE_TIME),
      at: (epochMs, then) => alarms.add({ at: epochMs, then }),
    },
  };
}

/** Epoch milliseconds as the ISO 8601 instant that answers carry, to the second. */
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

/** What somebody waits for keeps the process alive until it is there, where nothing else does. */
export function heldUntil<T>(promise: Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, 60_000);
  return promise.finally(() => clearInterval(timer));
}

/** Calls `then` as soon as what has already arrived was looked at: where the work of one turn is gathered. */
export function soon(then: () => void): void {
  setImmediate(then);
}

/** The machine's own time in epoch milliseconds, for what belongs to no sandbox: how long another machine may take. */
export function machineTime(): number {
  return Date.now();
}
