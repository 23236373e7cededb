/** k6 for tests: they need the program itself. */
import { findK6 } from '../load/k6.ts';

export const WITHOUT_K6 = 'needs k6, run npm run k6:setup';

/**
 * Why tests of load runs are skipped; false where they can run.
 *
 * @throws where CI has no k6: there, a skipped test would look like a passed one
 */
export async function skipWithoutK6(): Promise<string | false> {
  if ((await findK6()) !== undefined) return false;
  if (process.env['CI'] === 'true') throw new Error(WITHOUT_K6);
  return WITHOUT_K6;
}
