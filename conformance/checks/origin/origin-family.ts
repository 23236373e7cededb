/** The checks of origin allow-lists. */
import type { CheckFamily } from '../../check.ts';
import { allowLists } from './origin-allow-list-checks.ts';

export const origin: readonly CheckFamily[] = [allowLists];
