/** State crossed with state: what has ended, and whatever must know of it. */
import type { CheckFamily } from '../../check.ts';
import { deadKeys } from './dead-keys.ts';
import { deadRecords } from './dead-records.ts';
import { verifications } from './verifications.ts';

export const state: readonly CheckFamily[] = [deadKeys, deadRecords, verifications];
