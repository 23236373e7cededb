/**
 * The kill matrix as a test run: a point for each mutant, each run of the sound sandbox, each field that was falsified,
 * and each trial in which the suite itself fell over.
 */
import type { Summary } from './kill-matrix.ts';
import type { FieldRun } from './fields/run-fields.ts';
import type { Trial } from './try-mutant.ts';
import type { Mutant } from './mutant.ts';
import type { CleanRun } from './mutant-thread.ts';

export function mutantsAsTap(
  mutants: readonly Mutant[],
  { survivors, unproven }: Summary,
  cleanRuns: readonly CleanRun[],
  trials: readonly Trial[],
  fields: Pick<FieldRun, 'results' | 'faulty' | 'complaints'> | undefined,
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
    ...trials
      .filter(({ errors }) => errors.length > 0)
      .map(({ mutant, contract, errors }) => [false, `${mutant} on ${contract}: ${errors.join(' ')}`] as const),
    ...(fields?.results ?? [])
      .filter((result) => fields?.faulty.has(result) === false)
      .map(({ contract, place, what }) => [true, `${contract}: ${place} (${what}) cannot lie unnoticed`] as const),
    ...(fields?.complaints ?? []).map((complaint) => [false, complaint] as const),
  ];
  return [
    'TAP version 14',
    `1..${points.length}`,
    ...points.map(([ok, name], i) => `${ok ? 'ok' : 'not ok'} ${i + 1} - ${name.replaceAll('#', '\\#').trim()}`),
    '',
  ].join('\n');
}
