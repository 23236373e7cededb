/** The checks of one-time passwords and of the operations that demand them. */
import type { CheckFamily } from '../../check.ts';
import { authenticators } from './authenticator.ts';
import { freeOperations } from './free-operation.ts';
import { passwords } from './password.ts';
import { stepUps } from './step-up-checks.ts';
import { trades } from './trade.ts';
import { verifications } from './verification.ts';

export const otp: readonly CheckFamily[] = [trades, passwords, freeOperations, stepUps, verifications, authenticators];
