/** The kill matrix as a test run: a point for each mutant and each run of the sound sandbox. */
import type { Summary } from './kill-matrix.ts';
import type { Mutant } from './mutant.ts';
import type { CleanRun } from './mutant-thread.ts';

export function mutantsAsTap(
  mutants: readonly Mutant[],
  { survivors, unproven }: Summary,
  cleanRuns: readonly CleanRun[],
): string {
  const points = [
    ...mutants.map(({ id, title }) => [!survivors.includes(id), `${id} is killed: ${title}`] as const),
    ...unproven.map((name) => [false, `${name} kills a mutant, or has a reason why not`] as const),
    ...cleanRuns.map(
      ({ contract, seed, concurrency, checks }) =>
        [
          checks.length === 0,
          `no false alarm on ${contract}, seed ${seed}, ${concurrency} at a time ${checks.join(' ')}`,
        ] as const,
    ),
  ];
  return [
    'TAP version 14',
    `1..${points.length}`,
    ...points.map(([ok, name], i) => `${ok ? 'ok' : 'not ok'} ${i + 1} - ${name.replaceAll('#', '\\#').trim()}`),
    '',
  ].join('\n');
}
