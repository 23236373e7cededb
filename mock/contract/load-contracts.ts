/** Loads the contracts that a server or a command is asked for. */
import { builtInNames } from './built-in-contracts.ts';
import { InputError } from './input-error.ts';
import { loadContract } from './load-contract.ts';
import type { LoadOptions, LoadedContract } from './load-contract.ts';

/**
 * @param namesOrPaths as for {@link loadContract}; none means every built-in contract
 * @param root name of the contract to be served at `/`
 * @param onRead told of each file and URL that is read, with the name or path that it is read for
 * @throws {InputError} if two have one name, or `root` is none of them; and as {@link loadContract}
 */
export async function loadContracts(
  namesOrPaths: readonly string[],
  root?: string,
  options?: LoadOptions,
  onRead?: (place: string, contract: string) => void,
): Promise<readonly LoadedContract[]> {
  const asked = namesOrPaths.length === 0 ? builtInNames() : [...new Set(namesOrPaths)];
  const contracts = await Promise.all(
    asked.map((name) => loadContract(name, { ...options, onRead: (place) => onRead?.(place, name) })),
  );
  const names = contracts.map(({ name }) => name);
  const twin = contracts.find(({ name }, i) => names.indexOf(name) < i);
  if (twin !== undefined) throw new InputError(`two contracts are called "${twin.name}"; rename the file ${twin.file}`);
  if (root !== undefined && !names.includes(root)) {
    const { suggestion } = await import('./did-you-mean.ts');
    throw new InputError(
      `no served contract is called "${root}", so it cannot stand at the root; ${suggestion(root, names) ?? ''}`,
    );
  }
  return contracts;
}
