/** The end of a quota, class by class. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { caller } from './support/ask-as-caller.ts';
import { factBasis, rootBasis } from './support/operation-citation.ts';
import { altered, partOf, withPart } from './support/change-parts.ts';
import { longerWindows, refusalsTakeNothing } from './quota-windows.ts';
import { quotaScope } from './quota-scope.ts';
import { inFlight, oneByOne } from './requests-in-flight.ts';
import { bunched, recovery, refusalsFree } from './rate-limit-recovery.ts';
import {
  classesApart,
  countedIn,
  credentialsApart,
  neighbourOf,
  neighbours,
  overElsewhere,
  race,
  shared,
  tenantsApart,
} from './rate-limit-sharing.ts';
import { overrun } from './support/exhaust-quota.ts';
import type { Quota, QuotaCheck } from './support/exhaust-quota.ts';
import {
  countedBefore,
  figureIn,
  figures,
  lasting,
  leewayOf,
  operationOf,
  remainingHeader,
  remainingIn,
  roundingOf,
  waitIn,
  windowsOf,
  withinWindow,
} from './support/read-quota.ts';

const exact = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.exact:${quota.name}`,
  title: `the quota "${quota.name}" ends exactly where it is said to, with 429 and Retry-After`,
  level: 'must',
  needs: ['exhaust'],
  async run(context: Context) {
    const { operation, name } = quota;
    const { over } = await overrun(context, quota, true);
    context.expect.failure(over, operation, 'rate_limited', 'the requests before it used the quota up');
    const seconds = figures(quota.contract, name)!.windowMs / 1000;
    const wait = await waitIn(context, over);
    const isDate = roundingOf(over) > 0;
    context.expect.header(
      over,
      'retry-after',
      () => wait >= (isDate ? 1 : 1000) && wait <= seconds * 1000 + roundingOf(over),
      isDate ? `a date within ${seconds} seconds` : `1 to ${seconds} seconds`,
    );
    const remaining = figureIn(operation, over, 'rate.remaining');
    if (remaining !== undefined) context.expect.that(remaining === 0, 'nothing remaining', `${remaining}`, over);
  },
});

const spoiled = (parts: RequestParts, operation: CompiledOperation): RequestParts => {
  const proofs = operation.requirements
    .flatMap(({ method }) => method.parts)
    .filter(({ part }) => part === 'secret' || part === 'signature' || part === 'basic');
  return proofs.reduce((built, part) => {
    const value = partOf(built, part);
    return value === undefined
      ? built
      : withPart(
          built,
          part,
          part.part === 'basic' ? Buffer.from('nobody:nothing').toString('base64') : altered(value),
        );
  }, parts);
};

const refusedConsume = (quota: Quota): QuotaCheck => ({
  id: `rate-limit.refused-requests-count:${quota.name}`,
  title: `a refused request takes from the quota "${quota.name}", too`,
  level: 'must',
  needs: [],
  quotas: 'contract',
  async run(context: Context) {
    const { operation } = quota;
    const { authenticate } = await caller(context, operation, lasting(operation));
    const request = spoiled(await authenticate(), operation);
    const { before, after, answer } = await withinWindow(context, async () => {
      const first = await context.send(request);
      const second = await context.send(request);
      return {
        before: remainingIn(context, operation, first),
        after: remainingIn(context, operation, second),
        answer: second,
      };
    });
    context.expect.that(answer.status >= 400, 'a refusal', `status ${answer.status}`, answer);
    context.expect.that(
      after === before - 1,
      `${before - 1} remaining after another refused request`,
      `${after}`,
      answer,
    );
  },
});

/** Whether a call leaves the caller's credential as it is. */
const isRepeatable = ({ action: { type } }: CompiledOperation): boolean =>
  type !== 'key.regenerate' &&
  !type.startsWith('authorize') &&
  !type.startsWith('token.') &&
  type !== 'sso.enter' &&
  type !== 'session.close';

/** Of a class that says how many requests may be under way. */
function underWay(quota: Quota): readonly Check[] {
  const { contract, name } = quota;
  if (contract.rateLimits.get(name)!.in_flight === undefined) return [];
  const basis = rootBasis(contract, `#/x-rate-limits/${name}`);
  return [inFlight(quota), oneByOne(quota)].map((check) => ({ ...check, ...basis }));
}

export const rateLimit: CheckFamily = ({ contract }) =>
  [...contract.rateLimits.keys()].flatMap((name): readonly Check[] => {
    const operation = operationOf(contract, name);
    if (operation === undefined) return [];
    const quota = { contract, name, operation };
    if (figures(contract, name) === undefined) return underWay(quota);
    const tells = remainingHeader(operation) !== undefined;
    const { key, algorithm } = contract.rateLimits.get(name)!;
    const called = operation.requirements.length > 0;
    const countsFirst = countedBefore(contract, 'authentication');
    const perCaller = tells && called && !key.includes('address');
    const twoWays = new Set(operation.requirements.map(({ method }) => method.credential)).size > 1;
    const beside = perCaller ? neighbours(quota) : [];
    const members = perCaller
      ? contract.operations
          .filter((other) => other.rateLimit === name && other !== operation && isRepeatable(other))
          .flatMap((other) => neighbourOf(quota, other) ?? [])
      : [];
    const checks = [
      exact(quota),
      recovery(quota),
      race(quota),
      ...(windowsOf(contract, name).length > 1 ? [longerWindows(quota), refusalsTakeNothing(quota)] : []),
      ...(algorithm === 'sliding_window' ? [refusalsFree(quota)] : []),
      ...(leewayOf(contract, name) > 0 ? [bunched(quota)] : []),
      ...(tells && called && countsFirst ? [refusedConsume(quota)] : []),
      ...(beside.length > 0 ? [classesApart(quota, beside)] : []),
      ...(members.length > 0 ? [countedIn(quota, members), overElsewhere(quota, members)] : []),
    ];
    const sharing = [
      ...(perCaller ? [tenantsApart(quota), ...quotaScope(quota, key)] : []),
      ...(perCaller && twoWays ? [key.includes('credential') ? credentialsApart(quota) : shared(quota)] : []),
    ];
    const pointer = `#/x-rate-limits/${name}`;
    const basis = rootBasis(contract, pointer);
    const sharingBasis = factBasis(contract, pointer, /shares? the .*quota/i);
    return [
      // How a server carries with calls that arrive bunched is told nowhere.
      ...checks.map((check) => ({
        ...check,
        ...basis,
        ...(check.id.startsWith('rate-limit.bunched') && { evidence: 'assumed' as const }),
      })),
      ...sharing.map((check) => ({ ...check, ...sharingBasis })),
      ...underWay(quota),
    ];
  });
