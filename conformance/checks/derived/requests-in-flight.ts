/** How many requests of a caller may be under way at once. */
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { monotonic, pause } from '../../machine-clock.ts';
import { caller } from './support/ask-as-caller.ts';
import type { Quota, QuotaCheck } from './support/exhaust-quota.ts';
import { lasting } from './support/read-quota.ts';

/** Longer than any answer of a sandbox takes by itself. */
const LATE_MS = 30_000;

/** So many more are sent than may be under way. */
const MORE = 2;

/** How long an answer that comes at once is waited for, and how often it is looked for. */
const PATIENCE_MS = 2_000;
const LOOK_MS = 5;

const mostOf = ({ contract, name }: Quota): number => contract.rateLimits.get(name)!.in_flight!;

/** Sends so many at once, and lets time pass until each is answered. */
async function together(
  context: Context,
  send: () => Promise<Exchange>,
  count: number,
  refused: number,
): Promise<readonly Exchange[]> {
  let answered = 0;
  const all = Promise.all(
    Array.from({ length: count }, async () => {
      const answer = await send();
      answered++;
      return answer;
    }),
  );
  const started = monotonic();
  while (answered < refused && monotonic() - started < PATIENCE_MS) await pause(LOOK_MS);
  while (answered < count && monotonic() - started < 2 * PATIENCE_MS) {
    await context.clock.advance(LATE_MS);
    await pause(LOOK_MS);
  }
  return all;
}

export const inFlight = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.in-flight:${quota.name}`,
  title: `of requests that are under way at once, as many are let in as the class "${quota.name}" allows, and one more with the first answer`,
  level: 'must',
  needs: ['exhaust', 'control', 'clock'],
  async run(context: Context) {
    const { operation } = quota;
    const most = mostOf(quota);
    await context.clock.freeze();
    const { authenticate } = await caller(context, operation, lasting(operation));
    const send = async (): Promise<Exchange> => context.send(await authenticate(), { impatient: true });
    await context.settings({ latency_ms: LATE_MS });
    const answers = await together(context, send, most + MORE, MORE);
    const over = answers.filter(({ status }) => status === 429);
    context.expect.that(
      over.length === MORE,
      `${MORE} of ${most + MORE} requests at once refused with 429`,
      `${over.length}`,
      over[0] ?? answers[0],
    );
    context.expect.failure(over[0]!, operation, 'rate_limited', `${most} of its caller were under way`);
    const again = await together(context, send, most, 0);
    const refused = again.find(({ status }) => status === 429);
    context.expect.that(
      refused === undefined,
      `${most} requests at once let in after the answers`,
      'status 429',
      refused,
    );
  },
});

/** What is sure of any server: who waits for each answer has one request under way. */
export const oneByOne = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.in-flight-given-back:${quota.name}`,
  title: `a caller of the class "${quota.name}" that waits for each answer is never refused for requests under way`,
  level: 'must',
  needs: [],
  async run(context: Context) {
    const { operation } = quota;
    const { authenticate } = await caller(context, operation, lasting(operation));
    for (let i = 0; i <= mostOf(quota); i++) {
      const answer = await context.send(await authenticate());
      context.expect.that(answer.status !== 429, 'a request let in', `status 429 for request ${i + 1}`, answer);
    }
  },
});
