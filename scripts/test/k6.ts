/** k6 for tests: they need the program itself. */
import { findK6 } from '../../load/node/find-k6.ts';
import { skipWithout } from './programs.ts';

/** Why tests of load runs are skipped; false where they can run. */
export const skipWithoutK6 = async (): Promise<string | false> => skipWithout('k6', (await findK6()) !== undefined);
