/** The checks of sign-on links. */
import type { CheckFamily } from '../../check.ts';
import { entries } from './entry.ts';
import { links } from './sign-on-links.ts';

export const sso: readonly CheckFamily[] = [entries, links];
