/** Everything that the contract has, mixed: mostly reads. */
import { optionsFor } from './lib/thresholds.ts';
import { profile } from './lib/run-profile.ts';
import { begin, guarded, guardedAsync } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import type { Executor } from './lib/load-shapes.ts';
import { followLink as follow } from './lib/magic-links.ts';
import * as steps from './lib/steps.ts';

interface Part {
  readonly share: number;
  readonly has: boolean;
}

const {
  reads,
  signed,
  kept,
  creates,
  retried,
  tokens,
  otp,
  assertions,
  revocations,
  introspections,
  signOns,
  magicLinks,
} = profile;

/** Shares of the rate, in requests about. */
const PARTS: Readonly<Record<string, Part>> = {
  read: { share: 0.5, has: reads.length > 0 },
  readSigned: { share: 0.1, has: signed.length > 0 },
  readKept: { share: 0.1, has: kept.length > 0 },
  create: { share: 0.1, has: creates.length > 0 },
  retry: { share: 0.03, has: retried.length > 0 },
  takeToken: { share: 0.1, has: tokens.length > 0 },
  stepUp: { share: 0.02, has: otp !== null },
  takeByAssertion: { share: 0.02, has: assertions.length > 0 },
  endToken: { share: 0.02, has: revocations.length > 0 },
  inspect: { share: 0.05, has: introspections.length > 0 },
  signOn: { share: 0.02, has: signOns.length > 0 },
  followLink: { share: 0.02, has: magicLinks.length > 0 },
};

const scenarios: Record<string, Executor> = {};
for (const [name, { share, has }] of Object.entries(PARTS)) if (has) scenarios[name] = arrivals(name, share);

export const options = optionsFor(scenarios);
export const setup = begin;
export const read = guarded(steps.read);
export const readSigned = guarded(steps.readSigned);
export const readKept = guarded(steps.readKept);
export const create = guarded(steps.create);
export const retry = guarded(steps.retry);
export const takeToken = guarded(steps.takeToken);
export const stepUp = guarded(steps.stepUp);
export const takeByAssertion = guardedAsync(steps.takeByAssertion);
export const endToken = guarded(steps.endToken);
export const inspect = guarded(steps.inspect);
export const signOn = guardedAsync(steps.signOn);
export const followLink = guarded(follow);
export { handleSummary } from './lib/summary.ts';
