/** Introspects live tokens, which must be active, and others, which must not. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { inspect } from './lib/steps.ts';

// Two requests each.
export const options = optionsFor({ introspections: arrivals('default', 0.5) });
export const setup = begin;
export default guarded(inspect);
export { handleSummary } from './lib/summary.ts';
