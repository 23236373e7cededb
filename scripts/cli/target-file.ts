/** A target file and the contract it is for. */
import type { Target } from '../../conformance/target/target.ts';
import type { Plan } from '../../mock/contract/plan.ts';

export interface TargetAndPlan {
  readonly contract: string;
  readonly plan: Plan;
  readonly target: Target;
}

/**
 * @param contract overrides the file's own
 * @throws {TargetError} naming what is wrong with the file, {InputError} if it cannot be read or no contract is named
 */
export async function readTargetFile(file: string, contract?: string): Promise<TargetAndPlan> {
  const { loadTarget } = await import('../../conformance/target/load.ts');
  const { InputError } = await import('../../mock/contract/input-error.ts');
  const { loadPlan } = await import('../../conformance/verify.ts');
  const loaded = await loadTarget(file);
  const named = contract ?? loaded.contract;
  if (named === undefined) throw new InputError(`${file} names no contract; add "contract: <name>" to it, or name one on the command line`);
  const plan = await loadPlan(named);
  return { contract: named, plan, target: loaded.target(plan) };
}
