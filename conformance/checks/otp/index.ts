/** One-time passwords, and what wants them. */
import type { CheckFamily } from '../../check.ts';
import { passwords } from './password.ts';
import { stepUps } from './step-up.ts';
import { trades } from './trade.ts';
import { verifications } from './verification.ts';

export const otp: readonly CheckFamily[] = [trades, passwords, stepUps, verifications];
