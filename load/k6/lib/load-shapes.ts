/** Load shapes: how many requests a second or virtual users, and for how long (smoke, average, stress, soak, spike). */
import type { ConstantArrivalRateScenario, PerVUIterationsScenario, RampingArrivalRateScenario } from 'k6/options';
import { given, profile } from './run-profile.ts';

type Plain<T> = { readonly [K in keyof T]: T[K] };

/** An executor and its settings. (The types of k6 make classes of them, and scripts write objects.) */
export type Executor =
  | Plain<ConstantArrivalRateScenario>
  | Plain<PerVUIterationsScenario>
  | Plain<RampingArrivalRateScenario>;

interface Stage {
  readonly rate: number;
  readonly seconds: number;
}

interface Plan {
  /** Iterations per second at the peak. */
  readonly rate: number;
  readonly seconds: number;
  /** Shares of rate and time; each is reached in a straight line. */
  readonly stages: readonly { readonly rate: number; readonly time: number }[];
  /** Milliseconds in which 95 of 100 requests have to be answered. */
  readonly p95: number;
  /** Share of requests that may fail. */
  readonly failed: number;
}

const PLATEAU = [
  { rate: 1, time: 0.1 },
  { rate: 1, time: 0.8 },
  { rate: 0, time: 0.1 },
];
const STAIRS = [0.25, 0.5, 0.75, 1].flatMap((rate) => [
  { rate, time: 0.05 },
  { rate, time: 0.2 },
]);
const SPIKE = [
  { rate: 0.05, time: 0.3 },
  { rate: 1, time: 0.05 },
  { rate: 1, time: 0.3 },
  { rate: 0.05, time: 0.05 },
  { rate: 0.05, time: 0.3 },
];
const FLAT = [
  { rate: 1, time: 0 },
  { rate: 1, time: 1 },
];

const PLANS: Readonly<Record<string, Plan>> = {
  // It says whether anything works at all: a slow machine is no failure.
  smoke: { rate: 5, seconds: 2, stages: FLAT, p95: 10_000, failed: 0 },
  average: { rate: 50, seconds: 60, stages: PLATEAU, p95: 500, failed: 0.001 },
  stress: { rate: 200, seconds: 180, stages: STAIRS, p95: 1000, failed: 0.01 },
  soak: { rate: 50, seconds: 600, stages: PLATEAU, p95: 500, failed: 0.001 },
  spike: { rate: 200, seconds: 60, stages: SPIKE, p95: 2000, failed: 0.01 },
};

const name = __ENV.TOLLGATE_LOAD_SHAPE ?? 'smoke';
const chosen = PLANS[name];
if (chosen === undefined) throw new Error(`"${name}" is no profile; there is ${Object.keys(PLANS).join(', ')}`);

const peak = given('TOLLGATE_LOAD_RATE') ?? chosen.rate;
const seconds = given('TOLLGATE_LOAD_SECONDS') ?? chosen.seconds;
const stages: readonly Stage[] = (profile.scenario === 'spike' ? SPIKE : chosen.stages).map(({ rate, time }) => ({
  rate: rate * peak,
  seconds: time * seconds,
}));

/** Machines that share the run: each needs a virtual user of every part, or its share of the rate is lost. */
export const pods = given('TOLLGATE_LOAD_PODS') ?? 1;

export const shape = {
  name,
  peak,
  seconds,
  stages,
  p95: given('TOLLGATE_LOAD_P95') ?? chosen.p95,
  failed: chosen.failed,
};

/** Rates are given per ten seconds, so that a small share of a small rate is still one. */
const UNIT_SECONDS = 10;

/** Virtual users, if each request took so long. */
const SLOW_SECONDS = 2;
/** On one machine. */
const MOST_USERS = 1000;

/**
 * Iterations that arrive whether or not earlier ones are done.
 *
 * @param share of the rate
 */
export function arrivals(exec: string, share = 1): Executor {
  // A smoke of a few seconds shall see every part at least once.
  const least = name === 'smoke' ? UNIT_SECONDS : 1;
  const target = (rate: number): number => (rate === 0 ? 0 : Math.max(least, Math.round(rate * share * UNIT_SECONDS)));
  const most = target(peak) / UNIT_SECONDS;
  const users = Math.max(pods, Math.min(MOST_USERS * pods, Math.ceil(most * SLOW_SECONDS) + 4));
  return {
    executor: 'ramping-arrival-rate',
    exec,
    timeUnit: `${UNIT_SECONDS}s`,
    startRate: target(stages[0]!.seconds === 0 ? stages[0]!.rate : 0),
    stages: stages
      .filter((stage) => stage.seconds > 0)
      .map((stage) => ({ target: target(stage.rate), duration: `${Math.max(1, Math.round(stage.seconds * 1000))}ms` })),
    preAllocatedVUs: Math.min(users, Math.max(pods, Math.ceil(most / 5) + 1)),
    maxVUs: users,
    gracefulStop: '30s',
  };
}

/** As many iterations as the rate has, all within a second. */
export function storm(exec: string): Executor {
  const users = Math.max(pods, Math.min(MOST_USERS * pods, Math.ceil(peak)));
  return {
    executor: 'constant-arrival-rate',
    exec,
    rate: Math.ceil(peak),
    timeUnit: '1s',
    duration: '1s',
    preAllocatedVUs: users,
    maxVUs: users,
    gracefulStop: '60s',
  };
}

/** Something done once, by one virtual user. */
export const once = (exec: string): Executor => ({
  executor: 'per-vu-iterations',
  exec,
  vus: 1,
  iterations: 1,
  maxDuration: '30m',
});
