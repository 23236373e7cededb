/** Reads, each signed anew with the target's time. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { readSigned } from './lib/steps.ts';

export const options = optionsFor({ signed: arrivals('default') });
export const setup = begin;
export default guarded(readSigned);
export { handleSummary } from './lib/summary.ts';
