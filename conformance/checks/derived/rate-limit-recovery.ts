/** A quota comes back when it is said to. */
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { admitted, exhaust, overrun, prepare, sender } from './support/exhaust-quota.ts';
import type { Quota, QuotaCheck } from './support/exhaust-quota.ts';
import { figures, leewayOf, roundingOf, waitIn } from './support/read-quota.ts';

const SECOND = 1000;

/** @param wanted seconds. @returns how many milliseconds the refusal says to wait */
async function expectWait(context: Context, over: Exchange, wanted: number | undefined): Promise<number> {
  const wait = await waitIn(context, over);
  const rounding = roundingOf(over);
  const least = Math.max(1, (wanted ?? 1) * SECOND - rounding);
  context.expect.that(over.status === 429, 'status 429', `status ${over.status}`, over);
  context.expect.that(
    wait >= least && (wanted === undefined || wait <= wanted * SECOND + rounding),
    wanted === undefined
      ? 'Retry-After of a second or more'
      : rounding === 0
        ? `Retry-After: ${wanted}`
        : `Retry-After with the next whole second after ${wanted} s`,
    over.answerHeaders['retry-after'] ?? 'none',
    over,
  );
  return wait;
}

/**
 * Seconds after which a quota used up at one moment lets a request through again; undefined where that cannot be told.
 * A window that is counted from the first request ends a whole window later; one that ends with the minute or hour of
 * the clock is as good, and ends sooner. So a server may say when, and is held to what it says.
 */
function waitOf(context: Context, { contract, name }: Quota, limit: number): number | undefined {
  const { algorithm } = contract.rateLimits.get(name)!;
  if (context.target.control === undefined || algorithm === 'fixed_window') return undefined;
  const { windowMs } = figures(contract, name)!;
  return Math.ceil((algorithm === 'token_bucket' ? windowMs / limit : windowMs) / SECOND);
}

async function atOnce(context: Context, quota: Quota): Promise<void> {
  const limit = await prepare(context, quota);
  const { over, send } = await overrun(context, quota);
  const wait = await expectWait(context, over, waitOf(context, quota, limit));
  const { windowMs } = figures(quota.contract, quota.name)!;
  context.expect.that(
    wait <= windowMs + SECOND + roundingOf(over),
    `to wait for the quota's window at most, ${windowMs / SECOND} s`,
    over.answerHeaders['retry-after'] ?? 'none',
    over,
  );
  // Elsewhere the time that an answer takes on its way is no less than what is left of the last second.
  const early = context.target.control === undefined ? 0 : wait - SECOND - leewayOf(quota.contract, quota.name);
  if (early > 0) {
    await context.clock.wait(early);
    const again = await send();
    const apart = (wait - early) / SECOND;
    context.expect.that(
      again.status === 429,
      `still 429 ${apart === 1 ? 'a second' : `${apart} s`} before Retry-After is over`,
      `status ${again.status}`,
      again,
    );
  }
  await context.clock.wait(wait - Math.max(0, early));
  const again = await send();
  context.expect.that(again.status !== 429, 'a request let through after Retry-After', 'status 429', again);
}

/** What was used in the first half of a sliding window comes back half a window before the rest. */
async function byHalves(context: Context, quota: Quota): Promise<void> {
  const limit = await prepare(context, quota);
  const half = figures(quota.contract, quota.name)!.windowMs / 2;
  const early = Math.floor(limit / 2);
  const send = await sender(context, quota.operation);
  await admitted(context, send, early);
  await context.clock.advance(half);
  await admitted(context, send, limit - early);
  await expectWait(context, await send(), Math.ceil(half / SECOND));
  await context.clock.advance(half);
  await admitted(context, send, early);
  await expectWait(context, await send(), Math.ceil(half / SECOND));
}

export const recovery = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.recovery:${quota.name}`,
  title: `the quota "${quota.name}" is there again after Retry-After, and not a second before`,
  level: 'must',
  needs: ['exhaust'],
  async run(context: Context) {
    await atOnce(context, quota);
    // Elsewhere the window may slide, or not: no document says so.
    if (context.target.control === undefined) return;
    if (quota.contract.rateLimits.get(quota.name)!.algorithm !== 'sliding_window') return;
    await context.clock.advance(figures(quota.contract, quota.name)!.windowMs);
    await byHalves(context, quota);
  },
});

/**
 * What a client sends a window apart arrives closer together, by as much as the contract forgives; by a millisecond
 * more, and it is refused.
 */
export const bunched = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.bunched:${quota.name}`,
  title: `calls that use up "${quota.name}", a window apart by their sender's clock, are let through though they arrive bunched`,
  level: 'must',
  needs: ['exhaust', 'control', 'clock'],
  async run(context: Context) {
    const limit = await prepare(context, quota);
    const { windowMs } = figures(quota.contract, quota.name)!;
    const send = await sender(context, quota.operation);
    await admitted(context, send, limit);
    await context.clock.advance(windowMs - leewayOf(quota.contract, quota.name) - 1);
    const early = await send();
    context.expect.that(early.status === 429, 'status 429 a millisecond before', `status ${early.status}`, early);
    await context.clock.advance(1);
    await admitted(context, send, limit);
  },
});

/** Who is refused and tries on waits no longer for it. */
export const refusalsFree = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.refusals-do-not-extend:${quota.name}`,
  title: `a call refused over the quota "${quota.name}" does not make the wait longer`,
  level: 'must',
  needs: ['exhaust', 'wait'],
  async run(context: Context) {
    const { windowMs } = figures(quota.contract, quota.name)!;
    context.clock.within(windowMs);
    const limit = await prepare(context, quota);
    const send = await exhaust(context, quota);
    await context.clock.wait(windowMs / 2);
    for (let i = 0; i < limit; i++) {
      const over = await send();
      // A window that ends with the minute or hour of the clock may have ended meanwhile.
      if (over.status !== 429 && !context.clock.movable)
        context.notRun('the quota came back before half of its window was over');
      await expectWait(context, over, undefined);
    }
    await context.clock.wait(windowMs / 2 + (context.clock.movable ? 0 : SECOND));
    await admitted(context, send, limit);
  },
});
