/** Compiles a contract for the suite. */
import { compilePlan } from '../mock/contract/compile/compile-contract.ts';
import { loadContract } from '../mock/contract/load-contract.ts';
import type { Plan } from '../mock/contract/compiled-contract.ts';

/**
 * @param contract a built-in contract's name, or the path of a YAML or JSON file
 * @throws {InputError} if there is no such contract
 * @throws {ContractError} if it cannot be served
 */
export async function loadPlan(contract: string): Promise<Plan> {
  const { name, document } = await loadContract(contract);
  return compilePlan(name, document);
}
