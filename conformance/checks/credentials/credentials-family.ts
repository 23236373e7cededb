/** Which credential for what. */
import type { CheckFamily } from '../../check.ts';
import { demandedCredentials } from './demanded.ts';

export const credentials: readonly CheckFamily[] = [demandedCredentials];
