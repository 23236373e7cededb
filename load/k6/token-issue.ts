/** Tokens, one after the other, for every client that can get some. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { takeToken } from './lib/steps.ts';

export const options = optionsFor({ tokens: arrivals('default') });
export const setup = begin;
export default guarded(takeToken);
export { handleSummary } from './lib/summary.ts';
