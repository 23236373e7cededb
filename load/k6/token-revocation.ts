/** A token taken, used and revoked; it is dead from then on. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { endToken } from './lib/steps.ts';

// Four requests each, about.
export const options = optionsFor({ revocations: arrivals('default', 0.25) });
export const setup = begin;
export default guarded(endToken);
export { handleSummary } from './lib/summary.ts';
