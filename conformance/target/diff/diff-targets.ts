/** Sends the same probes to two targets, and says where their answers differ. */
import { CheckFailure, NotRun } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { declaredHeaders, declaredResponse } from '../../driver/declared-responses.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { openSession } from '../target-session.ts';
import type { Target } from '../target.ts';
import { behavioursOf } from './behaviours.ts';
import type { Behaviour } from './behaviours.ts';
import { ABSENT, compareTraits } from './compare-answers.ts';
import type { Difference } from './compare-answers.ts';
import { isOptional } from './optional.ts';
import { probesOf } from './probes.ts';
import type { ProbeDifference } from './probe-difference.ts';
import type { DiffProbe } from './probes.ts';
import { traitsOf } from './traits.ts';
import type { Traits } from './traits.ts';

export interface DiffReport {
  readonly contract: string;
  readonly one: string;
  readonly other: string;
  readonly differences: readonly ProbeDifference[];
  /** The same, with what differs alike told once. */
  readonly behaviours: readonly Behaviour[];
  /** Ids of the operations that were asked of both. */
  readonly operations: readonly string[];
  /** Probes that were answered by both. */
  readonly compared: number;
  /** Probes that one of the two could not be sent, with the reason. */
  readonly skipped: readonly {
    readonly probe: string;
    readonly operation: string | undefined;
    readonly reason: string;
  }[];
}

/** @throws {Unreachable} where one of them cannot be asked */
export async function diffTargets(contract: CompiledContract, one: Target, other: Target): Promise<DiffReport> {
  const probes = probesOf(contract);
  const [first, second] = await Promise.all([answers(contract, one, probes), answers(contract, other, probes)]);
  const differences: ProbeDifference[] = [];
  const skipped: DiffReport['skipped'][number][] = [];
  const operations = new Set<string>();
  let compared = 0;
  probes.forEach(({ name: probe, operation }, i) => {
    const [a, b] = [first[i]!, second[i]!];
    const place = { probe, operation: operation?.id };
    if (typeof a === 'string' || typeof b === 'string') {
      skipped.push({ ...place, reason: typeof a === 'string' ? a : (b as string) });
      return;
    }
    compared++;
    if (operation !== undefined) operations.add(operation.id);
    const found = compareTraits(a, b).filter(
      (difference) => operation === undefined || !isAbsentOption(contract, operation, a, difference),
    );
    differences.push(
      ...found.map((difference) => ({ ...place, ...difference, pointer: pointerFor(contract, operation, a, b) })),
    );
  });
  return {
    contract: contract.name,
    one: one.name,
    other: other.name,
    differences,
    behaviours: behavioursOf(differences),
    operations: [...operations],
    compared,
    skipped,
  };
}

function isAbsentOption(
  contract: CompiledContract,
  operation: CompiledOperation,
  { status, headers }: Traits,
  { aspect, at, one, other }: Difference,
): boolean {
  return (
    aspect === 'body' &&
    (one === ABSENT || other === ABSENT) &&
    isOptional(contract, operation, status, headers['content-type'] ?? '', at)
  );
}

/** What a target answers to each probe; a text where it could not be asked. */
async function answers(
  contract: CompiledContract,
  target: Target,
  probes: readonly DiffProbe[],
): Promise<readonly (Traits | string)[]> {
  const session = openSession(contract, target);
  try {
    const all: (Traits | string)[] = [];
    // One after the other: where there are no worlds, what a call leaves behind shows in the next one.
    for (const probe of probes) {
      const { context, leave } = await session.enter();
      try {
        all.push(await answer(contract, context, probe));
      } finally {
        await leave();
      }
    }
    return all;
  } finally {
    session.close();
  }
}

async function answer(contract: CompiledContract, context: Context, probe: DiffProbe): Promise<Traits | string> {
  const { target } = context;
  if (probe.changes && !target.safety.destructive)
    return `it may change something at ${target.name}, which safety.destructive does not allow`;
  try {
    const exchange = await probe.send(context);
    return traitsOf(exchange, declaredNames(contract, probe.operation, exchange.status));
  } catch (error) {
    if (error instanceof NotRun) return `${target.name}: ${error.message}`;
    if (error instanceof CheckFailure)
      return `${target.name}: what it needs first failed: expected ${error.finding.expected}, got ${error.finding.got}`;
    throw error;
  }
}

function declaredNames(
  contract: CompiledContract,
  operation: CompiledOperation | undefined,
  status: number,
): ReadonlySet<string> {
  const response = operation && declaredResponse(contract, operation, status);
  return new Set(response ? declaredHeaders(contract.document, response).map(({ name }) => name.toLowerCase()) : []);
}

/** What the contract says of either status; of what belongs to no operation, its general answers. */
function pointerFor(
  contract: CompiledContract,
  operation: CompiledOperation | undefined,
  one: Traits,
  other: Traits,
): string {
  if (operation === undefined) return contract.unmatched.unknown_path.pointer;
  for (const { status } of [one, other])
    if (declaredResponse(contract, operation, status)) return `${operation.pointer}/responses/${status}`;
  return operation.pointer;
}
