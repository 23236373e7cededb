/** Compiles a contract for the suite. */
import { compileContract } from '../mock/contract/compile/compile-contract.ts';
import { loadContract } from '../mock/contract/load-contract.ts';
import type { LoadOptions } from '../mock/contract/load-contract.ts';
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';

/**
 * @param contract a built-in contract's name, or the path of a YAML or JSON file
 * @throws {InputError} if there is no such contract
 * @throws {ContractError} if it cannot be served
 */
export async function loadCompiled(contract: string, options?: LoadOptions): Promise<CompiledContract> {
  const { name, document } = await loadContract(contract, options);
  return compileContract(name, document);
}
