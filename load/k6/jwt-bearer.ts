/** Tokens for assertions, each signed anew; an expired one is refused. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guardedAsync } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { takeByAssertion } from './lib/steps.ts';

// Three requests each.
export const options = optionsFor({ assertions: arrivals('default', 1 / 3) });
export const setup = begin;
export default guardedAsync(takeByAssertion);
export { handleSummary } from './lib/summary.ts';
