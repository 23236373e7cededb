/** The contracts that scenarios are played on: between them they have every kind of state. */
import { fileURLToPath } from 'node:url';
import { OAUTH, OTP } from '../test/workers-client.ts';

export { OAUTH };
export const RECORDS = 'voucherify';
export const LIGHTHOUSE = 'lighthouse';

export const CONTRACTS: readonly string[] = [
  OAUTH,
  OTP,
  RECORDS,
  fileURLToPath(new URL(`../../../mock/test/fixtures/${LIGHTHOUSE}.yaml`, import.meta.url)),
];
