/**
 * `npm run mutants` tries these after the mutants of its tables: every documented field of every contract, falsified
 * alone. What came of it is written to `reports/fields.json`, from which the page of facts and checks is made.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { monotonic } from '../../machine-clock.ts';
import { inThreads } from '../thread-pool.ts';
import { loadReasons, reasonFor, summarize } from './summarize-fields.ts';
import type { FieldResult } from './summarize-fields.ts';
import type { FieldTrial } from './try-field.ts';

const WORKER = new URL('./field-thread.js', import.meta.url);

const FIELDS = 'reports/fields.json';

export interface FieldRun {
  readonly results: readonly FieldResult[];
  readonly seconds: number;
  /** Those with a lie that nobody noticed and that has no reason. */
  readonly faulty: ReadonlySet<FieldResult>;
  /** One line for every lie that nobody noticed and that has no reason. */
  readonly complaints: readonly string[];
}

/** Largest first, so that no thread is left alone with one at the end. */
const bySize = (contracts: readonly string[]): readonly string[] =>
  contracts.toSorted((a, b) => readFileSync(`specs/${b}.yaml`).length - readFileSync(`specs/${a}.yaml`).length);

export async function runFields(contracts: readonly string[]): Promise<FieldRun> {
  const started = monotonic();
  const trials: FieldTrial[] = [];
  await inThreads<string, readonly FieldTrial[]>(
    WORKER,
    contracts,
    bySize(contracts),
    (some) => void trials.push(...some),
  );
  const results = summarize(trials).toSorted((a, b) => a.contract.localeCompare(b.contract, 'en'));
  const reasons = loadReasons();
  const unexplained = results.flatMap((result) =>
    result.survivors
      .filter((survivor) => reasonFor(reasons, result, survivor) === undefined)
      .map((survivor) => ({ result, survivor })),
  );
  const complaints = unexplained.map(
    ({ result: { contract, place, what }, survivor }) =>
      `${contract}: ${place} (${what}) may be ${survivor}, and no check notices`,
  );
  const faulty = new Set(unexplained.map(({ result }) => result));
  return { results, faulty, seconds: (monotonic() - started) / 1000, complaints };
}

export function writeFields(results: readonly FieldResult[]): void {
  mkdirSync('reports', { recursive: true });
  writeFileSync(FIELDS, `[\n${results.map((result) => JSON.stringify(result)).join(',\n')}\n]\n`);
}

export function fieldsLine(results: readonly FieldResult[], seconds: number): string {
  const sum = (count: (result: FieldResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  return `${sum(({ noticed }) => noticed)} of ${sum(({ told }) => told)} lies in ${results.length} fields noticed in ${seconds.toFixed(1)} s`;
}
