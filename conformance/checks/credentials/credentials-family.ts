/** The checks of which credential an operation takes for what. */
import type { CheckFamily } from '../../check.ts';
import { demandedCredentials } from './demanded.ts';

export const credentials: readonly CheckFamily[] = [demandedCredentials];
