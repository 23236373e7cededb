/** The checks of API keys: their life, visibility, roles, and the tokens they acquire. */
import type { CheckFamily } from '../../check.ts';
import { keyLives } from './key-life-checks.ts';
import { roles } from './roles.ts';
import { keyTokens } from './tokens-of-keys.ts';
import { visibilities } from './visibility.ts';

export const keys: readonly CheckFamily[] = [keyLives, visibilities, roles, keyTokens];
