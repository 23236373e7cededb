/** The control plane's operations on a sandbox's clock: read, set, advance, reset. */
import { isoSeconds, LATEST_INSTANT } from '../state/clock.ts';
import type { Clock } from '../state/clock.ts';
import { durationMs } from '../contract/durations.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';

/** What people expect of a moved clock, and it does not do: a client's own clock is elsewhere. */
const NOTE =
  "Only the sandbox's clock stands here: your client's own clock goes on as before. For a client that looks at its own, give tokens a short life: PATCH /settings/{contract} with token_lifetime.";

const stand = (clock: Clock) => {
  const now = Math.floor(clock.now());
  const body = { now: isoSeconds(now), epoch_ms: now, frozen: clock.frozen, ...(clock.moved && { note: NOTE }) };
  return { status: 200, body } as const;
};

export const getClock: Handler<'getClock'> = ({ sandbox }) => stand(sandbox.clock);

export const setClock: Handler<'setClock'> = async ({ sandbox: { clock }, body: { now, frozen } }) => {
  const instant = now === undefined ? undefined : Date.parse(now);
  if (instant !== undefined && !(instant >= 0 && instant <= LATEST_INSTANT)) {
    throw new Problem(400, `"now" must be an instant from 1970 to 9999, such as 2030-01-01T00:00:00Z; it is "${now}"`);
  }
  if (frozen !== undefined) await clock.freeze(frozen);
  if (instant !== undefined) await clock.set(instant);
  return stand(clock);
};

export const advanceClock: Handler<'advanceClock'> = async ({ sandbox: { clock }, body: { by } }) => {
  const ms = durationMs(by);
  if (ms === undefined) throw new Problem(400, `"by" must be a duration such as 15m or PT15M; it is "${by}"`);
  await clock.advance(ms);
  return stand(clock);
};

export const resetClock: Handler<'resetClock'> = async ({ sandbox: { clock } }) => {
  await clock.reset();
  return stand(clock);
};
