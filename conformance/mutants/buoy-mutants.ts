/**
 * Defects in what no built-in contract and not Lighthouse has either: they are tried on the small contract that has it,
 * by conformance/test/mutants-beyond.test.ts.
 */
import { chain } from '../../mock/state/awaitable.ts';
import type { Quota, QuotaWindow } from '../../mock/request/call.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { EnrolledRecord } from '../../mock/auth/otp/authenticator-records.ts';
import type { Change, Store, Value } from '../../mock/state/stores/store.ts';
import type { Authenticator, RateLimit } from '../../specs/generated/vocabulary.ts';
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { inStore, racing, rekeyed } from './wrap/wrap-store.ts';
import { withHeaders } from './wrap/wrap-call.ts';
import { credentialsAs, limitsAs, rewritten } from './wrap/wrap-document.ts';
import type { Writable } from './wrap/wrap-document.ts';
import { always, headerAs, refusedWith, replying, statusOf, without } from './wrap/wrap-reply.ts';
import { answering, identifying, onGuard } from './wrap/wrap-steps.ts';

const longer: Has = ({ rateLimits }) => [...rateLimits.values()].some(({ also = [] }) => also.length > 0);

type Also = NonNullable<Writable<RateLimit>['also']>;

/** The longer windows of each class, by its own figures and by its price plans. */
const alsoAs = (change: (also: Also) => void) =>
  limitsAs((rule) => {
    for (const { also } of [rule, ...Object.values(rule.plans ?? {})]) if (also) change(also);
  });

/** What is told of a quota is changed. */
const quotaAs = (change: (quota: Quota) => Quota) =>
  onGuard(
    'rate_limit',
    (guard) => (call) =>
      chain(guard(call), (refusal) => {
        if (call.quota !== undefined) call.quota = change(call.quota);
        return refusal;
      }),
  );

const everyWindow =
  (change: (window: QuotaWindow) => QuotaWindow) =>
  (quota: Quota): Quota => ({ ...quota, ...change(quota), windows: quota.windows.map(change) });

const fills =
  (fact: Fact): Has =>
  ({ operations }) =>
    operations.some(({ answers, refusals }) =>
      [...answers, ...refusals.values()].some(({ headers }) =>
        headers.some(({ value }) => 'fact' in value && value.fact === fact),
      ),
    );

/** A header that is filled with the fact says something else. */
const lying = (
  id: string,
  title: string,
  fact: Fact,
  name: RegExp,
  change: (value: string) => string,
  fits = always,
): Mutant => ({
  id: `quota.${id}`,
  title,
  applies: fills(fact),
  // A value is judged in the answers that other checks get.
  killedBy: [`value.${fact}`, 'rate-limit.headers', 'rate-limit.exact'],
  seams: replying(fits, headerAs(name, change)),
});

const ENDS_ISO = /^buoy-window-ends$/i;
const ENDS_MS = /^buoy-window-ends-ms$/i;
const LEFT_MS = /^buoy-window-left-ms$/i;

const WINDOWS = mutants(longer, [
  {
    id: 'quota.longer-missing',
    title: 'Of several windows the first alone is counted.',
    killedBy: ['rate-limit.longer-window'],
    seams: limitsAs((rule) => {
      delete rule.also;
      for (const plan of Object.values(rule.plans ?? {})) delete plan.also;
    }),
  },
  {
    id: 'quota.longer-one-more',
    title: 'A longer window lets in one request more.',
    killedBy: ['rate-limit.longer-window'],
    seams: alsoAs((also) => {
      for (const window of also) window.limit++;
    }),
  },
  {
    id: 'quota.longer-one-less',
    title: 'A longer window lets in one request less.',
    killedBy: ['rate-limit.longer-window'],
    seams: alsoAs((also) => {
      for (const window of also) window.limit--;
    }),
  },
  {
    id: 'quota.longer-ends-early',
    title: 'The last of several windows ends a minute early.',
    killedBy: ['rate-limit.longer-window'],
    seams: alsoAs((also) => {
      const last = also.at(-1)!;
      if (last.window === 'PT1H') last.window = 'PT59M';
    }),
  },
  {
    id: 'quota.refusals-count-elsewhere',
    title: 'A request that one window refuses takes from the others.',
    killedBy: ['rate-limit.refusals-take-nothing'],
    seams: {
      store: (store) => ({
        ...store,
        incrWithin: (counts) =>
          chain(Promise.all(counts.map(({ key, lastsMs }) => store.incr(key, 1, lastsMs))), (counters) => ({
            within: counters.every(({ value }, i) => value <= counts[i]!.limit),
            counters,
          })),
      }),
    },
  },
  {
    id: 'quota.tells-the-first',
    title: 'Headers tell the first window, whichever is full.',
    killedBy: ['rate-limit.longer-window'],
    seams: quotaAs((quota) => ({ ...quota, ...quota.windows[0]! })),
  },
  {
    id: 'quota.fields-one-window',
    title: 'RateLimit and RateLimit-Policy tell the nearest window alone.',
    killedBy: ['value.rate.service_limits', 'value.rate.policies', 'rate-limit.headers'],
    seams: quotaAs((quota) => ({ ...quota, windows: [quota] })),
  },
  {
    id: 'quota.fields-unnamed',
    title: 'RateLimit and RateLimit-Policy name every window alike.',
    killedBy: ['value.rate.service_limits', 'value.rate.policies', 'rate-limit.headers'],
    seams: quotaAs(everyWindow((window) => ({ ...window, type: 'default' }))),
  },
]);

const FIELDS = [
  lying(
    'service-limits-one-more',
    'RateLimit says that one more request remains.',
    'rate.service_limits',
    /^ratelimit$/i,
    (value) => value.replaceAll(/r=(\d+)/g, (_, left: string) => `r=${Number(left) + 1}`),
  ),
  lying(
    'service-limits-late',
    'RateLimit tells each end a minute late.',
    'rate.service_limits',
    /^ratelimit$/i,
    (value) => value.replaceAll(/t=(\d+)/g, (_, left: string) => `t=${Number(left) + 60}`),
  ),
  lying(
    'service-limits-old',
    'RateLimit is written as an old draft had it.',
    'rate.service_limits',
    /^ratelimit$/i,
    () => 'limit=8, remaining=7, reset=10',
  ),
  lying('policies-double', 'RateLimit-Policy tells twice the quota.', 'rate.policies', /^ratelimit-policy$/i, (value) =>
    value.replaceAll(/q=(\d+)/g, (_, limit: string) => `q=${Number(limit) * 2}`),
  ),
  lying(
    'policies-milliseconds',
    'RateLimit-Policy tells windows in milliseconds.',
    'rate.policies',
    /^ratelimit-policy$/i,
    (value) => value.replaceAll(/w=(\d+)/g, 'w=$1000'),
  ),
  lying('reset-iso-late', 'The end of the window is told a day late.', 'rate.reset_iso', ENDS_ISO, (value) =>
    new Date(Date.parse(value) + 86_400_000).toISOString(),
  ),
  lying('reset-iso-local', 'The end of the window is told without a zone.', 'rate.reset_iso', ENDS_ISO, (value) =>
    value.replace('Z', ''),
  ),
  lying(
    'reset-epoch-seconds',
    'The end that should be in milliseconds is in seconds.',
    'rate.reset_epoch_ms',
    ENDS_MS,
    (value) => String(Math.floor(Number(value) / 1000)),
  ),
  lying(
    'reset-after-seconds',
    'The time left that should be in milliseconds is in seconds.',
    'rate.reset_after_ms',
    LEFT_MS,
    (value) => String(Math.ceil(Number(value) / 1000)),
  ),
  {
    ...lying(
      'retry-date-short',
      'Retry-After names a date five seconds too early.',
      'rate.retry_date',
      /^retry-after$/i,
      (value) => new Date(Date.parse(value) - 5000).toUTCString(),
      refusedWith('rate_limited'),
    ),
    killedBy: ['rate-limit.recovery', 'rate-limit.exact', 'value.rate.retry_date'],
  },
  {
    ...lying(
      'retry-date-iso',
      'Retry-After is a date as ISO 8601 has it.',
      'rate.retry_date',
      /^retry-after$/i,
      (value) => new Date(value).toISOString(),
      refusedWith('rate_limited'),
    ),
  },
  ...mutants(fills('rate.service_limits'), [
    {
      id: 'quota.fields-missing',
      title: 'There are no RateLimit fields.',
      killedBy: ['rate-limit.counts', 'value.rate.service_limits'],
      seams: replying(always, without(/^ratelimit/i)),
    },
  ]),
];

const inFlight: Has = ({ rateLimits }) => [...rateLimits.values()].some(({ in_flight: most }) => most !== undefined);

const mostAs = (change: (most: number) => number | undefined) =>
  rewritten((document) => {
    for (const rule of Object.values(document['x-rate-limits'] ?? {})) {
      if (rule.in_flight === undefined) continue;
      const most = change(rule.in_flight);
      if (most === undefined) delete rule.in_flight;
      else rule.in_flight = most;
    }
  });

const IN_FLIGHT = mutants(inFlight, [
  {
    id: 'flight.unlimited',
    title: 'Any number of requests may be under way.',
    killedBy: ['rate-limit.in-flight'],
    seams: mostAs(() => undefined),
  },
  {
    id: 'flight.one-more',
    title: 'One request more than is said may be under way.',
    killedBy: ['rate-limit.in-flight'],
    seams: mostAs((most) => most + 1),
  },
  {
    id: 'flight.one-less',
    title: 'One request less than is said may be under way.',
    killedBy: ['rate-limit.in-flight'],
    seams: mostAs((most) => most - 1),
  },
  {
    id: 'flight.never-given-back',
    title: 'A place is kept after the answer.',
    killedBy: ['rate-limit.in-flight', 'rate-limit.in-flight-given-back'],
    seams: onGuard(
      'rate_limit',
      (guard) => (call) =>
        chain(guard(call), (refusal) => {
          call.place = undefined;
          return refusal;
        }),
    ),
  },
  {
    id: 'flight.as-503',
    title: 'One request too many under way is answered 503.',
    killedBy: ['rate-limit.in-flight'],
    seams: statusOf(['rate_limited'], 503),
  },
]);

const inCookie: Has = ({ methods }) =>
  methods.some(({ kind, parts }) => kind === 'api_key' && parts.some((part) => part.in === 'cookie'));

/** The Cookie header is read as `change` has it. */
const cookiesAs = (change: (header: string) => string) =>
  identifying((call) => {
    const { cookie } = call.request.headers;
    return typeof cookie === 'string' ? withHeaders(call, { cookie: change(cookie) }) : call;
  });

const COOKIES = mutants(inCookie, [
  {
    id: 'cookie.first-wins',
    title: 'Of a cookie with two values the first is taken.',
    killedBy: ['credential.twice'],
    seams: cookiesAs((header) => {
      const seen = new Set<string>();
      return header
        .split('; ')
        .filter((pair) => seen.size < seen.add(pair.split('=', 1)[0]!).size)
        .join('; ');
    }),
  },
  {
    id: 'cookie.any-case',
    title: "The case of a cookie's name does not matter.",
    killedBy: ['credential.cookie-among-others'],
    seams: cookiesAs((header) => header.replaceAll(/[^=; ]+=/g, (name) => name.toLowerCase())),
  },
  {
    id: 'cookie.end-of-name',
    title: "A cookie whose name ends as the key's is taken for it.",
    killedBy: ['credential.cookie-among-others'],
    seams: cookiesAs((header) => header.replace('x_', '')),
  },
  {
    id: 'cookie.first-alone',
    title: 'Only the first cookie of a request is looked at.',
    killedBy: ['credential.cookie-among-others'],
    seams: cookiesAs((header) => header.split(';', 1)[0]!),
  },
  {
    id: 'cookie.quotes-kept',
    title: "Quotation marks around a cookie's value are taken for a part of it.",
    killedBy: ['credential.cookie-as-written'],
    seams: cookiesAs((header) => header.replaceAll('"', '%22')),
  },
  {
    id: 'cookie.encoded-kept',
    title: 'A percent-encoded cookie is not decoded.',
    killedBy: ['credential.cookie-as-written'],
    seams: cookiesAs((header) => header.replaceAll('%', '%25')),
  },
  {
    id: 'key.renew-no-overlap',
    title: 'An operation that gives a key a new secret ends the old one at once.',
    killedBy: ['keys.renew'],
    seams: credentialsAs('api_key', (one) => void delete one.rotation),
  },
  {
    id: 'key.renew-overlap-longer',
    title: 'The old secret goes on for a second after the overlap.',
    killedBy: ['keys.renew'],
    seams: credentialsAs('api_key', (one) => {
      if (one.rotation) one.rotation.overlap = 'PT601S';
    }),
  },
]);

type Rule = Writable<Authenticator>;

const authenticatorsAs = (change: (rule: Rule) => void) =>
  rewritten((document) => {
    for (const rule of Object.values(document['x-authenticators'] ?? {})) change(rule);
  });

const kept = (key: string): boolean => key.startsWith('authenticator:');

const AUTHENTICATORS = mutants(has('authenticator.verify'), [
  {
    id: 'authenticator.reach-more',
    title: 'A code that is one code too far away is taken.',
    killedBy: ['totp.reach', 'hotp.reach'],
    seams: authenticatorsAs((rule) => {
      if (rule.kind === 'totp') rule.skew = (rule.skew ?? 1) + 1;
      else rule.look_ahead = (rule.look_ahead ?? 10) + 1;
    }),
  },
  {
    id: 'authenticator.reach-less',
    title: 'A code that is just near enough is refused.',
    killedBy: ['totp.reach', 'hotp.reach'],
    seams: authenticatorsAs((rule) => {
      if (rule.kind === 'totp') rule.skew = (rule.skew ?? 1) - 1;
      else rule.look_ahead = (rule.look_ahead ?? 10) - 1;
    }),
  },
  {
    id: 'authenticator.counter-stays',
    title: 'The counter goes up by one, however many codes were skipped.',
    killedBy: ['hotp.reach'],
    seams: inStore(
      swapping<EnrolledRecord>(kept, (before, after) =>
        before !== undefined && after.next > before.next ? { ...after, next: before.next + 1 } : after,
      ),
    ),
  },
  {
    id: 'authenticator.other-algorithm',
    title: 'Codes are made with SHA-512, whatever the contract says.',
    killedBy: ['totp.code', 'hotp.code'],
    seams: authenticatorsAs((rule) => void (rule.algorithm = 'sha512')),
  },
  {
    id: 'authenticator.other-digits',
    title: 'Codes have seven digits.',
    killedBy: ['totp.code', 'hotp.code'],
    seams: authenticatorsAs((rule) => void (rule.digits = 7)),
  },
  {
    id: 'authenticator.any-code',
    title: 'Any code is taken.',
    killedBy: ['totp.code', 'hotp.code'],
    seams: answering('authenticator.verify', ['invalid_otp'], {
      facts: { 'otp.verification_token': 'awake_00000000000000000000', 'otp.verification_expires_in': 300 },
    }),
  },
  {
    id: 'authenticator.reused',
    title: 'A code is good as long as it is shown.',
    killedBy: ['totp.single-use', 'hotp.single-use'],
    seams: inStore(swapping<EnrolledRecord>(kept, (before, after) => ({ ...after, next: before?.next ?? 0 }))),
  },
  {
    id: 'authenticator.race',
    title: 'A code that is sent twice at once is taken twice.',
    killedBy: ['totp.race', 'hotp.race'],
    seams: inStore(racing('authenticator:')),
  },
  {
    id: 'authenticator.never-locked',
    title: 'Any number of wrong codes is allowed.',
    killedBy: ['totp.lock-out', 'hotp.lock-out'],
    seams: authenticatorsAs((rule) => void (rule.attempts = 1000)),
  },
  {
    id: 'authenticator.locked-early',
    title: 'One wrong code less than allowed locks it.',
    killedBy: ['totp.lock-out', 'hotp.lock-out'],
    seams: authenticatorsAs((rule) => void rule.attempts--),
  },
  {
    id: 'authenticator.lock-short',
    title: 'The lock-out ends a second early.',
    killedBy: ['totp.lock-out', 'hotp.lock-out'],
    seams: authenticatorsAs((rule) => void (rule.lockout = `PT${seconds(rule.lockout) - 1}S`)),
  },
  {
    id: 'authenticator.lock-long',
    title: 'The lock-out goes on for a second.',
    killedBy: ['totp.lock-out', 'hotp.lock-out'],
    seams: authenticatorsAs((rule) => void (rule.lockout = `PT${seconds(rule.lockout) + 1}S`)),
  },
  {
    id: 'authenticator.old-secret',
    title: 'Who enrolls anew gets a secret, and the one before stays the good one.',
    killedBy: ['totp.enrolled-anew', 'hotp.enrolled-anew'],
    seams: inStore((store) => ({
      ...store,
      set: (key, value, options) => store.set(key, value, kept(key) ? { ...options, ifAbsent: true } : options),
    })),
  },
  {
    id: 'authenticator.shared',
    title: 'All people share one authenticator.',
    killedBy: ['totp.of-its-person', 'hotp.of-its-person'],
    seams: inStore(rekeyed('authenticator:', (key) => key.split(':').slice(0, 2).join(':'))),
  },
]);

/** What is put in place of an entry is changed. */
function swapping<T extends Value>(
  fits: (key: string) => boolean,
  change: (before: T | undefined, after: T) => T,
): (store: Store) => Store {
  return (store) => ({
    ...store,
    swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
      store.swap<V, R>(key, (current) => {
        const made = next(current);
        return !fits(key) || made.value === undefined
          ? made
          : { ...made, value: change(current as unknown as T | undefined, made.value as unknown as T) as unknown as V };
      }),
  });
}

/** Of a duration in minutes or hours. */
function seconds(duration: string): number {
  const [, hours = '0', minutes = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60;
}

export const BUOY: readonly Mutant[] = [...WINDOWS, ...FIELDS, ...IN_FLIGHT, ...COOKIES, ...AUTHENTICATORS];
