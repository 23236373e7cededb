/** The end of a quota, class by class. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../context.ts';
import type { Exchange } from '../../exchange.ts';
import type { OperationPlan, Plan } from '../../../mock/contract/plan.ts';
import { caller } from './support/ask.ts';
import { rootBasis } from './support/basis.ts';
import { altered, partOf, withPart } from './support/parts.ts';
import { figureIn, figures, headerOf, lasting, operationOf } from './support/quota.ts';

interface Quota {
  readonly plan: Plan;
  /** The class's name. */
  readonly name: string;
  readonly operation: OperationPlan;
}

/** So many requests are sent one after the other; of a larger quota the sandbox is asked for a smaller one. */
const MOST = 150;
const SMALL = 20;

/** Uses the quota up. @returns what sends a request that is one too many */
async function exhaust(context: Context, { plan, name, operation }: Quota): Promise<() => Promise<Exchange>> {
  if (context.target.control !== undefined) await context.clock.freeze();
  const { dress } = await caller(context, operation, lasting(operation));
  const send = async (): Promise<Exchange> => context.send(await dress());
  let { limit } = figures(plan, name)!;
  if (limit > MOST && context.target.control !== undefined) await context.settings({ rate_limits: { [name]: { limit: (limit = SMALL), window_seconds: figures(plan, name)!.windowMs / 1000 } } });
  const first = await send();
  context.expect.that(first.status !== 429, 'a first request within the quota', 'status 429', first);
  const left = figureIn(operation, first, 'rate.remaining') ?? limit - 1;
  context.expect.that(left < limit, `less than ${limit} remaining`, `${left}`, first);
  for (let i = 0; i < left; i++) {
    const answer = await send();
    context.expect.that(answer.status !== 429, `${left} more requests to be let through`, `request ${i + 1} of them refused`, answer);
  }
  return send;
}

const exact = (quota: Quota): Omit<Check, 'evidence' | 'citation'> => ({
  id: `rate-limit.exact:${quota.name}`,
  title: `the quota "${quota.name}" ends exactly where it is said to, with 429 and Retry-After`,
  level: 'must',
  needs: ['exhaust'],
  async run(context: Context) {
    const { operation, name } = quota;
    const over = await (await exhaust(context, quota))();
    context.expect.failure(over, operation, 'rate_limited');
    const seconds = figures(quota.plan, name)!.windowMs / 1000;
    context.expect.header(over, 'retry-after', (value) => value !== undefined && /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= seconds, `1 to ${seconds} seconds`);
    const remaining = figureIn(operation, over, 'rate.remaining');
    if (remaining !== undefined) context.expect.that(remaining === 0, 'nothing remaining', `${remaining}`, over);
  },
});

const recovery = (quota: Quota): Omit<Check, 'evidence' | 'citation'> => ({
  id: `rate-limit.recovery:${quota.name}`,
  title: `the quota "${quota.name}" is there again after Retry-After, and not a second before`,
  level: 'must',
  needs: ['exhaust', 'clock'],
  async run(context: Context) {
    const send = await exhaust(context, quota);
    const over = await send();
    const wait = Number(over.answerHeaders['retry-after']);
    context.expect.that(over.status === 429 && wait >= 1, 'status 429 with Retry-After', `status ${over.status}`, over);
    if (wait > 1) {
      await context.clock.advance((wait - 1) * 1000);
      const early = await send();
      context.expect.that(early.status === 429, 'still 429 a second before Retry-After is over', `status ${early.status}`, early);
    }
    await context.clock.advance(1000);
    const again = await send();
    context.expect.that(again.status !== 429, 'a request let through after Retry-After', 'status 429', again);
  },
});

const spoiled = (parts: RequestParts, operation: OperationPlan): RequestParts => {
  const proofs = operation.requirements.flatMap(({ method }) => method.parts).filter(({ part }) => part === 'secret' || part === 'signature' || part === 'basic');
  return proofs.reduce((built, part) => {
    const value = partOf(built, part);
    return value === undefined ? built : withPart(built, part, part.part === 'basic' ? Buffer.from('nobody:nothing').toString('base64') : altered(value));
  }, parts);
};

const refusedConsume = (quota: Quota): Omit<Check, 'evidence' | 'citation'> => ({
  id: `rate-limit.refused-requests-count:${quota.name}`,
  title: `a refused request takes from the quota "${quota.name}", too`,
  level: 'must',
  needs: [],
  quotas: 'contract',
  async run(context: Context) {
    const { operation } = quota;
    const { dress } = await caller(context, operation, lasting(operation));
    const request = spoiled(await dress(), operation);
    const answers = [await context.send(request), await context.send(request)];
    const [before, after] = answers.map((answer) => figureIn(operation, answer, 'rate.remaining'));
    context.expect.that(answers[1]!.status >= 400, 'a refusal', `status ${answers[1]!.status}`, answers[1]);
    context.expect.that(before !== undefined && after === before - 1, `${(before ?? NaN) - 1} remaining after another refused request`, `${after ?? 'nothing said'}`, answers[1]);
  },
});

/** Who shares a quota and who does not, as the class's key says. */
const apart = (quota: Quota): Omit<Check, 'evidence' | 'citation'> => ({
  id: `rate-limit.tenants-apart:${quota.name}`,
  title: `one tenant's calls take nothing from another tenant's quota "${quota.name}"`,
  level: 'must',
  needs: ['second_tenant'],
  quotas: 'contract',
  async run(context: Context) {
    const { operation } = quota;
    const { tenant } = await context.credential(operation);
    const { tenant: another } = await context.credential(operation, { notTenant: tenant });
    const [mine, theirs] = [await caller(context, operation, { tenant }), await caller(context, operation, { tenant: another })];
    const before = await context.send(await theirs.dress());
    for (let i = 0; i < 2; i++) await context.send(await mine.dress());
    const after = await context.send(await theirs.dress());
    const [first, second] = [before, after].map((answer) => figureIn(operation, answer, 'rate.remaining'));
    context.expect.that(first !== undefined && second === first - 1, `${(first ?? NaN) - 1} remaining for the other tenant`, `${second ?? 'nothing said'}`, after);
  },
});

export const rateLimit: CheckFamily = ({ plan }) => [...plan.rateLimits.keys()].flatMap((name): Check[] => {
  const operation = operationOf(plan, name);
  if (operation === undefined || figures(plan, name) === undefined) return [];
  const quota = { plan, name, operation };
  const tells = headerOf(operation, 'rate.remaining') !== undefined;
  const unauthenticatedCount = plan.guards.indexOf('rate_limit') < plan.guards.indexOf('authentication') && operation.requirements.length > 0;
  const byTenant = plan.rateLimits.get(name)!.key.some((part) => part !== 'address') && operation.requirements.length > 0;
  const checks = [exact(quota), recovery(quota), ...(tells && unauthenticatedCount ? [refusedConsume(quota)] : []), ...(tells && byTenant ? [apart(quota)] : [])];
  return checks.map((check) => ({ ...check, ...rootBasis(plan, `#/x-rate-limits/${name}`) }));
});
