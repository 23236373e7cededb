/** What ends by itself: judged just before its end where the clock can be moved there, and at its end everywhere. */
import { CheckFailure } from '../../check.ts';
import type { Context } from '../../check-context.ts';

const SECOND = 1000;

/** "no more than a few minutes" (RFC 7519 §4.1.4): servers whose clocks differ take a token a little longer. */
const LEEWAY_MS = 60 * SECOND;

/** Stops a clock that can be stopped. */
export async function still({ clock }: Context): Promise<void> {
  if (clock.movable) await clock.freeze();
}

/**
 * Two ages on either side of an edge: on a clock that stands, the last second before it and the first after. Elsewhere
 * nobody knows how far the clock of the server is from ours, so they are a minute off.
 *
 * @param seconds the age at the edge, which is still good
 */
export function aroundEdge({ clock }: Context, seconds: number): { readonly good: number; readonly bad: number } {
  const away = LEEWAY_MS / SECOND;
  return clock.movable
    ? { good: seconds, bad: seconds + 1 }
    : { good: Math.max(0, seconds - away), bad: seconds + away };
}

/**
 * Lets a part of a span pass, after which something must still be there: with the moment before its end where the clock
 * can be moved there, else half of it. Not run where this machine was so busy that the whole span went by.
 *
 * @param margin milliseconds before the end
 */
export async function stayWithin({ clock, notRun }: Context, ms: number, margin = SECOND): Promise<void> {
  if (clock.movable) return clock.advance(ms - margin);
  const since = await clock.now();
  await clock.wait(Math.floor(ms / 2));
  if ((await clock.now()) - since > ms - Math.min(SECOND, ms / 4)) notRun('this machine was too busy to be in time');
}

export interface RunOut {
  /** Judges that it has not ended, so many milliseconds before. */
  before?(): Promise<unknown>;
  readonly margin?: number;
  /** Judges that it has ended. */
  end(): Promise<unknown>;
}

/** @param ms how long it lasts */
export async function runOut({ clock }: Context, ms: number, { before, margin = SECOND, end }: RunOut): Promise<void> {
  if (!clock.movable || before === undefined) await clock.pass(ms);
  else {
    await clock.advance(ms - margin);
    await before();
    await clock.advance(margin);
  }
  await end();
}

/** The same for a token, and for whatever ends a little late. On a clock that goes by itself it may be taken for a leeway, if there is time to wait for that. */
export async function runOutToken(context: Context, ms: number, { end, ...rest }: RunOut): Promise<void> {
  const { clock, target } = context;
  if (clock.movable) return runOut(context, ms, { end, ...rest });
  await clock.pass(ms);
  try {
    await end();
  } catch (error) {
    const more = Math.min(LEEWAY_MS, target.safety.longestWaitMs - ms);
    if (!(error instanceof CheckFailure) || more <= 0) throw error;
    await clock.pass(more);
    await end();
  }
}
