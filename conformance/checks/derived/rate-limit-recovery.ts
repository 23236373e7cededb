/** A quota comes back when it is said to. */
import type { Context } from '../../context.ts';
import type { Exchange } from '../../exchange.ts';
import { admitted, exhaust, prepare, sender } from './support/exhaust.ts';
import type { Quota, QuotaCheck } from './support/exhaust.ts';
import { figures } from './support/quota.ts';

const SECOND = 1000;

function expectWait(context: Context, over: Exchange, wanted: number | undefined): number {
  const wait = Number(over.answerHeaders['retry-after']);
  context.expect.that(over.status === 429, 'status 429', `status ${over.status}`, over);
  context.expect.that(wait >= 1 && (wanted === undefined || wait === wanted), wanted === undefined ? 'Retry-After of a second or more' : `Retry-After: ${wanted}`, over.answerHeaders['retry-after'] ?? 'none', over);
  return wait;
}

/** Seconds after which a quota used up at one moment lets a request through again. */
function waitOf({ plan, name }: Quota, limit: number): number {
  const { windowMs } = figures(plan, name)!;
  return Math.ceil((plan.rateLimits.get(name)!.algorithm === 'token_bucket' ? windowMs / limit : windowMs) / SECOND);
}

async function atOnce(context: Context, quota: Quota): Promise<void> {
  const limit = await prepare(context, quota);
  const send = await exhaust(context, quota);
  const wait = expectWait(context, await send(), context.target.control === undefined ? undefined : waitOf(quota, limit));
  if (wait > 1) {
    await context.clock.advance((wait - 1) * SECOND);
    const early = await send();
    context.expect.that(early.status === 429, 'still 429 a second before Retry-After is over', `status ${early.status}`, early);
  }
  await context.clock.advance(SECOND);
  const again = await send();
  context.expect.that(again.status !== 429, 'a request let through after Retry-After', 'status 429', again);
}

/** What was used in the first half of a sliding window comes back half a window before the rest. */
async function byHalves(context: Context, quota: Quota): Promise<void> {
  const limit = await prepare(context, quota);
  const half = figures(quota.plan, quota.name)!.windowMs / 2;
  const early = Math.floor(limit / 2);
  const send = await sender(context, quota.operation);
  await admitted(context, send, early);
  await context.clock.advance(half);
  await admitted(context, send, limit - early);
  expectWait(context, await send(), Math.ceil(half / SECOND));
  await context.clock.advance(half);
  await admitted(context, send, early);
  expectWait(context, await send(), Math.ceil(half / SECOND));
}

export const recovery = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.recovery:${quota.name}`,
  title: `the quota "${quota.name}" is there again after Retry-After, and not a second before`,
  level: 'must',
  needs: ['exhaust', 'clock'],
  async run(context: Context) {
    await atOnce(context, quota);
    if (quota.plan.rateLimits.get(quota.name)!.algorithm !== 'sliding_window') return;
    await context.clock.advance(figures(quota.plan, quota.name)!.windowMs);
    await byHalves(context, quota);
  },
});
