/**
 * The one place that reads the machine's time. Every sandbox has a clock of its own that can be set, moved and frozen;
 * every time rule reads it.
 */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves the clock to an instant; it goes on from there unless frozen. */
  set(epochMs: number): void;
  /** Moves the clock by a span, backwards if negative. */
  advance(ms: number): void;
  /** Stops or releases the clock at the present instant. */
  freeze(frozen: boolean): void;
  readonly frozen: boolean;
  /** Back to the machine's time. */
  reset(): void;
}

/** The last instant a JavaScript date, and so an ISO 8601 answer, can bear: the end of the year 9999. */
export const LATEST_INSTANT = 253_402_300_799_999;

export function createClock(): Clock {
  let offset = 0;
  let frozenAt: number | undefined;
  const now = (): number => frozenAt ?? Date.now() + offset;
  return {
    now,
    set(epochMs) {
      if (frozenAt === undefined) offset = epochMs - Date.now();
      else frozenAt = epochMs;
    },
    advance(ms) {
      this.set(Math.min(Math.max(now() + ms, 0), LATEST_INSTANT));
    },
    freeze(frozen) {
      const instant = now();
      frozenAt = frozen ? instant : undefined;
      if (!frozen) offset = instant - Date.now();
    },
    get frozen() {
      return frozenAt !== undefined;
    },
    reset() {
      offset = 0;
      frozenAt = undefined;
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
