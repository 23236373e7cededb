/** The checks of IP address allow-lists. */
import type { CheckFamily } from '../../check.ts';
import { allowLists } from './address-allow-list-checks.ts';

export const address: readonly CheckFamily[] = [allowLists];
