/** Tries one broken implementation against the whole suite of one contract. */
import type { CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Check } from '../check.ts';
import { reasonOf } from '../report/outcome-words.ts';
import { startMockTarget } from '../mock-target.ts';
import { runChecks } from '../runner.ts';
import { allChecks, fitsId } from '../all-checks.ts';
import { loadCompiled } from '../verify.ts';
import type { Mutant } from './mutant.ts';

export interface Trial {
  readonly mutant: string;
  readonly contract: string;
  /** Ids of the checks that failed, warned or informed. */
  readonly alarms: readonly string[];
  /** Those of them that the mutant names. */
  readonly killers: readonly string[];
  /** Ids of checks that fell over the defect in place of naming it. */
  readonly errors: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
}

export interface Subject {
  readonly contract: string;
  readonly compiled: CompiledContract;
  readonly checks: readonly Check[];
  /** Every case of every family, once for each kind of operation: what a mutant is tried with. */
  readonly sample: readonly Check[];
}

/** What an operation does, whether its body names the record and, of a list, what it tells of its pages. */
function kindOf({ action, answers }: CompiledOperation): string {
  const told = answers.flatMap((answer) => answer.needs()).filter((fact) => fact.startsWith('page.'));
  const inBody = 'id' in action && action.id !== undefined ? ['in body'] : [];
  return [action.type, ...inBody, ...new Set(told)].join(' ');
}

/**
 * A defect does not know one list from another, so that a case is asked of one operation of each kind: that is half of
 * the checks of a large contract, and all of their cases.
 */
function sampleOf({ operations }: CompiledContract, checks: readonly Check[]): readonly Check[] {
  const types = new Map<string, string>(operations.map((operation) => [operation.id, kindOf(operation)]));
  const seen = new Set<string>();
  return checks.filter(({ id }) => {
    const [name = '', operation = ''] = id.split(':');
    const kind = `${name} ${types.get(operation) ?? operation}`;
    return seen.size < seen.add(kind).size;
  });
}

/** No check waits this long for a healthy target, and a broken one must not hold up the others. */
export const TIMEOUT_MS = 10_000;

const CONCURRENCY = 8;

/** The contracts and their checks, fewest first: a mutant is tried on the first that fits. */
export async function loadSubjects(contracts: readonly string[]): Promise<readonly Subject[]> {
  const subjects = await Promise.all(
    contracts.map(async (contract) => {
      const compiled = await loadCompiled(contract);
      const checks = allChecks(compiled);
      return { contract, compiled, checks, sample: sampleOf(compiled, checks) };
    }),
  );
  return subjects.sort((a, b) => a.sample.length - b.sample.length);
}

/** Whether the mutant names the check, by its id or a pattern. */
export const names = ({ killedBy }: Mutant, id: string): boolean => killedBy.some((pattern) => fitsId(pattern, id));

/** Where a mutant is tried: on the smallest contracts that it applies to and that have a check which names it. */
export function subjectsOf(subjects: readonly Subject[], mutant: Mutant): readonly Subject[] {
  const fitting = subjects.filter(({ compiled }) => mutant.applies(compiled));
  if (mutant.wide) return fitting;
  const named = fitting.filter(({ sample }) => sample.some(({ id }) => names(mutant, id)));
  return (named.length === 0 ? fitting : named).slice(0, mutant.spread ?? 1);
}

const familyOf = (id: string): string => id.split('.', 1)[0]!;

/** The checks that name it. Of a wide mutant all; so `whole` asks for every mutant. */
export function checksFor(mutant: Mutant, { sample, checks }: Subject, whole: boolean): readonly Check[] {
  if (whole || mutant.wide) return sample;
  return (mutant.eachOperation ? checks : sample).filter(({ id }) => names(mutant, id)).slice(0, mutant.reach);
}

/** The others of their families, to say who noticed a mutant that those did not. */
function othersFor(mutant: Mutant, { sample }: Subject): readonly Check[] {
  const families = new Set(mutant.killedBy.map(familyOf));
  return sample.filter(({ id }) => families.has(familyOf(id)) && !names(mutant, id));
}

/** What an implementation of a contract sets off; without a mutant, nothing. */
export async function alarmsOf(
  { contract, compiled }: Subject,
  checks: readonly Check[],
  {
    seams,
    seed = '1',
    concurrency = CONCURRENCY,
    timeoutMs = TIMEOUT_MS,
  }: {
    readonly seams?: Mutant['seams'];
    readonly seed?: string;
    readonly concurrency?: number;
    readonly timeoutMs?: number;
  },
): Promise<Pick<Trial, 'alarms' | 'errors'> & { readonly told: ReadonlyMap<string, string> }> {
  const running = await startMockTarget(contract, compiled, { seed, ...(seams && { seams }) });
  try {
    const { target, worlds } = running;
    const { results } = await runChecks({
      contract: compiled,
      worlds,
      // Whoever gives a check more time waits as long for each answer.
      target: { ...target, timeoutMs: Math.max(target.timeoutMs, timeoutMs) },
      checks,
      concurrency,
      timeoutMs,
      known: new Map(),
    });
    const ids = (...states: readonly string[]): string[] =>
      results.filter(({ outcome }) => states.includes(outcome.state)).map(({ check }) => check.id);
    const told = new Map(
      results.flatMap((result) => {
        const { check, outcome } = result;
        const text =
          'finding' in outcome
            ? `expected ${outcome.finding.expected}, got ${outcome.finding.got}`
            : outcome.state === 'not_run'
              ? undefined
              : reasonOf(result)?.split('\n', 1)[0];
        return text === undefined ? [] : [[check.id, text] as const];
      }),
    );
    return { alarms: ids('failed', 'warned', 'informed'), errors: ids('suite_error', 'unreachable'), told };
  } finally {
    await running.close();
  }
}

export async function tryMutant(mutant: Mutant, subject: Subject, whole: boolean, now: () => number): Promise<Trial> {
  const started = now();
  const { seams } = mutant;
  const named = await alarmsOf(subject, checksFor(mutant, subject, whole), { seams });
  const killers = named.alarms.filter((id) => names(mutant, id));
  const others = killers.length > 0 ? undefined : await alarmsOf(subject, othersFor(mutant, subject), { seams });
  const alarms = [...named.alarms, ...(others?.alarms ?? [])];
  const errors = [...named.errors, ...(others?.errors ?? [])];
  return { mutant: mutant.id, contract: subject.contract, alarms, killers, errors, duration: now() - started };
}
