/** What came of the trials: the kill matrix as a table and as figures. */
import type { FieldResult } from './fields/summarize-fields.ts';
import { someNames } from './some-names.ts';
import type { Mutant } from './mutant.ts';
import type { Subject, Trial } from './try-mutant.ts';
import type { CleanRun } from './mutant-thread.ts';

export interface Summary {
  readonly total: number;
  readonly killed: number;
  /** Ids of mutants that no check which names them noticed. */
  readonly survivors: readonly string[];
  /** MUST checks, without their operations, that killed nothing and have no reason. */
  readonly unproven: readonly string[];
  /** Alarms of the sound sandbox. */
  readonly falseAlarms: readonly string[];
}

export interface Matrix {
  readonly summary: Summary;
  readonly table: string;
  /** One line for everything that is not as it should be. */
  readonly complaints: readonly string[];
}

interface Input {
  readonly mutants: readonly Mutant[];
  readonly trials: readonly Trial[];
  readonly cleanRuns: readonly CleanRun[];
  readonly subjects: readonly Subject[];
  /** Why a check kills nothing, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
  /** What came of lies in single fields. */
  readonly fields: readonly FieldResult[];
  /** Whether every mutant was tried. */
  readonly everything: boolean;
}

const caseOf = (id: string): string => id.split(':', 1)[0]!;

const unique = <T>(values: Iterable<T>): readonly T[] => [...new Set(values)];

/** Which mutants each check noticed, those first that few others noticed. */
function killsOf(trials: readonly Trial[]): ReadonlyMap<string, readonly string[]> {
  const kills = new Map<string, string[]>();
  for (const { mutant, alarms } of trials.toSorted((a, b) => a.alarms.length - b.alarms.length)) {
    for (const name of unique(alarms.map(caseOf))) kills.set(name, [...(kills.get(name) ?? []), mutant]);
  }
  return new Map([...kills].map(([name, victims]) => [name, unique(victims)]));
}

/** Each check that found fault with the sound sandbox. */
export const falseAlarmsIn = (cleanRuns: readonly CleanRun[]): readonly string[] =>
  cleanRuns.flatMap(({ contract, seed, concurrency, checks, told }) =>
    checks.map((id) => `${id} (${contract}, seed ${seed}, ${concurrency} at a time): ${told.get(id) ?? ''}`),
  );

export function matrixOf({ mutants, trials, cleanRuns, subjects, reasons, everything, fields }: Input): Matrix {
  const of = (id: string): readonly Trial[] => trials.filter(({ mutant }) => mutant === id);
  const killed = mutants.filter(({ id, spread }) => {
    const noticed = of(id).map(({ killers }) => killers.length > 0);
    return noticed.includes(true) && (spread === undefined || !noticed.includes(false));
  });
  const survivors = mutants.filter((mutant) => !killed.includes(mutant)).map(({ id }) => id);
  const must = unique(
    subjects.flatMap(({ checks }) => checks.filter(({ level }) => level === 'must').map(({ id }) => caseOf(id))),
  );
  const kills = new Map([...killsOf(trials)]);
  // Checks that watch answers notice lies in single fields, which are no mutants of the first table.
  for (const { contract, place, killers } of fields)
    for (const name of killers)
      if (!kills.has(name) || name.startsWith('value.'))
        kills.set(name, [...(kills.get(name) ?? []), `${place} of ${contract}`]);
  const unproven = everything ? must.filter((name) => !kills.has(name) && reasons[name] === undefined) : [];
  const stale = everything ? Object.keys(reasons).filter((name) => kills.has(name) || !must.includes(name)) : [];
  const falseAlarms = falseAlarmsIn(cleanRuns);
  const summary: Summary = { total: mutants.length, killed: killed.length, survivors, unproven, falseAlarms };

  const complaints = [
    ...survivors.map((id) => {
      const trial = of(id).find(({ killers }) => killers.length === 0);
      if (trial === undefined) return `${id} applies to no contract`;
      return `${id} survives on ${trial.contract}: ${trial.alarms.length === 0 ? 'no check noticed it' : `only checks that do not name it noticed it: ${trial.alarms.slice(0, 8).join(' ')}`}`;
    }),
    ...trials
      .filter(({ errors }) => errors.length > 0)
      .map(
        ({ mutant, contract, errors }) =>
          `${mutant} on ${contract} makes the suite fall over: ${errors.slice(0, 5).join(' ')}`,
      ),
    ...falseAlarms.map((alarm) => `false alarm: ${alarm}`),
    ...unproven.map((name) => `${name} kills no mutant, and unproven.yaml does not say why`),
    ...stale.map((name) => `unproven.yaml names ${name}, which kills a mutant or is no MUST check`),
  ];

  const rows = mutants.map(({ id, title }) => {
    const by = unique(of(id).flatMap(({ killers }) => killers.map(caseOf)));
    const others = unique(of(id).flatMap(({ alarms }) => alarms.map(caseOf))).length - by.length;
    return `| \`${id}\` | ${title} | ${of(id)
      .map(({ contract }) => contract)
      .join(', ')} | ${by.length === 0 ? '**survived**' : someNames(by)} | ${others > 0 ? others : ''} |`;
  });
  const checkRows = must.map((name) => {
    const victims = kills.get(name) ?? [];
    return `| \`${name}\` | ${victims.length === 0 ? (reasons[name] ?? '**unproven**') : someNames(victims)} |`;
  });
  const table = [
    '<!-- Written by `npm run mutants`. Do not edit. -->',
    '# Mutants',
    '',
    'Each row of the first table is an implementation that is wrong in one way: the sandbox with a wrapper around one of',
    'its parts. It was tried on the smallest contract that has what it breaks, with the checks that name it, and is killed',
    'if one of them fails. The second table says the same of the checks: each that MUST hold notices a mutant (those that',
    'fewest notice stand first), or says why none can be made. With `--whole` every check tries every mutant.',
    '',
    `${killed.length} of ${mutants.length} mutants are killed. In ${cleanRuns.length} runs of the sound sandbox, with different seeds, one check at a time and eight, there were ${falseAlarms.length} false alarms.`,
    '',
    '| mutant | what it does | tried on | killed by | other checks that noticed |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '| check | kills |',
    '|---|---|',
    ...checkRows,
    '',
  ].join('\n');
  return { summary, table, complaints };
}
