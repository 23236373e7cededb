/** A one-time password asked for, read, verified and used. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { stepUp } from './lib/steps.ts';

// Four requests each.
export const options = optionsFor({ step_up: arrivals('default', 0.25) });
export const setup = begin;
export default guarded(stepUp);
export { handleSummary } from './lib/summary.ts';
