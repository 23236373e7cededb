/** The same request with the same key, again and again: one record. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { retry } from './lib/steps.ts';

// Three requests each.
export const options = optionsFor({ retries: arrivals('default', 1 / 3) });
export const setup = begin;
export default guarded(retry);
export { handleSummary } from './lib/summary.ts';
