/**
 * What came of the lies in single fields, as it is published: one entry for each field of a contract, whatever bodies
 * it stands in.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { FieldTrial } from './try-field.ts';

export interface FieldResult {
  readonly contract: string;
  readonly place: string;
  /** A fact's name, `record` or `literal`. */
  readonly what: string;
  /** Answers that document it. */
  readonly answers: number;
  /** Lies that were told, and that a check noticed, over all bodies. */
  readonly told: number;
  readonly noticed: number;
  /** Bodies that no check gets, or that never carry it. */
  readonly unmet: number;
  readonly killers: readonly string[];
  /** Lies that nobody noticed: `wrong in 401 #/…`. */
  readonly survivors: readonly string[];
}

const unique = (names: readonly string[]): readonly string[] =>
  [...new Set(names)].sort(
    (a, b) => Number(b.startsWith('value.')) - Number(a.startsWith('value.')) || a.localeCompare(b, 'en'),
  );

export function summarize(trials: readonly FieldTrial[]): readonly FieldResult[] {
  const groups = new Map<string, FieldTrial[]>();
  for (const trial of trials) {
    const key = `${trial.contract} ${trial.place} ${trial.fact ?? trial.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), trial]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [FieldTrial];
    const told = group.filter(({ untried }) => untried === undefined);
    const noticed = told.filter(({ killer }) => killer !== undefined);
    return {
      contract: first.contract,
      place: first.place,
      what: first.fact ?? first.kind,
      answers: new Set(group.flatMap(({ bodies }) => bodies)).size,
      told: told.length,
      noticed: noticed.length,
      unmet: new Set(group.filter(({ untried }) => untried !== undefined).map(({ body }) => body)).size,
      killers: unique(noticed.map(({ killer }) => killer!)),
      survivors: told.filter(({ killer }) => killer === undefined).map(({ lie, body }) => `${lie} in ${body}`),
    };
  });
}

const REASONS = new URL('../../../../conformance/mutants/unproven-fields.yaml', import.meta.url);

interface Reason {
  /** A fact's name, `record`, `literal`, or a place. */
  readonly of: string;
  /** How it is false; default: any way. */
  readonly lie?: string;
  /** Part of the body's pointer, or one of several. */
  readonly in?: string | readonly string[];
  readonly why: string;
}

export const loadReasons = (): readonly Reason[] => (parse(readFileSync(REASONS, 'utf8')) ?? []) as readonly Reason[];

/** Why nobody can notice it; undefined where nobody says. */
export function reasonFor(
  reasons: readonly Reason[],
  { contract, what, place }: FieldResult,
  survivor: string,
): string | undefined {
  return reasons.find(
    ({ of, lie, in: part }) =>
      (of === what || of === place || of === `${contract} ${place}` || of === `${contract} ${what}`) &&
      (lie === undefined || survivor.startsWith(`${lie} in`)) &&
      (part === undefined || [part].flat().some((text) => survivor.includes(text))),
  )?.why;
}
