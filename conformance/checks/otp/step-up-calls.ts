/** Calls that demand a verification token, and how well that rule is known. */
import type { Context } from '../../check-context.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { refused } from '../common/judge-refusal.ts';
import { basisOf } from '../common/contract-citation.ts';
import type { Basis } from '../common/contract-citation.ts';
import { sendGuarded } from './otp-subject.ts';
import type { Guarded } from './otp-subject.ts';
import type { StepUpSubject } from './step-up-subject.ts';

export type StepUpOperation = StepUpSubject['stepUps'][number];

/** The call is let through. */
export async function passes(context: Context, guarded: Guarded, token: string | undefined): Promise<void> {
  context.expect.success(await sendGuarded(context, guarded, token), guarded.operation);
}

/** The call is refused without a verification. */
export async function required(context: Context, guarded: Guarded, token: string | undefined): Promise<void> {
  refused(context, await sendGuarded(context, guarded, token), guarded.operation, 'otp_required');
}

/** That an operation wants a verification is as known as the contract says; from which amount on, nobody says. */
export function need(
  contract: CompiledContract,
  { pointer, stepUp }: StepUpOperation,
  about = /OTP is needed/i,
): Basis {
  const known = basisOf(contract, `${pointer}/x-step-up`, { about });
  return stepUp.amount === undefined || known.citation.source === undefined ? known : { ...known, evidence: 'assumed' };
}
