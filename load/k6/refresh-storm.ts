/** Every token expires at once, and all are refreshed. */
import exec from 'k6/execution';
import { ask } from './lib/ask-operation.ts';
import { control } from './lib/control-requests.ts';
import { optionsFor } from './lib/thresholds.ts';
import { profile } from './lib/run-profile.ts';
import { reach } from './lib/reach.ts';
import { guarded } from './lib/scenario-run.ts';
import { pods, shape, storm } from './lib/load-shapes.ts';
import { issue, refresh } from './lib/keep-tokens.ts';
import type { Tokens } from './lib/keep-tokens.ts';

export const options = optionsFor({ storm: storm('default') });

interface Owned {
  readonly caller: string;
  readonly tokens: Tokens;
}

/** Takes the tokens, and lets time pass until they are dead, where the target's clock can be moved. */
export function setup(): Owned[] {
  reach();
  const owned: Owned[] = [];
  // Where the storm is shared out, each machine has a share of the tokens.
  for (let i = 0; i < shape.peak / pods; i++) {
    const caller = profile.tokens[i % profile.tokens.length]!;
    const tokens = issue(caller, profile.callers[caller]!.token!);
    if (tokens === undefined) throw new Error(`${caller} gets no token to begin with`);
    if (tokens.refresh === null) throw new Error(`${caller} gets no refresh token to begin with`);
    owned.push({ caller, tokens });
  }
  if (profile.control !== null)
    control('POST', '/clock/advance', { by: `${Math.max(...owned.map(({ tokens }) => tokens.lifetime)) + 1}s` });
  return owned;
}

/** A read by the caller, with this token, which may be dead. */
function use({ caller }: Owned, access: string, isDead = false): void {
  const call = profile.reads.find((one) => one.caller === caller);
  if (call)
    ask(
      call,
      { CREDENTIAL: access },
      { caller, ...(isDead && { refusal: { statuses: call.dead, taken: 'a token past its lifetime is taken' } }) },
    );
}

export default guarded((owned: readonly Owned[]) => {
  const mine = owned[exec.scenario.iterationInInstance];
  // A rate is no exact number of iterations.
  if (mine === undefined) return;
  const { caller, tokens } = mine;
  if (profile.control !== null) use(mine, tokens.access, true);
  const next = refresh(caller, profile.callers[caller]!.token!, tokens.refresh!);
  if (next !== undefined) use(mine, next.access);
});
export { handleSummary } from './lib/summary.ts';
