/** The checks of sessions: people who sign in with a password. */
import type { CheckFamily } from '../../check.ts';
import { lives } from './session-lifetime.ts';
import { logins } from './session-login.ts';
import { tokens } from './session-token.ts';

export const session: readonly CheckFamily[] = [logins, lives, tokens];
