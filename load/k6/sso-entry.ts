/** Sign-on links, plain and encrypted, each made anew; one past its lifetime is refused. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guardedAsync } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { signOn } from './lib/steps.ts';

// Three requests each.
export const options = optionsFor({ links: arrivals('default', 1 / 3) });
export const setup = begin;
export default guardedAsync(signOn);
export { handleSummary } from './lib/summary.ts';
