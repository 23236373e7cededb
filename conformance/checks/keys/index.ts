/** Long-lived keys. */
import type { CheckFamily } from '../../check.ts';
import { keyLives } from './life.ts';
import { roles } from './roles.ts';
import { keyTokens } from './tokens.ts';
import { visibilities } from './visibility.ts';

export const keys: readonly CheckFamily[] = [keyLives, visibilities, roles, keyTokens];
