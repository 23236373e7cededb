/** A target file and the contract it is for. */
import { InputError } from '../../mock/contract/input-error.ts';
import type { LoadOptions } from '../../mock/contract/load-contract.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { checkArgument, text } from '../../mock/contract/check-options.ts';
import { loadCompiled } from '../load-for-suite.ts';
import { loadTarget } from './load-target.ts';
import type { Target } from './target.ts';

export interface TargetAndContract {
  /** As the file, or the caller, names it. */
  readonly contract: string;
  readonly compiled: CompiledContract;
  readonly target: Target;
}

/**
 * @param file YAML, as `tollgate init` writes it
 * @param contract overrides the file's own
 * @param options how the contract is read
 * @throws {TargetError} naming what is wrong with the file
 * @throws {InputError} if it cannot be read, or no contract is named
 */
export async function readTargetFile(
  file: string,
  contract?: string,
  options?: LoadOptions,
): Promise<TargetAndContract> {
  checkArgument('readTargetFile', 'the file', file, text('the path of a target file'));
  if (contract !== undefined)
    checkArgument(
      'readTargetFile',
      'the contract',
      contract,
      text('the name of a built-in contract, or the path of one'),
    );
  const loaded = await loadTarget(file);
  const named = contract ?? loaded.contract;
  if (named === undefined)
    throw new InputError(`${file} names no contract; add "contract: <name>" to it, or name one on the command line`);
  const compiled = await loadCompiled(named, options);
  return { contract: named, compiled, target: loaded.target(compiled) };
}
