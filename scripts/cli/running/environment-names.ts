/** Names of the variables that `tollgate env` prints and a client under exercise finds, of a contract that nobody serves. */
import { describeCredentials } from '../../../mock/control/control-credentials.ts';
import { loadContract } from '../../../mock/contract/load-contract.ts';
import { startServer } from '../../../mock/server/server.ts';
import { reading } from '../allow-refs-option.ts';
import { environmentOf } from './credentials-text.ts';

/** @param contract name of a built-in one, or path or URL of a file */
export async function environmentNames(contract: string, allowRefs: readonly string[]): Promise<readonly string[]> {
  const loaded = await loadContract(contract, reading({ allowRefs }));
  const server = await startServer({ contracts: [loaded] });
  try {
    const world = server.sandboxes.known('default')!.worlds.get(loaded.name)!;
    return ['TOLLGATE_URL', ...Object.keys(environmentOf(await describeCredentials(world, '')))];
  } finally {
    await server.close();
  }
}
