/** Sessions live as long as they are used: together for longer than any would without use. */
import exec from 'k6/execution';
import { ask } from './lib/ask-operation.ts';
import { control } from './lib/control-requests.ts';
import { optionsFor } from './lib/thresholds.ts';
import { profile } from './lib/run-profile.ts';
import { reach } from './lib/reach.ts';
import { guarded } from './lib/scenario-run.ts';
import { login } from './lib/open-sessions.ts';
import { arrivals, shape } from './lib/load-shapes.ts';

export const options = optionsFor({ sessions: arrivals('default') });

interface Kept {
  readonly caller: string;
  readonly token: string;
}

/** Few enough that the rate reaches each of them often. */
const SESSIONS = shape.name === 'smoke' ? 1 : 4;

/** Of the idle time; three steps may pass between two uses, since iterations overtake each other. */
const STEP = 0.3;

/** Iterations between two steps: about a second, but a smoke has not many. */
const STRIDE = shape.name === 'smoke' ? 1 : Math.max(SESSIONS, Math.ceil(shape.peak));

export function setup(): Kept[] {
  reach();
  const callers = [...new Set(profile.kept.map(({ caller }) => caller))];
  return Array.from({ length: SESSIONS }, (_, i) => {
    const caller = callers[i % callers.length]!;
    const token = login(caller, profile.callers[caller]!.login!);
    if (token === undefined) throw new Error(`${caller} cannot log in`);
    return { caller, token };
  });
}

export default guarded((kept: readonly Kept[]) => {
  // Of this machine, whose sessions these are.
  const turn = exec.scenario.iterationInInstance;
  const { caller, token } = kept[turn % kept.length]!;
  const calls = profile.kept.filter((call) => call.caller === caller);
  ask(calls[turn % calls.length]!, { CREDENTIAL: token }, { caller });
  // Time passes, where the target's clock can be moved.
  if (turn % STRIDE === STRIDE - 1 && profile.idleSeconds !== null)
    control('POST', '/clock/advance', { by: `${Math.floor(profile.idleSeconds * STEP)}s` });
});
export { handleSummary } from './lib/summary.ts';
