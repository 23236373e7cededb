/** Reads, with one token for each virtual user that is renewed before it expires. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { read } from './lib/steps.ts';

export const options = optionsFor({ reads: arrivals('default') });
export const setup = begin;
export default guarded(read);
export { handleSummary } from './lib/summary.ts';
