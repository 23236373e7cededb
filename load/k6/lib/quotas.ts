/** Whether a run offers more requests than a quota allows, so that 429s are expected. */
import { profile } from './run-profile.ts';
import { shape } from './load-shapes.ts';

const exceeded = new Set(
  Object.keys(profile.quotas).filter((name) => {
    const { limit, windowSeconds, inFlight } = profile.quotas[name]!;
    const { peak, seconds } = shape;
    // Callers may share a quota or not: as if they did.
    return inFlight !== null || (limit !== null && peak * Math.min(windowSeconds, seconds) > limit);
  }),
);

export const expectsRefusals = (quota: string | null): boolean =>
  quota !== null && (profile.edges.some((edge) => edge.quota === quota) || exceeded.has(quota));
