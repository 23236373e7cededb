/** Quotas of several windows: each of them ends where it is said to, and takes nothing for what another refuses. */
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { admitted, prepare, sender } from './support/exhaust-quota.ts';
import type { Quota, QuotaCheck, Send } from './support/exhaust-quota.ts';
import { figureIn, roundingOf, waitIn, windowsOf } from './support/read-quota.ts';
import type { QuotaWindow } from './support/read-quota.ts';

const SECOND = 1000;

/** So many requests are looked at one by one; of more, their statuses alone. */
const LOOKED_AT = 150;

/** What a window comes to, reckoned from the requests that were let in. */
interface Reckoned {
  readonly window: QuotaWindow;
  room(now: number): number;
  take(count: number, now: number): void;
  /** When it has room again, once it is full. */
  freeAt(now: number): number;
}

function reckon(window: QuotaWindow, algorithm: string): Reckoned {
  const { limit, windowMs } = window;
  let start = -Infinity;
  let used = 0;
  const times: number[] = [];
  let tokens = limit;
  let filledAt = 0;
  switch (algorithm) {
    case 'fixed_window':
      return {
        window,
        room: (now) => (now >= start + windowMs ? limit : limit - used),
        take(count, now) {
          if (now >= start + windowMs) [start, used] = [now, 0];
          used += count;
        },
        freeAt: () => start + windowMs,
      };
    case 'sliding_window':
      return {
        window,
        room: (now) => limit - times.filter((time) => time > now - windowMs).length,
        take: (count, now) => void times.push(...Array.from({ length: count }, () => now)),
        freeAt: (now) => times.find((time) => time > now - windowMs)! + windowMs,
      };
    default: {
      const at = (now: number): number => Math.min(limit, tokens + ((now - filledAt) * limit) / windowMs);
      return {
        window,
        // What is reckoned in fractions may be short of a whole by next to nothing.
        room: (now) => Math.floor(at(now) + 1e-6),
        take(count, now) {
          [tokens, filledAt] = [at(now) - count, now];
        },
        freeAt: (now) => now + ((1 - (at(now) % 1)) * windowMs) / limit,
      };
    }
  }
}

/** Every window of a quota, the shortest first. */
function reckonAll({ contract, name }: Quota): readonly Reckoned[] {
  const { algorithm } = contract.rateLimits.get(name)!;
  return windowsOf(contract, name).map((window) => reckon(window, algorithm));
}

/** Sends so many requests, all of which must be let in. */
async function letIn(context: Context, { operation }: Quota, send: Send, count: number): Promise<void> {
  const all = Math.max(0, count - LOOKED_AT);
  if (all > 0) {
    const parts = await context.request(operation);
    const refused = (
      await context.burst(
        operation.requirements.length === 0 ? parts : context.present(parts, await context.credential(operation)),
        all,
      )
    ).findIndex(({ status }) => status === 429);
    context.expect.that(
      refused < 0,
      `${count} more requests to be let through`,
      `request ${refused + 1} of them refused`,
    );
  }
  await admitted(context, send, count - all);
}

function expectTold(context: Context, { operation }: Quota, over: Exchange, { type, limit }: QuotaWindow): void {
  const told = figureIn(operation, over, 'rate.limit');
  const remaining = figureIn(operation, over, 'rate.remaining');
  context.expect.that(
    told === undefined || told === limit,
    `the limit of the window that is full ("${type}"), ${limit}`,
    `${told}`,
    over,
  );
  context.expect.that(remaining === undefined || remaining === 0, 'nothing remaining', `${remaining}`, over);
}

export const longerWindows = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.longer-window:${quota.name}`,
  title: `the longer windows of the quota "${quota.name}" are counted beside the first: each is full after exactly its own number of requests, until its own end`,
  level: 'must',
  needs: ['exhaust', 'control', 'clock'],
  async run(context: Context) {
    const { operation } = quota;
    await prepare(context, quota, true);
    const windows = reckonAll(quota);
    const send = await sender(context, operation);
    for (const full of windows.slice(1)) {
      let now = await context.clock.now();
      for (let room = full.room(now); room > 0; room = full.room(now)) {
        const tight = windows.filter((one) => one !== full && one.room(now) === 0);
        if (tight.length > 0) {
          await context.clock.advance(Math.ceil(Math.max(...tight.map((one) => one.freeAt(now))) - now));
          now = await context.clock.now();
          continue;
        }
        const count = Math.min(...windows.map((one) => one.room(now)));
        await letIn(context, quota, send, count);
        for (const one of windows) one.take(count, now);
      }
      const over = await send();
      context.expect.failure(
        over,
        operation,
        'rate_limited',
        `${full.window.limit} requests before it filled the window`,
      );
      expectTold(context, quota, over, full.window);
      const left = full.freeAt(now) - now;
      const wait = await waitIn(context, over);
      const slack = roundingOf(over);
      context.expect.that(
        wait >= left - slack && wait < left + SECOND + slack,
        `Retry-After at the end of the longer window, in ${left / SECOND} s`,
        over.answerHeaders['retry-after'] ?? 'none',
        over,
      );
      const early = Math.max(0, Math.floor(left) - SECOND);
      await context.clock.advance(early);
      const again = await send();
      context.expect.that(
        early === 0 || again.status === 429,
        'still 429 a second before',
        `status ${again.status}`,
        again,
      );
      await context.clock.advance(Math.ceil(left) - early);
      await admitted(context, send, 1);
      for (const one of windows) one.take(1, await context.clock.now());
    }
  },
});

export const refusalsTakeNothing = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.refusals-take-nothing:${quota.name}`,
  title: `a call that one window of the quota "${quota.name}" refuses takes nothing from its longer windows`,
  level: 'must',
  needs: ['exhaust', 'control', 'clock'],
  async run(context: Context) {
    const { operation } = quota;
    await prepare(context, quota, true);
    const [first, second] = reckonAll(quota);
    const send = await sender(context, operation);
    const now = await context.clock.now();
    await letIn(context, quota, send, first!.window.limit);
    for (const one of [first!, second!]) one.take(first!.window.limit, now);
    const refused = Math.min(LOOKED_AT, second!.room(now));
    for (let i = 0; i < refused; i++) {
      const answer = await send();
      context.expect.that(answer.status === 429, 'status 429 over the first window', `status ${answer.status}`, answer);
    }
    await context.clock.advance(first!.window.windowMs);
    const later = now + first!.window.windowMs;
    await admitted(context, send, Math.min(first!.room(later), second!.room(later)));
  },
});
