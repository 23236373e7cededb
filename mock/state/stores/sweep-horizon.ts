/** Which ended entries a store that processes share may remove. */
import { monotonic } from '../clock.ts';

/** Longer than a request is under way that was read before another process moved the clock. */
const LATEST_MS = 2_000;

/**
 * A request that came before the clock was moved still counts by the earlier time: what it counts in must be there,
 * though it has ended by the new time.
 *
 * @param now the world's clock, in epoch milliseconds
 * @returns what gives the instant of the world's clock up to which ended entries may go: one of some seconds ago
 */
export function createSweepHorizon(now: () => number): () => number {
  let seen = { at: monotonic(), instant: now() };
  let horizon = 0;
  return () => {
    const at = monotonic();
    if (at - seen.at >= LATEST_MS) {
      horizon = seen.instant;
      seen = { at, instant: now() };
    }
    return Math.min(horizon, now());
  };
}
