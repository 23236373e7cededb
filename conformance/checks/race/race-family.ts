/** What happens at the same moment. */
import type { CheckFamily } from '../../check.ts';
import { writesAtOnce } from './writes-at-once.ts';

export const race: readonly CheckFamily[] = [writesAtOnce];
