/** What came of the trials: the kill matrix as a table and as figures. */
import type { Mutant } from './mutant.ts';
import type { Subject, Trial } from './trial.ts';
import type { FalseAlarm } from './worker.ts';

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
  /** Mutants that apply to no contract there is. */
  readonly homeless: readonly Mutant[];
  readonly trials: readonly Trial[];
  readonly cleanRuns: readonly FalseAlarm[];
  readonly subjects: readonly Subject[];
  /** Why a check kills nothing, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Whether every mutant was tried. */
  readonly whole: boolean;
}

const caseOf = (id: string): string => id.split(':', 1)[0]!;

const unique = <T>(values: Iterable<T>): readonly T[] => [...new Set(values)];

const SHOWN = 3;

/** A few names, and how many more. */
function some(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return names.slice(0, SHOWN).map((name) => `\`${name}\``).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export function matrixOf({ mutants, homeless, trials, cleanRuns, subjects, reasons, whole }: Input): Matrix {
  const byId = new Map(trials.map((trial) => [trial.mutant, trial]));
  const killed = mutants.filter(({ id }) => (byId.get(id)?.killers.length ?? 0) > 0);
  const survivors = mutants.filter((mutant) => !killed.includes(mutant)).map(({ id }) => id);
  const must = unique(subjects.flatMap(({ checks }) => checks.filter(({ level }) => level === 'must').map(({ id }) => caseOf(id))));
  const kills = new Map<string, string[]>();
  for (const { mutant, alarms } of trials) for (const name of unique(alarms.map(caseOf))) kills.set(name, [...(kills.get(name) ?? []), mutant]);
  const idle = must.filter((name) => !kills.has(name));
  const unproven = idle.filter((name) => reasons[name] === undefined);
  const alarms = cleanRuns.filter(({ checks }) => checks.length > 0);
  const falseAlarms = alarms.flatMap(({ contract, seed, concurrency, checks }) => checks.map((id) => `${id} (${contract}, seed ${seed}, ${concurrency} at a time)`));
  const stale = Object.keys(reasons).filter((name) => kills.has(name) || !must.includes(name));
  const summary: Summary = { total: mutants.length, killed: killed.length, survivors, unproven: whole ? unproven : [], falseAlarms };

  const complaints = [
    ...homeless.map(({ id }) => `${id} applies to no contract`),
    ...survivors.filter((id) => byId.has(id)).map((id) => {
      const { contract, alarms: others } = byId.get(id)!;
      return `${id} survives on ${contract}: ${others.length === 0 ? 'no check noticed it' : `only checks that do not name it noticed it: ${others.slice(0, 8).join(' ')}`}`;
    }),
    ...trials.filter(({ errors }) => errors.length > 0).map(({ mutant, contract, errors }) => `${mutant} on ${contract} makes the suite fall over: ${errors.slice(0, 5).join(' ')}`),
    ...falseAlarms.map((alarm) => `false alarm: ${alarm}`),
    ...(whole ? [...unproven.map((name) => `${name} kills no mutant and has no reason in unproven.yaml`), ...stale.map((name) => `unproven.yaml names ${name}, which kills a mutant or is no MUST check`)] : []),
  ];

  const rows = mutants.map(({ id, title }) => {
    const trial = byId.get(id);
    const by = unique((trial?.killers ?? []).map(caseOf));
    const others = unique((trial?.alarms ?? []).map(caseOf)).length - by.length;
    return `| \`${id}\` | ${title} | ${trial?.contract ?? ''} | ${by.length === 0 ? '**survived**' : some(by)} | ${others > 0 ? others : ''} |`;
  });
  const checkRows = must.map((name) => {
    const victims = kills.get(name) ?? [];
    return `| \`${name}\` | ${victims.length === 0 ? (reasons[name] ?? '**unproven**') : some(victims)} |`;
  });
  const table = [
    '<!-- Written by `npm run mutants`. Do not edit. -->',
    '# Mutants',
    '',
    'Each row of the first table is an implementation that is wrong in one way: the sandbox with a wrapper around one of its parts. The suite of one contract was run',
    'against it; it is killed if a check that it names fails. The second table says the same of the checks: each that MUST hold kills a mutant, or says why none can be made.',
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
