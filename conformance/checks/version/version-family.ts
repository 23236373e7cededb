/** Versions of an API. */
import type { CheckFamily } from '../../check.ts';
import { versions } from './version.ts';

export const version: readonly CheckFamily[] = [versions];
