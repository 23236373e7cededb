/** Address allow-lists. */
import type { CheckFamily } from '../../check.ts';
import { allowLists } from './allow-list.ts';

export const address: readonly CheckFamily[] = [allowLists];
