/** Which contract and which scenario the words of `tollgate load` mean. */
import { builtInNames } from '../../../mock/contract/built-in-contracts.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import { contractFile } from '../../../mock/contract/load-contract.ts';
import { suggestion } from '../../../mock/contract/did-you-mean.ts';
import { SCENARIOS } from '../../../load/node/scenarios.ts';
import type { LoadOptions } from './load-options.ts';

export interface Wanted {
  /** Undefined where the target file is to name it. */
  readonly contract: string | undefined;
  readonly scenario: string;
}

const NO_SCENARIO = 'say what to do: a scenario ("tollgate load --list" prints what there is)';

const isScenario = (word: string): boolean => Object.hasOwn(SCENARIOS, word);
const isContract = (word: string, options: LoadOptions): Promise<boolean> =>
  checkContract(word, options).then(
    () => true,
    () => false,
  );

/** @throws {InputError} for a word that names no contract */
async function checkContract(word: string, { allowRefs }: LoadOptions): Promise<void> {
  if (!builtInNames().includes(word)) await contractFile(word, allowRefs);
}

const noScenario = (word: string): InputError =>
  new InputError(
    `there is no scenario "${word}"; ${suggestion(word, Object.keys(SCENARIOS)) ?? '--list prints what there is'}`,
  );

/** One word: of a sandbox it is the contract, of a target file, which may name its contract, it is the scenario. */
async function ofOneWord(word: string, options: LoadOptions): Promise<Wanted> {
  const { target } = options;
  if (isScenario(word)) {
    if (target !== undefined) return { contract: undefined, scenario: word };
    throw new InputError(`name the contract before the scenario: tollgate load <contract> ${word}`);
  }
  if (target !== undefined && !(await isContract(word, options))) throw noScenario(word);
  await checkContract(word, options);
  throw new InputError(NO_SCENARIO);
}

/** @throws {InputError} that says what is missing, or what was probably meant */
export async function wantedOf(
  contract: string | undefined,
  scenario: string | undefined,
  options: LoadOptions,
): Promise<Wanted> {
  if (contract === undefined) throw new InputError(NO_SCENARIO);
  const wanted = scenario === undefined ? await ofOneWord(contract, options) : { contract, scenario };
  if (!isScenario(wanted.scenario)) {
    if (isScenario(contract))
      throw new InputError(`the contract comes before the scenario: tollgate load ${wanted.scenario} ${contract}`);
    throw noScenario(wanted.scenario);
  }
  if (wanted.contract !== undefined) await checkContract(wanted.contract, options);
  if ((options.mock === true) === (options.target !== undefined))
    throw new InputError('say what to load: either --mock (the sandbox), or --target <file>');
  return wanted;
}
