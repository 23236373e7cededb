/** Sessions of people who sign in with a password. */
import type { CheckFamily } from '../../check.ts';
import { lives } from './life.ts';
import { logins } from './login.ts';
import { tokens } from './token.ts';

export const session: readonly CheckFamily[] = [logins, lives, tokens];
