/** Who shares a quota and who does not, as the class's key says. */
import type { Context, CredentialOptions } from '../../check-context.ts';
import type { CompiledOperation, CompiledRequirement } from '../../../mock/contract/compiled-contract.ts';
import { caller } from './support/ask-as-caller.ts';
import { limitTo, prepare } from './support/exhaust-quota.ts';
import type { Quota, QuotaCheck } from './support/exhaust-quota.ts';
import {
  countedBefore,
  figureIn,
  lasting,
  operationOf,
  remainingHeader,
  remainingIn,
  withinWindow,
} from './support/read-quota.ts';
import type { Remaining } from './support/read-quota.ts';

const CALLS = 2;

/**
 * Lets one caller call between two calls of another. @returns what remained for the other, before and after, and the
 * last answer
 */
async function between(
  context: Context,
  { operation }: Quota,
  one: CredentialOptions,
  other: CredentialOptions,
): Promise<Remaining> {
  if (context.target.control !== undefined) await context.clock.freeze();
  const [mine, theirs] = [await caller(context, operation, one), await caller(context, operation, other)];
  return withinWindow(context, async () => {
    const first = await context.send(await theirs.authenticate());
    for (let i = 0; i < CALLS; i++) await context.send(await mine.authenticate());
    const answer = await context.send(await theirs.authenticate());
    return { before: remainingIn(context, operation, first), after: remainingIn(context, operation, answer), answer };
  });
}

export const tenantsApart = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.tenants-apart:${quota.name}`,
  title: `one tenant's calls take nothing from another tenant's quota "${quota.name}"`,
  level: 'must',
  needs: ['second_tenant'],
  quotas: 'contract',
  async run(context: Context) {
    const { tenant } = await context.credential(quota.operation);
    const { tenant: another } = await context.credential(quota.operation, { notTenant: tenant });
    const { before, after, answer } = await between(context, quota, { tenant }, { tenant: another });
    context.expect.that(after === before - 1, `${before - 1} remaining for the other tenant`, `${after}`, answer);
  },
});

/** Two credentials of one tenant. */
async function pair(context: Context, { operation }: Quota): Promise<readonly [CredentialOptions, CredentialOptions]> {
  const [first] = operation.requirements;
  const second = operation.requirements.find(({ method }) => method.credential !== first?.method.credential);
  const options = (requirement: CompiledRequirement | undefined, tenant?: string): CredentialOptions => ({
    ...(requirement && { requirement }),
    ...(tenant !== undefined && { tenant }),
  });
  const { tenant } = await context.credential(operation, options(first));
  return [options(first, tenant), options(second, tenant)];
}

export const credentialsApart = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.credentials-apart:${quota.name}`,
  title: `each credential has a quota "${quota.name}" of its own`,
  level: 'must',
  needs: [],
  quotas: 'contract',
  async run(context: Context) {
    const { before, after, answer } = await between(context, quota, ...(await pair(context, quota)));
    context.expect.that(after === before - 1, `${before - 1} remaining for the other credential`, `${after}`, answer);
  },
});

export const shared = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.shared:${quota.name}`,
  title: `all credentials of a tenant share its quota "${quota.name}"`,
  level: 'must',
  needs: [],
  quotas: 'contract',
  async run(context: Context) {
    const { before, after, answer } = await between(context, quota, ...(await pair(context, quota)));
    context.expect.that(
      after === before - 1 - CALLS,
      `${before - 1 - CALLS} remaining, whichever credential calls`,
      `${after}`,
      answer,
    );
  },
});

/**
 * An operation, and a requirement by which the same caller may call it and the one that its class, or another, is tried
 * by.
 */
export interface Neighbour {
  readonly operation: CompiledOperation;
  readonly own: CompiledRequirement;
  readonly theirs: CompiledRequirement;
}

export function neighbourOf({ operation }: Quota, other: CompiledOperation): Neighbour | undefined {
  if (remainingHeader(other) === undefined) return undefined;
  for (const own of operation.requirements) {
    const theirs = other.requirements.find(
      ({ method }) => method.credential === own.method.credential && method.kind !== 'token',
    );
    if (theirs) return { operation: other, own, theirs };
  }
  return undefined;
}

/** One of each other class. */
export function neighbours(quota: Quota): readonly Neighbour[] {
  const found = new Map<string, Neighbour>();
  for (const other of quota.contract.operations) {
    const { rateLimit, stepUp } = other;
    if (rateLimit === undefined || rateLimit === quota.name || stepUp !== undefined || found.has(rateLimit)) continue;
    const one = neighbourOf(quota, other);
    if (one) found.set(rateLimit, one);
  }
  // A class all of whose operations may need a second factor is tried by the one that its own checks are made with.
  for (const name of quota.contract.rateLimits.keys()) {
    const other = name === quota.name || found.has(name) ? undefined : operationOf(quota.contract, name);
    const one = other && neighbourOf(quota, other);
    if (one) found.set(name, one);
  }
  return [...found.values()];
}

/** Calls the class's own operation before and after some calls of the other one, as one caller. */
async function around(
  context: Context,
  quota: Quota,
  { operation, own, theirs }: Neighbour,
  calls: number,
): Promise<Remaining> {
  if (context.target.control !== undefined) await context.clock.freeze();
  const { tenant } = await context.credential(quota.operation, { requirement: own });
  const [mine, other] = [
    await caller(context, quota.operation, { requirement: own, tenant }),
    await caller(context, operation, { requirement: theirs, tenant }),
  ];
  return withinWindow(context, async () => {
    const first = remainingIn(context, quota.operation, await context.send(await mine.authenticate()));
    for (let i = 0; i < calls; i++) await context.send(await other.authenticate());
    const answer = await context.send(await mine.authenticate());
    return { before: first, after: remainingIn(context, quota.operation, answer), answer };
  });
}

export const classesApart = (quota: Quota, others: readonly Neighbour[]): QuotaCheck => ({
  id: `rate-limit.classes-apart:${quota.name}`,
  title: `calls of ${others.length === 1 ? 'class' : 'the classes'} ${others.map(({ operation }) => `"${operation.rateLimit ?? ''}"`).join(', ')} take nothing from the quota "${quota.name}"`,
  level: 'must',
  needs: ['destructive'],
  quotas: 'contract',
  async run(context: Context) {
    for (const other of others) {
      const { before, after, answer } = await around(context, quota, other, CALLS);
      context.expect.that(
        after === before - 1,
        `${before - 1} remaining after calls of class "${other.operation.rateLimit ?? ''}"`,
        `${after}`,
        answer,
      );
    }
  },
});

/** Every operation of a class takes from its quota, and not from another of the same size. */
export const countedIn = (quota: Quota, members: readonly Neighbour[]): QuotaCheck => ({
  id: `rate-limit.counted-in:${quota.name}`,
  title: `each operation of class "${quota.name}" takes one from its quota`,
  level: 'must',
  needs: ['destructive'],
  quotas: 'contract',
  async run(context: Context) {
    for (const member of members) {
      const { before, after, answer } = await around(context, quota, member, 1);
      context.expect.that(
        after === before - 2,
        `${before - 2} remaining after a call of ${member.operation.method} ${member.operation.path}`,
        `${after}`,
        answer,
      );
    }
  },
});

/**
 * Being counted is one thing, and being refused another.
 *
 * @param others at least one
 */
export const overElsewhere = (quota: Quota, others: readonly Neighbour[]): QuotaCheck => ({
  id: `rate-limit.over-elsewhere:${quota.name}`,
  title: `who is over the quota "${quota.name}" is refused by each operation of its class, whatever it is asked`,
  level: 'must',
  needs: ['control', 'destructive'],
  async run(context: Context) {
    const { contract, operation } = quota;
    const { own } = others[0]!;
    const { tenant } = await context.credential(operation, { requirement: own });
    const { authenticate } = await caller(context, operation, { requirement: own, tenant });
    const members = [];
    // What they are asked about is found or made while there is room.
    for (const { operation: other, theirs } of others.filter((one) => one.own === own))
      members.push({ other, who: await caller(context, other, { requirement: theirs, tenant }) });
    await context.clock.freeze();
    await limitTo(context, quota, 1);
    await context.send(await authenticate());
    const plain = await context.send(await authenticate());
    context.expect.that(plain.status === 429, 'status 429', `status ${plain.status}`, plain);
    for (const { other, who } of members) {
      const requests = [
        { words: '', parts: who.request },
        ...(who.request.body !== undefined && countedBefore(contract, 'validation')
          ? [{ words: ' with an empty body', parts: { ...who.request, body: '' } }]
          : []),
      ];
      for (const { words, parts } of requests) {
        const exchange = await context.send(await who.authenticate(parts));
        context.expect.that(
          exchange.status === 429,
          `status 429 of ${other.method} ${other.path}${words}, too`,
          `status ${exchange.status}`,
          exchange,
          'who is over the quota is let through elsewhere',
        );
      }
    }
  },
});

const TOO_MANY = 10;

export const race = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.race:${quota.name}`,
  title: `of many simultaneous requests as many are served as the quota "${quota.name}" has left`,
  level: 'must',
  needs: ['exhaust', 'control'],
  async run(context: Context) {
    const limit = await prepare(context, quota);
    const { authenticate } = await caller(context, quota.operation, lasting(quota.operation));
    const requests = await Promise.all(Array.from({ length: limit + TOO_MANY }, () => authenticate()));
    const first = await context.send(requests[0]!);
    const left = figureIn(quota.operation, first, 'rate.remaining') ?? limit - 1;
    const answers = await Promise.all(requests.slice(1).map((parts) => context.send(parts)));
    const served = answers.filter(({ status }) => status !== 429).length;
    context.expect.that(
      served === Math.min(left, answers.length),
      `${left} of ${answers.length} simultaneous requests served`,
      `${served}`,
      answers.find(({ status }) => status === 429) ?? answers[0],
    );
  },
});
