/** Reports a problem of a security scheme once, not at every operation that uses the scheme. */
import type { Finding } from './lint-finding.ts';

/** Rules about a security scheme, which Redocly breaks anew at each operation that uses it. */
const OF_SCHEMES = ['security-defined', 'security-scopes-defined'];

/** Tells what is wrong with a security scheme at its first use, with the number of uses. */
export function oncePerScheme(findings: readonly Finding[]): readonly Finding[] {
  const kept = new Map<string, { finding: Finding; uses: number }>();
  for (const finding of findings) {
    const key = OF_SCHEMES.includes(finding.rule) ? `${finding.rule} ${finding.message}` : String(kept.size);
    const first = kept.get(key);
    if (first === undefined) kept.set(key, { finding, uses: 1 });
    else first.uses++;
  }
  return [...kept.values()].map(({ finding, uses }) =>
    uses === 1 ? finding : { ...finding, message: `${finding.message}, and ${uses} requirements name it` },
  );
}
