/** Quotas that are counted wrongly, and headers that lie about them. */
import { chain } from '../../mock/state/awaitable.ts';
import type { Call } from '../../mock/request/call.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Change, Value } from '../../mock/state/stores/store.ts';
import type { RateLimit } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { withStore } from './wrap/wrap-call.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { all, header, limited, limitedBy } from './wrap/breakable-contracts.ts';
import { limitsAs, operationsAs, rewritten } from './wrap/wrap-document.ts';
import { always, headerAs, refusedWith, replying, statusOf, succeeded, without } from './wrap/wrap-reply.ts';
import { onGuard } from './wrap/wrap-steps.ts';
import { inStore, racing, rekeyed } from './wrap/wrap-store.ts';

const LIMIT = /^x-rate-?limit-limit$/i;
const REMAINING = /^x-rate-?limit-remaining$/i;
const RESET = /^x-rate-?limit-(?:reset|retry)$/i;
const AFTER = /^x-rate-?limit-reset-after$/i;
const ANY = /^x-rate-?limit-/i;

const each = (change: (limit: number) => number) =>
  limitsAs((rule) => {
    if (rule.limit !== null) rule.limit = change(rule.limit);
    for (const plan of Object.values(rule.plans ?? {})) if (plan.limit !== null) plan.limit = change(plan.limit);
  });

const fixed: Has = ({ operations, rateLimits }) =>
  operations.some(({ rateLimit }) => {
    const rule = rateLimits.get(rateLimit ?? '');
    return rule?.algorithm === 'fixed_window' && rule.limit !== null;
  });

const lenient: Has = ({ rateLimits }) => [...rateLimits.values()].some(({ leeway }) => leeway !== undefined);

/** A window ends at another time than is told. */
const telling = (change: (lastsMs: number) => number): Mutant['seams'] => ({
  store(store) {
    const told = new Map<string, number>();
    return {
      ...store,
      incr: (key, by, lastsMs) =>
        key.startsWith('rate:') && lastsMs !== undefined
          ? chain(store.incr(key, by, change(lastsMs)), ({ value, expiresAt }) => {
              if (value === by) told.set(key, expiresAt! - change(lastsMs) + lastsMs);
              return { value, expiresAt: told.get(key) };
            })
          : store.incr(key, by, lastsMs),
    };
  },
});

const number =
  (change: (value: number) => number) =>
  (value: string): string =>
    String(change(Number(value)));

const lying = (
  id: string,
  title: string,
  killedBy: readonly string[],
  name: RegExp,
  change: (value: string, call: Call) => string | undefined,
): Mutant => ({
  id: `quota.${id}`,
  title,
  applies: all(limited, header(name)),
  killedBy,
  seams: replying(always, headerAs(name, change)),
});

/** What each call was counted under, so that it can be given back. */
const counted = new WeakMap<Call, string>();

const givingBack = (fits: (failure: string) => boolean): Mutant['seams'] => ({
  ...onGuard(
    'rate_limit',
    (guard) => (call) =>
      guard(
        withStore(call, (store) => ({
          ...store,
          incr(key, by, lastsMs) {
            counted.set(call, key);
            return store.incr(key, by, lastsMs);
          },
        })),
      ),
  ),
  reply(call, reply) {
    const key = counted.get(call);
    return key === undefined || reply.refusal === undefined || !fits(reply.refusal.failure)
      ? reply
      : chain(call.world.store.incr(key, -1), () => reply);
  },
});

/** Classes that have a limit and an operation, the largest first. */
const bySize = ({ rateLimits, operations }: CompiledContract): string[] =>
  [...rateLimits]
    .filter(([name, { limit }]) => limit !== null && operations.some(({ rateLimit }) => rateLimit === name))
    .sort(([, a], [, b]) => b.limit! - a.limit!)
    .map(([name]) => name);

const several: Has = (contract) => bySize(contract).length > 1;

const ofLargest = ({ quota, world: { contract } }: Call): boolean => quota?.class === bySize(contract)[0];

/** The largest two that are counted by the same caller, no matter who that is. */
function largestTwo(contract: CompiledContract): string[] {
  const keyed = (name: string): string => contract.rateLimits.get(name)!.key.join();
  const names = bySize(contract).filter((name) => !keyed(name).includes('address'));
  const [first] = names;
  return first === undefined ? [] : names.filter((name) => keyed(name) === keyed(first)).slice(0, 2);
}

const sharing = onGuard('rate_limit', (guard) => (call) => {
  const [one, other] = largestTwo(call.world.contract);
  return guard(
    withStore(
      call,
      rekeyed('rate:', (key) => key.replace(`rate:${other!}|`, `rate:${one!}|`)),
    ),
  );
});

/** A class with a limit that callers, not addresses, are counted by. */
const otherClass = (
  limits: Readonly<Record<string, Pick<RateLimit, 'limit' | 'key'>>>,
  name: string,
): string | undefined =>
  Object.keys(limits).find(
    (other) => other !== name && limits[other]!.limit !== null && !limits[other]!.key.includes('address'),
  );

const miscounted: Has = ({ operations, rateLimits }) =>
  operations.some(
    ({ action, rateLimit }) =>
      action.type === 'resource.get' &&
      rateLimit !== undefined &&
      otherClass(Object.fromEntries(rateLimits), rateLimit) !== undefined,
  );

export const RATE_LIMITS: readonly Mutant[] = [
  ...mutants(limited, [
    {
      id: 'quota.one-more',
      title: 'One request more than the quota is served.',
      killedBy: ['rate-limit.exact'],
      seams: onlyCounting(1),
    },
    {
      id: 'quota.one-less',
      title: 'The last request of the quota is refused.',
      killedBy: ['rate-limit.exact'],
      seams: onlyCounting(-1),
    },
    {
      id: 'quota.largest-one-more',
      title: 'Of the largest quota one request more is served.',
      applies: several,
      killedBy: ['rate-limit.exact'],
      seams: onlyCounting(1, ofLargest),
    },
    {
      id: 'quota.largest-one-less',
      title: 'Of the largest quota the last request is refused.',
      applies: several,
      killedBy: ['rate-limit.exact'],
      seams: onlyCounting(-1, ofLargest),
    },
    {
      id: 'quota.two-share',
      title: 'The two largest quotas of a caller are one.',
      applies: (contract) => largestTwo(contract).length === 2,
      killedBy: ['rate-limit.classes-apart'],
      seams: sharing,
    },
    {
      id: 'quota.wrong-class',
      title: 'Reads of one record count in another class.',
      applies: miscounted,
      killedBy: ['rate-limit.counted-in', 'rate-limit.headers'],
      seams: operationsAs((operation, document) => {
        if (operation['x-action']?.type === 'resource.get')
          operation['x-rate-limit'] =
            otherClass(document['x-rate-limits'] ?? {}, operation['x-rate-limit'] ?? 'default') ?? null;
      }),
    },
    { id: 'quota.missing', title: 'There is no limit.', killedBy: ['rate-limit.exact'], seams: each(() => 1_000_000) },
    {
      id: 'quota.other',
      title: 'The limit is half of what the contract says, and so say the headers.',
      killedBy: ['rate-limit.exact', 'rate-limit.headers'],
      seams: each((limit) => Math.floor(limit / 2)),
    },
    {
      id: 'quota.never-resets',
      title: 'A used-up quota stays used up.',
      killedBy: ['rate-limit.recovery'],
      applies: fixed,
      seams: telling((lastsMs) => lastsMs + 864_000_000),
    },
    {
      id: 'quota.resets-early',
      title: 'The window ends two seconds before the time told.',
      killedBy: ['rate-limit.recovery'],
      applies: fixed,
      seams: telling((lastsMs) => lastsMs - 2_000),
    },
    {
      id: 'quota.refused-free',
      title: 'Refused requests are not counted.',
      applies: fixed,
      killedBy: ['rate-limit.refused-requests-count', 'order.rate-limit-before-*'],
      seams: givingBack((failure) => failure !== 'rate_limited'),
    },
    {
      id: 'quota.shared-by-all',
      title: 'All callers share one quota.',
      killedBy: ['rate-limit.tenants-apart'],
      seams: inStore(rekeyed('rate:', (key) => key.split('|')[0]!)),
    },
    {
      id: 'quota.by-address',
      title: 'Quotas are counted by address, no matter who calls.',
      applies: ({ rateLimits }) => [...rateLimits.values()].some(({ key }) => !key.includes('address')),
      killedBy: ['rate-limit.tenants-apart'],
      seams: limitsAs((rule) => void (rule.key = ['address'])),
    },
    {
      id: 'quota.as-503',
      title: 'A used-up quota is answered 503.',
      killedBy: ['rate-limit.exact'],
      seams: statusOf(['rate_limited'], 503),
    },
    {
      id: 'quota.as-403',
      title: 'A used-up quota is answered 403.',
      killedBy: ['rate-limit.exact'],
      seams: statusOf(['rate_limited'], 403),
    },
    {
      id: 'quota.twice',
      title: 'Each request counts twice.',
      killedBy: ['rate-limit.exact', 'rate-limit.counts'],
      seams: onGuard('rate_limit', (guard) => (call) => chain(guard(call), (refusal) => refusal ?? guard(call))),
    },
    {
      id: 'quota.race',
      title: 'Requests at the same moment are counted once.',
      killedBy: ['rate-limit.race'],
      applies: ({ rateLimits }) => [...rateLimits.values()].some(({ algorithm }) => algorithm !== 'fixed_window'),
      seams: inStore(racing('rate:')),
    },
    {
      id: 'quota.sliding-as-fixed',
      title: 'A sliding window starts anew all at once.',
      applies: ({ rateLimits }) => [...rateLimits.values()].some(({ algorithm }) => algorithm === 'sliding_window'),
      killedBy: ['rate-limit.recovery'],
      seams: limitsAs((rule) => void (rule.algorithm = 'fixed_window')),
    },
    {
      id: 'quota.leeway-none',
      title: 'Calls that arrive bunched are refused.',
      applies: lenient,
      killedBy: ['rate-limit.bunched'],
      seams: limitsAs((rule) => delete rule.leeway),
    },
    {
      id: 'quota.leeway-double',
      title: 'Twice as much is forgiven to calls that arrive bunched.',
      applies: lenient,
      killedBy: ['rate-limit.bunched', 'rate-limit.recovery'],
      seams: limitsAs((rule) => {
        if (rule.leeway !== undefined) rule.leeway = `PT${seconds(rule.leeway) * 2}S`;
      }),
    },
    {
      id: 'quota.refusals-extend',
      title: 'A refused call makes the wait longer.',
      applies: ({ rateLimits }) =>
        [...rateLimits.values()].some(({ algorithm, limit }) => algorithm === 'sliding_window' && limit !== null),
      killedBy: ['rate-limit.refusals-do-not-extend'],
      seams: onGuard(
        'rate_limit',
        (guard) => (call) =>
          guard(
            withStore(call, (store) => ({
              ...store,
              swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
                store.swap<V, R>(key, (value) => {
                  const change = next(value);
                  const tallies = change.result as readonly { readonly admitted: boolean }[];
                  const refused = tallies.length === 1 && !tallies[0]!.admitted;
                  return refused && Array.isArray(change.value)
                    ? { ...change, value: [...(change.value as number[]), call.now] as unknown as V }
                    : change;
                }),
            })),
          ),
      ),
    },
    {
      id: 'quota.retry-after-missing',
      title: 'A used-up quota does not say when to come back.',
      applies: header(/^retry-after$/i),
      killedBy: ['rate-limit.exact'],
      seams: replying(refusedWith('rate_limited'), without('retry-after')),
    },
    {
      id: 'quota.retry-after-zero',
      title: 'Retry-After says at once.',
      applies: header(/^retry-after$/i),
      killedBy: ['rate-limit.exact', 'rate-limit.recovery'],
      seams: replying(
        refusedWith('rate_limited'),
        headerAs('retry-after', () => '0'),
      ),
    },
    {
      id: 'quota.retry-after-short',
      title: 'Retry-After says half of the time.',
      applies: all(header(/^retry-after$/i), ({ rateLimits }) =>
        [...rateLimits.values()].some(({ window }) => seconds(window) > 2),
      ),
      killedBy: ['rate-limit.exact', 'rate-limit.recovery'],
      seams: replying(
        refusedWith('rate_limited'),
        headerAs(
          'retry-after',
          number((value) => Math.floor(value / 2)),
        ),
      ),
    },
    {
      id: 'quota.some-uncounted',
      title: 'Lists are not counted.',
      killedBy: ['rate-limit.counted-in', 'rate-limit.counts', 'rate-limit.headers'],
      applies: ({ operations }) =>
        operations.some(
          ({ action, rateLimit, answers }) =>
            action.type === 'resource.list' &&
            rateLimit !== undefined &&
            answers.some(({ headers }) =>
              headers.some(({ value }) => 'fact' in value && value.fact === 'rate.remaining'),
            ),
        ),
      seams: operationsAs((operation) => {
        if (operation['x-action']?.type === 'resource.list') operation['x-rate-limit'] = null;
      }),
    },
    {
      id: 'quota.classes-share',
      title: 'All classes of operations share one quota.',
      applies: ({ rateLimits, operations }) =>
        new Set(operations.map(({ rateLimit }) => rateLimit)).size > 2 && rateLimits.size > 1,
      killedBy: ['rate-limit.classes-apart'],
      seams: inStore(rekeyed('rate:', (key) => key.replace(/^rate:[^|]*/, 'rate:'))),
    },
  ]),
  ...mutants(limitedBy('tenant', 'credential'), [
    {
      id: 'quota.per-tenant',
      title: 'Quotas are counted by tenant, where each credential has its own.',
      killedBy: ['rate-limit.credentials-apart'],
      seams: rewritten((document) => {
        for (const rule of Object.values(document['x-rate-limits'] ?? {})) rule.key = ['tenant'];
      }),
    },
  ]),
  ...mutants(
    (contract) =>
      [...contract.rateLimits.values()].some(
        ({ key, limit }) => limit !== null && key.length === 1 && key[0] === 'tenant',
      ),
    [
      {
        id: 'quota.per-credential',
        title: 'Each credential has a quota of its own, where the tenant has one.',
        killedBy: ['rate-limit.shared'],
        seams: limitsAs((rule) => void (rule.key[0] === 'tenant' && rule.key.push('credential'))),
      },
    ],
  ),
  lying(
    'limit-lies',
    'The limit told is not the limit.',
    ['rate-limit.headers'],
    LIMIT,
    number((value) => value * 2),
  ),
  lying(
    'remaining-lies',
    'One more request is said to remain.',
    ['rate-limit.headers', 'rate-limit.exact', 'rate-limit.counts'],
    REMAINING,
    number((value) => value + 1),
  ),
  lying(
    'remaining-stands',
    'The number of remaining requests never changes.',
    ['rate-limit.counts'],
    REMAINING,
    (_value, { quota }) => String(quota?.limit),
  ),
  lying(
    'reset-lies',
    'The reset is told a minute late.',
    ['rate-limit.headers'],
    RESET,
    number((value) => value + 60),
  ),
  lying(
    'reset-milliseconds',
    'The reset is told in milliseconds.',
    ['rate-limit.headers'],
    RESET,
    number((value) => value * 1000),
  ),
  lying(
    'reset-after-lies',
    'The time until the reset is told a minute too long.',
    ['rate-limit.headers'],
    AFTER,
    number((value) => value + 60),
  ),
  ...mutants(all(limited, header(ANY)), [
    {
      id: 'quota.headers-missing',
      title: 'Nothing tells how much quota is left.',
      killedBy: ['rate-limit.headers'],
      seams: replying(always, without(ANY)),
    },
    {
      id: 'quota.headers-on-success-only',
      title: 'A refusal does not tell how much quota is left.',
      killedBy: ['rate-limit.headers-on-refusals'],
      seams: replying((call, reply) => !succeeded(call, reply), without(ANY)),
    },
  ]),
];

/** The guard refuses elsewhere than it says. */
function onlyCounting(by: number, fits: (call: Call) => boolean = () => true): Mutant['seams'] {
  return {
    guard: (name, guard) =>
      name === 'rate_limit'
        ? (call) =>
            chain(guard(call), (refusal) => {
              const { quota } = call;
              if (quota === undefined || !fits(call)) return refusal;
              if (by < 0)
                return (
                  refusal ??
                  (quota.remaining === 0
                    ? { failure: 'rate_limited', note: { failure: 'rate_limited', rule: '', pointer: '' } }
                    : undefined)
                );
              if (refusal === undefined) return undefined;
              const key = `extra:${quota.class}:${quota.resetAt}`;
              return chain(call.world.store.incr(key, 1, quota.resetAt - call.now), ({ value }) =>
                value === 1 ? undefined : refusal,
              );
            })
        : guard,
  };
}

function seconds(duration: string): number {
  const [, hours = '0', minutes = '0', whole = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(whole);
}
