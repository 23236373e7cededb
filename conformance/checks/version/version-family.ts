/** The checks of API versions. */
import type { CheckFamily } from '../../check.ts';
import { versions } from './version.ts';

export const version: readonly CheckFamily[] = [versions];
