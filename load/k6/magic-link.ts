/** Links that sign people in: asked for, read, followed, and good for nothing from then on. */
import { optionsFor } from './lib/thresholds.ts';
import { begin, guarded } from './lib/scenario-run.ts';
import { arrivals } from './lib/load-shapes.ts';
import { followLink } from './lib/magic-links.ts';

// Four requests each.
export const options = optionsFor({ magic_links: arrivals('default', 0.25) });
export const setup = begin;
export default guarded(followLink);
export { handleSummary } from './lib/summary.ts';
