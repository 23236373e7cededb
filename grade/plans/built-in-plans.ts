/** The plans that have names. Counts are by operation, so that a short client meets them too. */
import type { Plan, Step } from './plan.ts';

/** Nobody sits before the pages of an exercise. */
const HEADLESS = { consent: 'headless' };

const EXPIRIES: readonly Step[] = [{ fault: { on: 'call', status: 401, skip: 1, next: 1 } }];

const LIMITS: readonly Step[] = [
  { fault: { on: 'call', status: 429, retry_after: 1, skip: 2, next: 1 } },
  { fault: { on: 'token', status: 429, retry_after: 1, next: 1 } },
];

/** @param calls that are let pass first; each fault counts those that the ones before it let pass */
const outage = (calls: number): readonly Step[] => [
  { fault: { on: 'call', status: 503, skip: calls, next: 3 } },
  { fault: { on: 'read', drop: true, skip: calls + 1, next: 1 } },
  { fault: { on: 'read', cut_body: true, after: true, skip: calls + 2, next: 1 } },
];

const SLOW: readonly Step[] = [
  { fault: { on: 'call', latency_ms: 200, latency_spread_ms: 300, every: 2 } },
  { fault: { on: 'token', latency_ms: 200, latency_spread_ms: 300 } },
  { fault: { on: 'read', slow_body_ms: 300, skip: 1, next: 2 } },
];

const LOSS: readonly Step[] = [{ fault: { on: 'write', drop: true, after: true, next: 1 } }];

const KEYS: readonly Step[] = [
  { after_requests: 2, signing_keys: 'rotate' },
  { after_requests: 6, signing_keys: 'rotate' },
];

const CLOCK: readonly Step[] = [
  { after_requests: 3, clock: '2h' },
  { after_requests: 8, clock: '-3h' },
];

const ANSWERS: readonly Step[] = [
  { fault: { on: 'token', unknown_field: true, next: 1 } },
  { fault: { on: 'call', unknown_field: true, skip: 1, next: 1 } },
];

const SIGN_IN: readonly Step[] = [{ fault: { on: 'authorize', wrong_state: true, next: 1 } }];

const plan = (description: string, steps: readonly Step[], settings: object = {}): Plan => ({
  description,
  settings: { ...HEADLESS, ...settings },
  steps,
});

export const BUILT_IN_PLANS: Readonly<Record<string, Plan>> = {
  calm: plan('Nothing is played: the client is only looked at.', []),
  expiries: plan('Tokens live for four seconds, and one is refused before its end.', EXPIRIES, { token_lifetime: 4 }),
  limits: plan('Calls and token requests meet a 429 with Retry-After.', LIMITS),
  outage: plan('Calls meet 503 three times, then a dropped connection and half a body, and 503 twice more.', [
    ...outage(1),
    { fault: { on: 'call', status: 503, skip: 4, next: 2 } },
  ]),
  slow: plan('Answers are late, and some bodies slow.', SLOW),
  loss: plan('The first write of each kind takes effect, and its answer is lost.', LOSS),
  keys: plan('The keys that tokens are signed with are replaced, twice.', KEYS),
  clock: plan("The provider's clock jumps two hours ahead, and back.", CLOCK),
  answers: plan('Answers have a field that nobody knows.', ANSWERS),
  'sign-in': plan('The first sign-in comes back with another state than was sent.', SIGN_IN),
  all: plan('A 401, 429s, 503s, late and lost answers, an unknown field, and new signing keys.', [
    ...ANSWERS.slice(0, 1),
    ...EXPIRIES,
    ...LIMITS,
    ...outage(3),
    ...LOSS,
    ...KEYS,
    { fault: { on: 'call', latency_ms: 100, latency_spread_ms: 200, every: 5 } },
  ]),
};

export const DEFAULT_PLAN = 'all';
