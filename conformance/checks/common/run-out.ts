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

/** The same for a token. On a clock that goes by itself it may be taken for a leeway, if there is time to wait for that. */
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
