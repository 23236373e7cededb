/** The hosts that a run sends requests to. */
import type { Target } from '../../conformance/target/target.ts';

/** Base URL, endpoints elsewhere and control plane: every URL of a target. */
export const urlsOf = ({ baseUrl, endpoints, control }: Target): readonly string[] => [
  baseUrl,
  ...Object.values(endpoints),
  ...(control === undefined ? [] : [control]),
];

/** One URL for each scheme, host and port, the base URL's first. */
export function oneForEachOrigin(target: Target): readonly string[] {
  const byOrigin = new Map<string, string>();
  for (const url of urlsOf(target)) if (!byOrigin.has(new URL(url).origin)) byOrigin.set(new URL(url).origin, url);
  return [...byOrigin.values()];
}
