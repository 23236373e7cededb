/** What was done, what had to hold, and what was seen. */
import type { Result } from './play.ts';
import type { Scenario } from './scenario.ts';

export const listText = (scenarios: readonly Scenario[]): string =>
  scenarios
    .map(
      ({ name, kind, places, done, holds }) =>
        `${name} (${kind}; ${places.join(', ')})\n  done   ${done}\n  holds  ${holds}\n`,
    )
    .join('');

export const resultText = ({ scenario, place, done, holds, outcome, seen, seconds }: Result): string =>
  `${outcome.toUpperCase().padEnd(7)} ${scenario} on ${place} (${seconds.toFixed(1)} s)\n  done   ${done}\n  holds  ${holds}\n  ${outcome === 'held' || outcome === 'broken' ? 'seen  ' : 'reason'} ${seen}\n`;

export function totalText(results: readonly Result[]): string {
  const count = (outcome: Result['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  const reasons = [...new Set(results.filter(({ outcome }) => outcome === 'skipped').map(({ seen }) => seen))];
  const seconds = results.reduce((sum, one) => sum + one.seconds, 0);
  return [
    `${count('held')} held, ${count('broken')} broken, ${count('error')} could not be tried, ${count('skipped')} skipped, in ${seconds.toFixed(0)} s`,
    ...reasons.map((reason) => `skipped: ${reason}`),
    '',
  ].join('\n');
}
