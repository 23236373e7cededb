/** The checks of tenant identifiers. */
import type { CheckFamily } from '../../check.ts';
import { exactTenants } from './exact.ts';

export const tenant: readonly CheckFamily[] = [exactTenants];
